# SPDX-License-Identifier: Apache-2.0
"""Stands in for the package pynq: what board.py uses of it and nothing else, on the simulated accelerator of `p2vit device`.

Buffers have a cache, as on a board: what is not flushed the accelerator does not see, and what is not invalidated the processor does not.
"""

import os
import time
import xml.etree.ElementTree as xml

import numpy
from simulated import SimulatedDevice

PAGE = 4096
BASE = 0xA0000000
RANGE = 4096
SOURCE_MHZ = 1499.985

_device = SimulatedDevice()
_drivers = {}
_allocated = 0
# On a board time passes by itself, in a simulation only where somebody lets it.
time.sleep = lambda seconds: _device.idle()


class MMIO:
    def __init__(self, base_addr, length):
        if (base_addr, length) != (BASE, RANGE):
            raise ValueError("there is nothing at %#x" % base_addr)

    def read(self, offset=0):
        return _device.read(_register(offset))

    def write(self, offset, data):
        if type(data) is not int or not 0 <= data < 1 << 32:
            raise ValueError("%r is no word" % (data,))
        _device.write(_register(offset), data)


def _register(offset):
    if offset % 4 or not 0 <= offset < RANGE:
        raise ValueError("there is no register at %#x" % offset)
    return offset


class _Divided(type):
    """The clock is a source over a whole number, the one that comes closest."""

    _divider = 15

    @property
    def fclk0_mhz(cls):
        return SOURCE_MHZ / cls._divider

    @fclk0_mhz.setter
    def fclk0_mhz(cls, mhz):
        cls._divider = min(range(1, 64), key=lambda divider: abs(SOURCE_MHZ / divider - mhz))


class Clocks(metaclass=_Divided):
    pass


class DefaultIP:
    """An IP without a driver of its own; subclasses take over what they name in `bindto`."""

    def __init_subclass__(cls):
        for vlnv in cls.bindto:
            _drivers[vlnv] = cls

    def __init__(self, description):
        self.mmio = MMIO(description["phys_addr"], description["addr_range"])


class Overlay:
    """Reads the IPs from the .hwh that lies beside the bitstream under the same name."""

    def __init__(self, bitfile_name, download=True):
        stem, extension = os.path.splitext(bitfile_name)
        if extension != ".bit" or not os.path.isfile(bitfile_name) or not download:
            raise OSError("no bitstream %s" % bitfile_name)
        self.ip_dict = {
            module.get("INSTANCE"): {"type": module.get("VLNV"), "phys_addr": BASE, "addr_range": RANGE}
            for module in xml.parse(stem + ".hwh").iter("MODULE")
        }

    def __getattr__(self, name):
        if name not in self.__dict__.get("ip_dict", {}):
            raise AttributeError("the overlay has no %s" % name)
        description = self.ip_dict[name]
        return _drivers.get(description["type"], DefaultIP)(description)


class PynqBuffer(numpy.ndarray):
    """The processor's view; the accelerator's is a part of its memory."""

    def __init__(self, size, memory):
        super().__init__(size)
        self.device_address = memory.address
        self._memory = memory

    def flush(self):
        self._memory.data[:] = self

    def invalidate(self):
        memoryview(self)[:] = self._memory.data


def allocate(shape, dtype):
    """At a page, behind what was allocated before."""
    global _allocated
    numpy.require_bytes(dtype)
    (size,) = shape
    memory = _device.memory.part(_allocated, size)
    if len(memory.data) < size:
        raise RuntimeError("no memory left for %d bytes" % size)
    _allocated += -(-size // PAGE) * PAGE
    return PynqBuffer(size, memory)
