# SPDX-License-Identifier: Apache-2.0
"""Turns pictures into inputs as the network of a program image asks for them. Standard library only.

What the C driver does (fpga/driver/p2vit_picture.c): the bytes are those of the golden model (quant-golden/doc/preprocessing.md).
"""

import math
import operator

from p2vit import P2vitError, Status

MOST_SIDE = 65535
MOST_PIXELS = 100_000_000
SAMPLES = 256
MOST_LAID_OUT = 65536
FRACTION_BITS = 22

NEAREST, LANCZOS, BILINEAR, BICUBIC, BOX, HAMMING = range(6)
NO_RESIZE, EACH_SIDE, PROPORTIONAL = range(3)
NO_CROP, CENTRE, CENTRE_FLOOR = range(3)
SUPPORT = {LANCZOS: 3.0, BILINEAR: 1.0, BICUBIC: 2.0, BOX: 0.5, HAMMING: 1.0}
# The floats 0.54 and 0.46.
HAMMING_MEAN = 0.540000021457672119140625
HAMMING_SWING = 0.4600000083446502685546875


class Picture:
    """width, height and rgb: red, green, blue of each pixel, rows from the top."""

    def __init__(self, width, height, rgb):
        if not _sized(width, height):
            raise P2vitError(Status.PICTURE, "a picture of %dx%d pixels; each side may have 1 to %d, the whole at most %d"
                             % (width, height, MOST_SIDE, MOST_PIXELS))
        if len(rgb) != 3 * width * height:
            raise P2vitError(Status.ARGUMENT, "rgb has %d bytes; %dx%d pixels have %d" % (len(rgb), width, height, 3 * width * height))
        self.width = width
        self.height = height
        self.rgb = bytes(rgb)


class _Axis:
    """What one axis goes through: scaled from `inputs` to `outputs`, then cut to `kept` from `margin` on."""

    def __init__(self, inputs, outputs, kept, crop):
        whole = outputs - kept
        if whole < 0 or (crop == NO_CROP and whole > 0):
            raise P2vitError(Status.PICTURE, "the network takes no picture of this size: a side of %d pixels becomes %d, wanted are %s%d"
                             % (inputs, outputs, "" if crop == NO_CROP else "at least ", kept))
        self.inputs = inputs
        self.outputs = outputs
        self.kept = kept
        self.margin = whole // 2 if crop == CENTRE_FLOOR else round(whole / 2)

    def taps(self, kernel):
        """(first input, weights) of each output that is kept."""
        scale = self.inputs / self.outputs
        if self.inputs == self.outputs or kernel == NEAREST:
            centre = scale * 0.5
            for output in range(self.margin + self.kept):
                if output >= self.margin:
                    yield min(self.inputs - 1, int(centre)), (1 << FRACTION_BITS,)
                centre += scale
            return
        stretch = max(scale, 1.0)
        reach = SUPPORT[kernel] * stretch
        for output in range(self.margin, self.margin + self.kept):
            centre = (output + 0.5) * scale
            first = max(0, int(centre - reach + 0.5))
            end = min(self.inputs, int(centre + reach + 0.5))
            weights = [_weight(kernel, (j - centre + 0.5) * (1 / stretch)) for j in range(first, end)]
            total = 0.0
            for weight in weights:  # sum() may add in another way
                total += weight
            yield first, tuple(_fixed(weight / total) for weight in weights)


def network_input(image, data, picture):
    """The input of one image of a run, bytes; `data` is what the program image is in."""
    _require_consistent(image)
    across, down = _axes(image, picture)
    channels = image.channels
    samples = picture.rgb if channels == 3 else _gray(picture.rgb)
    columns = []
    for first, weights in across.taps(image.filter):
        for channel in range(channels):
            begins = range(first * channels + channel, len(samples), picture.width * channels)
            reach = len(weights) * channels
            columns.append(bytes(_sample(weights, samples[begin : begin + reach : channels]) for begin in begins))
    codes = data[image.codes : image.codes + channels * SAMPLES]
    places = _Places(image)
    target = bytearray(image.input_bytes)
    for row, (first, weights) in enumerate(down.taps(image.filter)):
        for index, column in enumerate(columns):
            x, channel = divmod(index, channels)
            code = codes[channel * SAMPLES + _sample(weights, column[first : first + len(weights)])]
            target[places.of(row, x, channel)] = code
    return bytes(target)


def _sized(width, height):
    return 1 <= width <= MOST_SIDE and 1 <= height <= MOST_SIDE and width * height <= MOST_PIXELS


def _require_consistent(image):
    """Refuses words about pictures that are unknown or contradict each other."""
    known = (
        _sized(image.image_width, image.image_height)
        and image.patch > 0
        and image.image_width % image.patch == image.image_height % image.patch == 0
        and image.channels in (1, 3)
        and image.channel_bytes == SAMPLES
        and image.resize <= PROPORTIONAL
        and image.crop <= CENTRE_FLOOR
        and image.filter <= HAMMING
        and 0 < image.token_rows <= MOST_LAID_OUT
        and 0 < image.word_bytes <= MOST_LAID_OUT
        and (image.resize == NO_RESIZE or _sized(image.resize_width, image.resize_height))
    )
    if not known or _Places(image).end > image.input_bytes:
        raise P2vitError(Status.LAYOUT, "the program image contradicts itself in what it says of pictures")


def _axes(image, picture):
    width, height = picture.width, picture.height
    if image.resize == EACH_SIDE:
        wide, high = image.resize_width, image.resize_height
    elif image.resize == NO_RESIZE:
        wide, high = width, height
    elif image.resize_width == image.resize_height:
        shorter = min(width, height)
        wide, high = image.resize_width * width // shorter, image.resize_height * height // shorter
    else:
        ratio = min(height / image.resize_height, width / image.resize_width)
        wide, high = round(width / ratio), round(height / ratio)
    if wide * high > MOST_PIXELS:
        raise P2vitError(Status.PICTURE, "the network takes no picture of this size: %dx%d pixels become %dx%d, more than %d; crop it first"
                         % (width, height, wide, high, MOST_PIXELS))
    return _Axis(width, wide, image.image_width, image.crop), _Axis(height, high, image.image_height, image.crop)


class _Places:
    """Where samples stand in an input, token-major."""

    def __init__(self, image):
        self._patch = image.patch
        self._across = image.image_width // image.patch
        self._tile = image.token_rows
        self._word = image.word_bytes
        self._words = -(-image.channels * image.patch * image.patch // image.word_bytes)
        tokens = self._across * (image.image_height // image.patch)
        self.end = -(-tokens // self._tile) * self._tile * self._words * self._word

    def of(self, row, column, channel):
        patch, tile, word = self._patch, self._tile, self._word
        token = row // patch * self._across + column // patch
        within = (channel * patch + row % patch) * patch + column % patch
        return ((token // tile * self._words + within // word) * tile + token % tile) * word + within % word


def _gray(rgb):
    """Brightness by ITU-R BT.601."""
    return bytes((19595 * r + 38470 * g + 7471 * b + 32768) >> 16 for r, g, b in zip(rgb[0::3], rgb[1::3], rgb[2::3]))


def _sample(weights, samples):
    total = (1 << FRACTION_BITS - 1) + sum(map(operator.mul, weights, samples))
    return max(0, min(255, total >> FRACTION_BITS))


def _fixed(weight):
    scaled = weight * (1 << FRACTION_BITS)
    return int(scaled - 0.5 if scaled < 0 else scaled + 0.5)


def _weight(kernel, x):
    t = abs(x)
    if kernel == BILINEAR:
        return max(0.0, 1 - t)
    if kernel == BICUBIC:
        if t < 1:
            return (1.5 * t - 2.5) * t * t + 1
        return (((t - 5) * t + 8) * t - 4) * -0.5 if t < 2 else 0.0
    if kernel == BOX:
        return 1.0 if -0.5 < x <= 0.5 else 0.0
    if kernel == HAMMING:
        return _sinc(x) * (HAMMING_MEAN + HAMMING_SWING * _sine(x + 0.5)) if t < 1 else 0.0
    return _sinc(x) * _sinc(x / 3) if -3 <= x < 3 else 0.0


def _sinc(x):
    return _sine(x) / (x * math.pi) if x else 1.0


def _sine(x):
    """The sine of pi times x, by a series: those of libraries differ."""
    nearest = math.floor(x + 0.5)
    angle = (x - nearest) * math.pi
    square = angle * angle
    series = 1.0
    for n in range(20, 0, -2):
        series = 1 - square * series / (n * (n + 1))
    return -angle * series if nearest % 2 else angle * series
