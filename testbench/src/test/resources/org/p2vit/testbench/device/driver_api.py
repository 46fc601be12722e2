# SPDX-License-Identifier: Apache-2.0
"""What p2vit_run.py does not do with the driver: driver_api.c in Python. Prints the first line that finds something else than it expects."""

import sys
import traceback

import p2vit_registers as registers
from p2vit import Accelerator, Memory, P2vitError, Status
from simulated import SimulatedDevice


def code(call, *arguments):
    """The error that a call ends with; 0 if with none."""
    try:
        call(*arguments)
    except P2vitError as failure:
        return failure.code
    return 0


def moved(memory, offset):
    return Memory(memory.data, memory.address + offset)


def check(path):
    device = SimulatedDevice()
    memory = device.memory
    with open(path, "rb") as file:
        content = file.read()
    memory.data[: len(content)] = content
    target = memory.part(len(memory.data) // 2)
    half_word = registers.DRAM_WORD_BYTES // 2

    accelerator = Accelerator(device, registers.CONFIG_HASH_VALUE, 1000, device.idle)
    # Before a network is loaded nothing is known of inputs and outputs.
    assert code(accelerator.run, memory, target) == Status.ORDER
    assert code(accelerator.start, memory, target) == Status.ORDER
    assert code(accelerator.load, moved(memory, 64)) == Status.MEMORY
    assert code(accelerator.load, memory.part(0, len(content) - 1)) == Status.TRUNCATED
    # A network that was refused is none.
    assert code(accelerator.run, memory, target) == Status.ORDER
    image = accelerator.load(memory)
    both = memory.part(image.inputs, 2 * image.input_bytes)
    second = memory.part(image.inputs + image.input_bytes, image.input_bytes)
    assert code(accelerator.start, moved(second, half_word), target) == Status.MEMORY
    assert code(accelerator.start, second, moved(target, half_word)) == Status.MEMORY
    assert code(accelerator.start, second, target, 0) == Status.MEMORY
    assert code(accelerator.start, second, target, 2) == Status.MEMORY
    assert code(accelerator.start, both, target.part(0, image.output_bytes), 2) == Status.MEMORY

    # The second case alone, without the interrupt.
    target.data[: image.output_bytes] = b"\x55" * image.output_bytes
    accelerator.run(second, target)
    assert accelerator.cycles() > 0
    assert image.logits(target.data) == image.logits(memory.data[image.expected :], 1)

    accelerator.start(second, target)
    assert code(accelerator.start, second, target) == Status.BUSY
    assert code(accelerator.load, memory) == Status.BUSY
    assert accelerator.abort()
    assert code(accelerator.wait, target) == registers.Error.ABORTED

    # Commands for one image only, and two images.
    device.write(registers.REGISTERS["LOOP_COMMANDS"], 0)
    assert code(accelerator.run, both, target, 2) == registers.Error.ILLEGAL_IMAGES
    accelerator.run(second, target)


try:
    check(sys.argv[1])
except AssertionError as unexpected:
    sys.exit("line %d: %s" % traceback.extract_tb(unexpected.__traceback__)[-1][1:4:2])
print("as expected")
