# SPDX-License-Identifier: Apache-2.0
"""What a network says of a picture: its best classes, their probabilities and names. Standard library only."""

import math
import struct

from p2vit import P2vitError, Status


def best(logits, most=5):
    """The classes with the greatest logits, the greatest first; of equal ones the first."""
    return sorted(range(len(logits)), key=lambda index: (-logits[index], index))[:most]


def probabilities(image, logits):
    """The softmax of all logits, for people: nothing is compared with it."""
    greatest = max(logits)
    shares = [math.exp(math.ldexp(logit - greatest, image.exponent)) for logit in logits]
    return [share / sum(shares) for share in shares]


def label(image, data, index):
    """The name of a class, empty if it has none; `data` is what the program image is in."""
    if not image.labels_bytes:
        return ""
    if not 0 <= index < image.classes <= image.labels_bytes // 4 - 1:
        raise P2vitError(Status.LAYOUT, "the program image has no name for class %d" % index)
    begin, end = struct.unpack_from("<2I", data, image.labels + 4 * index)
    if not begin <= end <= image.labels_bytes:
        raise P2vitError(Status.LAYOUT, "the program image contradicts itself in the name of class %d" % index)
    return bytes(data[image.labels + begin : image.labels + end]).decode("utf-8", "replace")


def lines(image, data, logits):
    """The five best classes as people read them."""
    shares = probabilities(image, logits)
    for index in best(logits):
        name = "".join("?" if character < " " or character == "\x7f" else character for character in label(image, data, index))
        yield "  %5.1f %%  class %d%s" % (100 * shares[index], index, name and ", " + name)
