# SPDX-License-Identifier: Apache-2.0
"""Drives an accelerator, on a board as root, or started by `p2vit device`.

`python3 p2vit_run.py NETWORK [POLLS]` replays the cases of a program image, `python3 p2vit_run.py NETWORK [POLLS] PICTURE...` runs its
network on pictures. Exit status 0 when every logit is equal or every picture was classified, 1 when not or when something went wrong,
2 for a wrong call. An argument of digits alone is POLLS; a picture of such a name is ./1.
"""

import os
import sys

import picture_file
from p2vit import Accelerator, P2vitError, ProgramImage, Status
from p2vit_answer import lines
from p2vit_image_form import PAGE
from p2vit_picture import network_input


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


def behind(memory, size):
    """What comes behind so many bytes, from the next page on."""
    return memory.part(-(-size // PAGE) * PAGE)


def replay(accelerator, memory):
    classes, cycles = accelerator.selftest(memory, behind(memory, ProgramImage(memory.data).bytes))
    for index, found in enumerate(classes):
        print("case %d: class %d" % (index, found))
    print("%d cases, %d cycles, every logit equal" % (len(classes), cycles))


def classify(accelerator, memory, paths):
    image = accelerator.load(memory)
    source = behind(memory, image.bytes)
    target = behind(source, image.input_bytes)
    if len(source.data) < image.input_bytes:
        raise P2vitError(Status.MEMORY, "memory is too small")
    for path in paths:
        picture = picture_file.read(path, image.exif_rotation != 0)
        source.data[: image.input_bytes] = network_input(image, memory.data, picture)
        accelerator.run(source, target)
        print("%s: %dx%d pixels, %d cycles" % (path, picture.width, picture.height, accelerator.cycles()))
        for line in lines(image, memory.data, image.logits(target.data)):
            print(line)


def main(arguments):
    counted = len(arguments) > 2 and arguments[2].isascii() and arguments[2].isdigit()
    polls = int(arguments[2]) if counted else None
    pictures = arguments[3 if counted else 2 :]
    if len(arguments) < 2 or polls == 0:
        print("usage: p2vit_run.py NETWORK [POLLS] [PICTURE...], POLLS from 1", file=sys.stderr)
        return 2
    platform = simulated if "P2VIT_DEVICE" in os.environ else board
    try:
        accelerator, memory = platform(arguments[1], polls)
        if pictures:
            classify(accelerator, memory, pictures)
        else:
            replay(accelerator, memory)
    except (P2vitError, picture_file.PictureFileError, OSError) as failure:
        print("p2vit_run.py: %s" % failure, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
