# SPDX-License-Identifier: Apache-2.0
"""Pictures from files: PPM and PGM of 8 bits always, other kinds where Pillow is installed."""

import re

from p2vit_picture import Picture

# Numbers of a header stand behind white space and comments; one character of white space ends it.
HEADER = re.compile(rb"P([56])" + 3 * rb"(?:\s|#[^\n]*\n)+(\d+)" + rb"\s")


class PictureFileError(Exception):
    """A file that is no picture, or none that can be read here."""


def read(path, exif_rotation=False):
    """The Picture in a file; exif_rotation: whether it is turned as its EXIF orientation says."""
    with open(path, "rb") as file:
        content = file.read()
    if content[:2] in (b"P5", b"P6"):
        return _ppm(path, content)
    try:
        from PIL import Image, ImageOps
    except ImportError:
        raise PictureFileError("%s: neither a PPM (P6) nor a PGM (P5), and Pillow is not installed; install it or convert the file to PPM"
                               % path) from None
    with Image.open(path) as image:
        upright = ImageOps.exif_transpose(image) if exif_rotation else image
        colours = upright.convert("RGB")
        return Picture(*colours.size, colours.tobytes())


def _ppm(path, content):
    header = HEADER.match(content)
    if not header or int(header[4]) != 255:
        raise PictureFileError("%s: not a PPM of 8 bits: its header is damaged or its greatest value is not 255" % path)
    width, height = int(header[2]), int(header[3])
    samples = content[header.end() :]
    wanted = width * height * (3 if header[1] == b"6" else 1)
    if len(samples) != wanted:
        raise PictureFileError("%s: %dx%d pixels have %d bytes, there are %d" % (path, width, height, wanted, len(samples)))
    if header[1] == b"6":
        return Picture(width, height, samples)
    colours = bytearray(3 * len(samples))
    for channel in range(3):
        colours[channel::3] = samples
    return Picture(width, height, colours)
