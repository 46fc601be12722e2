# SPDX-License-Identifier: Apache-2.0
"""Driver of a p2vit accelerator. Standard library only: board.py brings PYNQ, simulated.py the simulation.

What the C driver does (fpga/driver), with the same program images, the same checks and the same error numbers.
"""

import enum
import numbers
import struct
import time
import zlib

import p2vit_image_form as form
import p2vit_registers as registers


class Status(enum.IntEnum):
    """What the driver itself finds wrong; errors of the accelerator are positive (p2vit_registers.Error)."""

    ID = -1
    VERSION = -2
    CONFIG = -3
    BUSY = -4
    TIMEOUT = -5
    MEMORY = -6
    ORDER = -7
    MAGIC = -8
    FORMAT = -9
    TRUNCATED = -10
    CHECKSUM = -11
    LAYOUT = -12
    MISMATCH = -13
    PROGRAM = -14
    OPEN = -15
    ARGUMENT = -16
    PICTURE = -17


class P2vitError(Exception):
    """A failure, with its number in `code`."""

    def __init__(self, code, text):
        super().__init__("error %d: %s" % (code, text))
        self.code = int(code)


def _require(kind, **arguments):
    """Refuses arguments that are None or of another kind: a type, or `callable`."""
    wanted = {callable: "callable", numbers.Integral: "an integer"}.get(kind, "a " + kind.__name__)
    for name, value in arguments.items():
        if not (callable(value) if kind is callable else isinstance(value, kind)):
            raise P2vitError(Status.ARGUMENT, "%s must be %s, not %s" % (name, wanted, type(value).__name__))


class Memory:
    """Memory that processor and accelerator share.

    data: a memoryview of bytes; address: where the accelerator sees it; flush and invalidate: for the processor's cache.
    """

    def __init__(self, data, address, flush=lambda: None, invalidate=lambda: None):
        _require(memoryview, data=data)
        _require(numbers.Integral, address=address)
        _require(callable, flush=flush, invalidate=invalidate)
        if data.format != "B" or data.ndim != 1:
            raise P2vitError(Status.ARGUMENT, "data must be of bytes, not of %r in %d dimensions" % (data.format, data.ndim))
        self.data = data
        self.address = address
        self.flush = flush
        self.invalidate = invalidate

    def part(self, offset, size=None):
        data = self.data[offset:] if size is None else self.data[offset : offset + size]
        return Memory(data, self.address + offset, self.flush, self.invalidate)


class ProgramImage(form.ImageWords):
    """A network as it stands in memory, and perhaps cases to test it with (hw-gen/doc/program.md)."""

    __slots__ = ()

    def __new__(cls, data):
        """Checks the bytes; more than the image is no fault."""
        try:
            data = memoryview(data).cast("B")
        except TypeError:
            raise P2vitError(Status.ARGUMENT, "data must be bytes, not %s" % type(data).__name__) from None
        if len(data) < form.PAGE:
            raise P2vitError(Status.MAGIC, "this is no program image")
        image = super().__new__(cls, *form.WORDS.unpack_from(data))
        if image.magic != form.MAGIC:
            raise P2vitError(Status.MAGIC, "this is no program image")
        if image.version != form.VERSION:
            raise P2vitError(Status.FORMAT, "the program image has form %d, this driver knows %d" % (image.version, form.VERSION))
        if len(data) < image.bytes:
            raise P2vitError(Status.TRUNCATED, "the program image has %d of %d bytes" % (len(data), image.bytes))
        end = image.bytes - form.CHECKSUM_BYTES
        inside = all(form.PAGE <= offset <= end - size and offset % form.PAGE == 0 for offset, size in image.sections())
        sized = image.bytes % 4 == 0 and 0 < image.input_bytes and 0 < image.output_bytes
        if not inside or not sized or image.classes > image.output_bytes // 4:
            raise P2vitError(Status.LAYOUT, "the program image contradicts itself")
        if zlib.crc32(data[:end]) != struct.unpack_from("<I", data, end)[0]:
            raise P2vitError(Status.CHECKSUM, "the program image is damaged: its checksum differs")
        return image

    def sealed(self, data):
        """Whether both parts of the program end with the checksums of all before it."""
        offset = self.program
        for commands in (self.commands, self.loop_commands):
            end = offset + commands * registers.COMMAND_BYTES - 4
            if commands and zlib.crc32(data[offset:end]) != struct.unpack_from("<I", data, end)[0]:
                return False
            offset = end + 4
        return True

    def logits(self, data, index=0):
        """The logits of case `index` in an output, or in the expected ones, as integers."""
        return struct.unpack_from("<%di" % self.classes, data, index * self.output_bytes)


class Accelerator:
    """One accelerator. Arguments that are None or of another type end with Status.ARGUMENT, and nothing is read or written.

    mmio: has read(offset) and write(offset, value), as pynq.MMIO
    config_hash: of the configuration that must be there
    polls: how often to look at a run before it is given up
    idle: called between two looks
    """

    def __init__(self, mmio, config_hash, polls=10000, idle=lambda: time.sleep(0.001)):
        _require(callable, **{"mmio." + name: getattr(mmio, name, None) for name in ("read", "write")})
        _require(numbers.Integral, config_hash=config_hash, polls=polls)
        _require(callable, idle=idle)
        self._mmio = mmio
        self._polls = polls
        self._idle = idle
        self._config_hash = config_hash
        self._image = None
        if self._read("ID") != registers.ID_VALUE:
            raise P2vitError(Status.ID, "register ID does not read P2VT: no accelerator at this address")
        version = self._read("VERSION")
        if version >> 16 != registers.VERSION_VALUE >> 16 or version < registers.VERSION_VALUE:
            raise P2vitError(Status.VERSION, "the accelerator has interface %#x, this driver %#x" % (version, registers.VERSION_VALUE))
        found = self._read("CONFIG_HASH")
        if found != config_hash:
            raise P2vitError(Status.CONFIG, "the accelerator has configuration %08x, the program %08x" % (found, config_hash))
        if not self.abort():
            raise P2vitError(Status.BUSY, "a run is active")
        self.interrupt(False)

    def interrupt(self, enabled):
        """Lets the accelerator raise its interrupt at the end of a run, or not."""
        self._write("ISR", self._read("ISR"))
        self._write("IER", registers.IER_DONE_MASK if enabled else 0)
        self._write("GIE", registers.GIE_ENABLE_MASK if enabled else 0)

    def load(self, memory):
        """Makes the network whose program image `memory` begins with the one that runs; returns the image."""
        _require(Memory, memory=memory)
        image = ProgramImage(memory.data)
        if image.config_hash != self._config_hash:
            raise P2vitError(Status.CONFIG, "the program is for configuration %08x" % image.config_hash)
        if image.format_version != registers.PROGRAM_FORMAT_VERSION:
            raise P2vitError(Status.VERSION, "the program has format %d, this driver knows %d"
                             % (image.format_version, registers.PROGRAM_FORMAT_VERSION))
        if memory.address % form.PAGE:
            raise P2vitError(Status.MEMORY, "the program image is at %#x, not at a page" % memory.address)
        if not image.sealed(memory.data):
            raise P2vitError(Status.PROGRAM, "the program is damaged: the checksum of its commands differs")
        self._require_idle()
        memory.flush()
        self._write_wide("PROGRAM", memory.address + image.program)
        self._write_wide("MODEL", memory.address + image.constants)
        self._write_wide("MODEL_SIZE", image.constants_bytes)
        self._write("PROGRAM_COMMANDS", image.commands)
        self._write("LOOP_COMMANDS", image.loop_commands)
        self._write("INPUT_STRIDE", image.input_bytes)
        self._write("OUTPUT_STRIDE", image.output_bytes)
        self._image = image
        return image

    def start(self, source, target, images=1):
        """Starts a run: inputs of all images one behind the other in `source`, logits to `target`."""
        _require(Memory, source=source, target=target)
        _require(numbers.Integral, images=images)
        image = self._image
        if image is None:
            raise P2vitError(Status.ORDER, "no network is loaded")
        enough = len(source.data) >= images * image.input_bytes and len(target.data) >= images * image.output_bytes
        if images < 1 or not enough or source.address % registers.DRAM_WORD_BYTES or target.address % registers.DRAM_WORD_BYTES:
            raise P2vitError(Status.MEMORY, "memory is too small, or not aligned, or for no image")
        self._require_idle()
        self._require_closed()
        target.flush()
        source.flush()
        self._write_wide("INPUT", source.address)
        self._write_wide("INPUT_SIZE", images * image.input_bytes)
        self._write_wide("OUTPUT", target.address)
        self._write_wide("OUTPUT_SIZE", images * image.output_bytes)
        self._write("IMAGES", images)
        self._write("CTRL", registers.CTRL_START_MASK)

    def wait(self, target):
        """Waits for the end of the run; one that takes too long is ended."""
        _require(Memory, target=target)
        ended = self._await_idle()
        if not ended:
            self._end()
        self._write("ISR", self._read("ISR"))
        error = self._read("ERROR")
        if not ended:
            raise P2vitError(Status.TIMEOUT, "the run did not end in time and was given up")
        code = (error & registers.ERROR_CODE_MASK) >> registers.ERROR_CODE_SHIFT
        if code:
            text = registers.ERROR_MEANINGS.get(code, "the accelerator reports an error that this driver does not know")
            raise P2vitError(code, "%s; register ERROR is 0x%08x" % (text, error))
        target.invalidate()

    def run(self, source, target, images=1):
        """Starts a run and waits for it."""
        self.start(source, target, images)
        self.wait(target)

    def abort(self):
        """Ends a run at once and waits until memory has answered what it asked for; true when there is no run any more.

        After it accelerator and bitstream may be reset, and memory be given to others.
        """
        ended = self._end()
        if ended:
            self._require_closed()
        return ended

    def _end(self):
        if not self._read("CTRL") & registers.CTRL_IDLE_MASK:
            self._write("CTRL", registers.CTRL_ABORT_MASK)
        return self._await_idle()

    def cycles(self):
        """Cycles of the last run, counted by the accelerator."""
        return self._read("CYCLES_HIGH") << 32 | self._read("CYCLES_LOW")

    def selftest(self, memory, target):
        """Runs all cases of a program image; returns (classes found, cycles), raises at the first logit that differs."""
        _require(Memory, memory=memory, target=target)
        image = self.load(memory)
        if len(target.data) < image.cases * image.output_bytes:
            raise P2vitError(Status.MEMORY, "memory is too small")
        expected = memory.data[image.expected :]
        # Logits of an earlier run must not pass for those of this one.
        size = image.cases * image.output_bytes
        target.data[:size] = bytes(byte ^ 0xFF for byte in expected[:size])
        cycles = 0
        at_once = image.cases if image.loop_commands else 1
        for first in range(0, image.cases, at_once):
            self.run(memory.part(image.inputs + first * image.input_bytes), target.part(first * image.output_bytes), at_once)
            cycles += self.cycles()
        classes = []
        for index in range(image.cases):
            wanted = image.logits(expected, index)
            got = image.logits(target.data, index)
            for i, (a, b) in enumerate(zip(wanted, got)):
                if a != b:
                    raise P2vitError(Status.MISMATCH, "case %d, class %d: expected %d, got %d" % (index, i, a, b))
            classes.append(got.index(max(got)))
        if not classes:
            raise P2vitError(Status.MISMATCH, "the program image has no cases")
        return classes, cycles

    def _require_idle(self):
        if not self._read("CTRL") & registers.CTRL_IDLE_MASK:
            raise P2vitError(Status.BUSY, "a run is active")

    def _require_closed(self):
        if not self._await(registers.CTRL_OPEN_MASK, 0):
            raise P2vitError(Status.OPEN, "memory does not answer an earlier run; reset the accelerator and its memory port together")

    def _await_idle(self):
        return self._await(registers.CTRL_IDLE_MASK, registers.CTRL_IDLE_MASK)

    def _await(self, mask, value):
        for _ in range(self._polls):
            if self._read("CTRL") & mask == value:
                return True
            self._idle()
        return False

    def _read(self, name):
        return self._mmio.read(registers.REGISTERS[name])

    def _write(self, name, value):
        self._mmio.write(registers.REGISTERS[name], value)

    def _write_wide(self, name, value):
        self._write(name + "_LOW", value & 0xFFFFFFFF)
        self._write(name + "_HIGH", value >> 32)
