"""Where the functions' output goes: one file, each line with its function's name."""

from __future__ import annotations

import sys
from pathlib import Path


class Output:
    """The stack's log."""

    def __init__(self, path: Path, *, verbose: bool) -> None:
        self.path = path
        path.write_bytes(b"")  # a log is of one run
        self._file = path.open("ab", buffering=0)
        self._verbose = verbose

    def write(self, name: str, chunk: bytes) -> None:
        """Append what a function said."""
        prefix = f"{name:<10} ".encode()
        text = b"".join(prefix + line + b"\n" for line in chunk.rstrip(b"\n").split(b"\n"))
        self._file.write(text)
        if self._verbose:
            sys.stderr.buffer.write(text)
            sys.stderr.flush()

    def close(self) -> None:
        """No more."""
        self._file.close()
