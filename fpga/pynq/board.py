# SPDX-License-Identifier: Apache-2.0
"""The accelerator of a PYNQ board. Needs the package pynq, and p2vit.bit and p2vit.hwh of `make bitstream` in one folder."""

import numpy
import pynq

import p2vit_registers as registers
from p2vit import Accelerator, Memory


class P2vitIP(pynq.DefaultIP):
    """What the overlay makes of the accelerator in its block design."""

    bindto = [registers.IP_VLNV]

    def accelerator(self, config_hash=registers.CONFIG_HASH_VALUE):
        """The driver; checks that the bitstream has the configuration."""
        return Accelerator(self.mmio, config_hash)


def set_clock(wanted=registers.CLOCK_MHZ):
    """Gives the programmable logic the fastest clock that is not more than 1 % above what timing was met for; returns it in MHz.

    The handoff file has dividers, which make another frequency where the source of the clock is not the one that Vivado assumed.
    """
    asked = wanted
    while True:
        pynq.Clocks.fclk0_mhz = asked
        if pynq.Clocks.fclk0_mhz <= 1.01 * wanted:
            return pynq.Clocks.fclk0_mhz
        asked *= 0.95


class P2vitOverlay(pynq.Overlay):
    """The bitstream with its accelerator as `accelerator`, and the frequency that it runs at as `clock_mhz`."""

    def __init__(self, bitfile="p2vit.bit", **options):
        super().__init__(bitfile, **options)
        names = [name for name, ip in self.ip_dict.items() if ip["type"] == registers.IP_VLNV]
        if len(names) != 1:
            raise RuntimeError("%s has %d instances of %s, not one" % (bitfile, len(names), registers.IP_VLNV))
        self.clock_mhz = set_clock()
        self.accelerator = getattr(self, names[0]).accelerator()


def allocate(size):
    """Memory that the accelerator sees too; at a page, as program images need."""
    buffer = pynq.allocate(shape=(size,), dtype=numpy.uint8)
    return Memory(memoryview(buffer), buffer.device_address, buffer.flush, buffer.invalidate)


def load_file(path, extra=0):
    """A file in such memory, with `extra` bytes behind it."""
    content = numpy.fromfile(path, dtype=numpy.uint8)
    memory = allocate(len(content) + extra)
    memory.data[: len(content)] = memoryview(content)
    return memory
