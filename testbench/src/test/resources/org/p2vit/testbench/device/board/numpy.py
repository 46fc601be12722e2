# SPDX-License-Identifier: Apache-2.0
"""Stands in for numpy: bytes in a row, which is all that board.py needs. Everything else fails."""


class uint8:
    """The one type."""


class ndarray(bytearray):
    """Has a length and a buffer; of what a bytearray can do besides, nothing."""

    def __getattribute__(self, name):
        if hasattr(bytearray, name) and not name.startswith("__"):
            raise AttributeError("the stand-in for numpy has no ndarray.%s" % name)
        return super().__getattribute__(name)

    def __getitem__(self, key):
        raise TypeError("the stand-in for numpy has no elements, only a buffer")

    def __setitem__(self, key, value):
        raise TypeError("the stand-in for numpy has no elements, only a buffer")


def require_bytes(dtype):
    if dtype is not uint8:
        raise TypeError("the stand-in for numpy has no type %r" % (dtype,))


def fromfile(file, dtype):
    require_bytes(dtype)
    with open(file, "rb") as opened:
        return ndarray(opened.read())
