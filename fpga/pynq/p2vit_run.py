# SPDX-License-Identifier: Apache-2.0
"""Replays the cases of a program image: `python3 p2vit_run.py IMAGE [POLLS]`, on a board as root, or started by `p2vit device`.

Exit status 0 when every logit is equal, 1 when not or when something went wrong, 2 for a wrong call.
"""

import os
import sys

from p2vit import Accelerator, P2vitError, ProgramImage, Status
from p2vit_image_form import PAGE


def simulated(path, polls):
    """Accelerator and memory that begins with the file."""
    from simulated import SimulatedDevice

    device = SimulatedDevice()
    with open(path, "rb") as file:
        content = file.read()
    if len(content) > len(device.memory.data):
        raise P2vitError(Status.MEMORY, "the program image is larger than the memory")
    device.memory.data[: len(content)] = content
    image = ProgramImage(content)
    accelerator = Accelerator(device, image.config_hash, polls or 1000, device.idle)
    accelerator.interrupt(True)
    return accelerator, device.memory


def board(path, polls):
    from board import P2vitOverlay, load_file

    if polls:
        raise SystemExit("POLLS is for simulations")
    return P2vitOverlay().accelerator, load_file(path, extra=1 << 20)


def main(arguments):
    if len(arguments) not in (2, 3):
        print("usage: p2vit_run.py IMAGE [POLLS]", file=sys.stderr)
        return 2
    platform = simulated if "P2VIT_DEVICE" in os.environ else board
    try:
        accelerator, memory = platform(arguments[1], int(arguments[2]) if len(arguments) == 3 else None)
        behind = -(-ProgramImage(memory.data).bytes // PAGE) * PAGE
        classes, cycles = accelerator.selftest(memory, memory.part(behind))
    except (P2vitError, OSError) as failure:
        print("p2vit_run.py: %s" % failure, file=sys.stderr)
        return 1
    for index, found in enumerate(classes):
        print("case %d: class %d" % (index, found))
    print("%d cases, %d cycles, every logit equal" % (len(classes), cycles))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
