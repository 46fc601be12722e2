# SPDX-License-Identifier: Apache-2.0
"""Inputs of pictures by the Python driver; speaks as driver_pictures.c does."""

import struct
import sys

from p2vit import P2vitError, ProgramImage
from p2vit_picture import Picture, network_input

requests = sys.stdin.buffer
while True:
    size = requests.read(4)
    if not size:
        break
    data = requests.read(*struct.unpack("<I", size))
    image = ProgramImage(data)
    for _ in range(*struct.unpack("<I", requests.read(4))):
        width, height = struct.unpack("<2I", requests.read(8))
        picture = Picture(width, height, requests.read(3 * width * height))
        try:
            answer = struct.pack("<i", 0) + network_input(image, data, picture)
        except P2vitError as failure:
            answer = struct.pack("<i", failure.code)
        sys.stdout.buffer.write(answer)
