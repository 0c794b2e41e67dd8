"""A minimal ID3v2.4 tag: it names a clip and makes its bytes its own."""

from __future__ import annotations

_UTF8 = b"\x03"


def tag(title: str, comment: str) -> bytes:
    """An ID3v2.4 tag with a title and a comment."""
    frames = _frame(b"TIT2", _UTF8 + title.encode())
    frames += _frame(b"COMM", _UTF8 + b"eng" + b"\x00" + comment.encode())
    return b"ID3\x04\x00\x00" + _synchsafe(len(frames)) + frames


def _frame(name: bytes, payload: bytes) -> bytes:
    return name + _synchsafe(len(payload)) + b"\x00\x00" + payload


def _synchsafe(number: int) -> bytes:
    """Seven bits a byte, so that no size can look like the start of an MP3 frame."""
    return bytes((number >> shift) & 0x7F for shift in (21, 14, 7, 0))
