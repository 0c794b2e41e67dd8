"""Frames between a function's process and the stack: four bytes of length, then JSON."""

from __future__ import annotations

import json
import mmap
import socket
import struct
import threading
from pathlib import Path
from typing import Any

LENGTH = struct.Struct(">I")


def frame(value: Any) -> bytes:
    """A value as it goes over the socket."""
    raw = json.dumps(value, separators=(",", ":")).encode()
    return LENGTH.pack(len(raw)) + raw


class Channel:
    """The process's end. Handlers may use threads, so a question and its answer are one locked step."""

    def __init__(self, fd: int, flag: Path) -> None:
        self._socket = socket.socket(fileno=fd)
        self._reader = self._socket.makefile("rb")
        self._lock = threading.Lock()
        # One shared byte says whether any fault is set, so that asking costs nothing when none is.
        with flag.open("rb") as file:
            self._flag = mmap.mmap(file.fileno(), 1, prot=mmap.PROT_READ)

    def send(self, value: Any) -> None:
        """Tell the stack something."""
        raw = frame(value)
        with self._lock:
            self._socket.sendall(raw)

    def receive(self) -> Any:
        """The next message; EOFError when the stack is gone."""
        head = self._reader.read(LENGTH.size)
        if len(head) < LENGTH.size:
            raise EOFError
        return json.loads(self._reader.read(LENGTH.unpack(head)[0]))

    def verdict(self, question: dict[str, str]) -> str | None:
        """Which error a call is to meet, "crash", or None."""
        if self._flag[0] == 0:
            return None
        with self._lock:
            self._socket.sendall(frame({"ask": question}))
            answer = self.receive()
        return str(answer["verdict"]) if answer["verdict"] else None
