# SPDX-License-Identifier: Apache-2.0
"""The accelerator of `p2vit device`, in place of a board: memory-mapped registers become requests on a socket."""

import mmap
import os
import socket
import struct

from p2vit import Memory

READ_REGISTER, WRITE_REGISTER, RUN, ADDRESS = 1, 2, 3, 4
CYCLES_AT_ONCE = 200_000


class SimulatedDevice:
    """Has the read and write of pynq.MMIO, and the memory."""

    def __init__(self):
        folder = os.environ.get("P2VIT_DEVICE")
        if not folder:
            raise SystemExit("P2VIT_DEVICE is not set; start this by `p2vit device`")
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.connect(os.path.join(folder, "registers"))
        with open(os.path.join(folder, "memory"), "r+b") as file:
            data = memoryview(mmap.mmap(file.fileno(), 0))
        self.memory = Memory(data, self._request(ADDRESS, 0, 0) | self._request(ADDRESS, 4, 0) << 32)

    def read(self, offset):
        return self._request(READ_REGISTER, offset, 0)

    def write(self, offset, value):
        self._request(WRITE_REGISTER, offset, value)

    def idle(self):
        """Lets the clock run until the interrupt; between accesses it stands still."""
        self._request(RUN, 0, CYCLES_AT_ONCE)

    def _request(self, operation, offset, value):
        self._socket.sendall(struct.pack("<3I", operation, offset, value))
        answer = b""
        while len(answer) < 8:
            more = self._socket.recv(8 - len(answer))
            if not more:
                raise SystemExit("the simulation has ended")
            answer += more
        status, result = struct.unpack("<2I", answer)
        if status:
            raise SystemExit("bus error at register 0x%03x" % offset)
        return result
