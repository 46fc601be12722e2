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


class P2vitOverlay(pynq.Overlay):
    """The bitstream with its accelerator as `accelerator`."""

    def __init__(self, bitfile="p2vit.bit", **options):
        super().__init__(bitfile, **options)
        names = [name for name, ip in self.ip_dict.items() if ip["type"] == registers.IP_VLNV]
        if len(names) != 1:
            raise RuntimeError("%s has %d instances of %s, not one" % (bitfile, len(names), registers.IP_VLNV))
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
