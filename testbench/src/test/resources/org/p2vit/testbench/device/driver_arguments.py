# SPDX-License-Identifier: Apache-2.0
"""What the Python driver says of arguments that are None or of another type, without touching a register for it."""

import p2vit_registers as registers
from p2vit import Accelerator, Memory, P2vitError, ProgramImage, Status


class Registers:
    """Those of an accelerator without a run, until they are closed."""

    def __init__(self):
        self.open = True

    def read(self, offset):
        assert self.open
        return {
            registers.ID_OFFSET: registers.ID_VALUE,
            registers.VERSION_OFFSET: registers.VERSION_VALUE,
            registers.CONFIG_HASH_OFFSET: registers.CONFIG_HASH_VALUE,
            registers.CTRL_OFFSET: registers.CTRL_IDLE_MASK,
        }.get(offset, 0)

    def write(self, offset, value):
        assert self.open


def refused(text, call, *arguments):
    try:
        call(*arguments)
    except P2vitError as failure:
        assert failure.code == Status.ARGUMENT, failure
        assert str(failure) == "error -16: " + text, failure
    else:
        raise AssertionError(text)


memory = Memory(memoryview(bytearray(8192)), 0x1000)
device = Registers()
accelerator = Accelerator(device, registers.CONFIG_HASH_VALUE)
device.open = False

refused("data must be bytes, not NoneType", ProgramImage, None)
refused("data must be bytes, not str", ProgramImage, "network.img")
refused("data must be a memoryview, not NoneType", Memory, None, 0)
refused("data must be a memoryview, not bytes", Memory, b"", 0)
refused("data must be of bytes, not of 'I' in 1 dimensions", Memory, memoryview(bytearray(8)).cast("I"), 0)
refused("address must be an integer, not NoneType", Memory, memory.data, None)
refused("address must be an integer, not str", Memory, memory.data, "0x1000")
refused("flush must be callable, not NoneType", Memory, memory.data, 0, None)
refused("invalidate must be callable, not bool", Memory, memory.data, 0, print, True)
refused("mmio.read must be callable, not NoneType", Accelerator, None, 0)
refused("config_hash must be an integer, not NoneType", Accelerator, device, None)
refused("polls must be an integer, not float", Accelerator, device, 0, 1.5)
refused("idle must be callable, not NoneType", Accelerator, device, 0, 1, None)
refused("memory must be a Memory, not NoneType", accelerator.load, None)
refused("memory must be a Memory, not memoryview", accelerator.load, memory.data)
for call in (accelerator.start, accelerator.run):
    refused("source must be a Memory, not NoneType", call, None, memory)
    refused("target must be a Memory, not NoneType", call, memory, None)
    refused("images must be an integer, not NoneType", call, memory, memory, None)
refused("target must be a Memory, not NoneType", accelerator.wait, None)
refused("memory must be a Memory, not NoneType", accelerator.selftest, None, memory)
refused("target must be a Memory, not bytearray", accelerator.selftest, memory, bytearray(8))
print("as expected")
