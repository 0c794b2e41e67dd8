"""Servers as processes, S3 clients and real MP3 bytes, for the tests and the benchmarks."""

from __future__ import annotations

import math
import os
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

import botocore.session
import lameenc
from botocore.config import Config

from reprise.store.objects import Objects

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

BUCKET = "copies"
SECRET = "x"
LIMIT = 40_000
"""What the tests allow a file to have; the oversized ones have more."""
_PATIENCE = 30.0


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
    return port


def python_path() -> dict[str, str]:
    """The environment of a child that imports what we import."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


@contextmanager
def child(module: str, *arguments: str, port: int) -> Iterator[str]:
    """Run a server module as a process of its own until it is killed; gives its origin."""
    command = [sys.executable, "-m", module, *arguments]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=python_path(), stdout=quiet, stderr=quiet) as server:
        try:
            await_port(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.kill()


@contextmanager
def s3_process() -> Iterator[str]:
    """Run moto; gives its endpoint, with the bucket in it."""
    port = free_port()
    with child("moto.server", "-p", str(port), port=port) as endpoint:
        s3_client(endpoint).create_bucket(Bucket=BUCKET)
        yield endpoint


@contextmanager
def liar_process() -> Iterator[str]:
    """Run the server of lies; gives its origin."""
    port = free_port()
    with child("tests.integration.assets.liar", str(port), port=port) as origin:
        yield origin


def await_port(port: int) -> None:
    """Return when something answers there."""
    give_up = time.monotonic() + _PATIENCE
    while time.monotonic() < give_up:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"nothing answers on port {port}")


def s3_client(endpoint: str) -> S3Client:
    """A bare botocore client for a local endpoint, thread-safe as they are."""
    client: S3Client = botocore.session.Session().create_client(  # type: ignore[assignment]
        "s3",
        region_name="us-east-1",
        endpoint_url=endpoint,
        aws_access_key_id="x",
        aws_secret_access_key=SECRET,
        config=Config(s3={"addressing_style": "path"}, max_pool_connections=32, retries={"total_max_attempts": 5}),
    )
    return client


def objects(endpoint: str) -> Objects:
    """The store over that endpoint."""
    return Objects(s3_client(endpoint), BUCKET)


@lru_cache(maxsize=64)
def mp3(seconds: float = 1.0, pitch: int = 0, kilobits: int = 32) -> bytes:
    """A real song, if a dull one, as an encoder leaves it that can go back and fill the first frame in."""
    frames = _frames(seconds, pitch, kilobits)
    length = 72_000 * kilobits // 16_000
    sizes = struct.pack(">III", 3, len(frames) // length, length + len(frames))
    return (frames[:4] + bytes(9) + b"Info" + sizes).ljust(length, b"\0") + frames


def _frames(seconds: float, pitch: int, kilobits: int) -> bytes:
    """A sine, `pitch` steps above the first."""
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(kilobits)
    encoder.set_in_sample_rate(16000)
    encoder.set_channels(1)
    encoder.set_quality(7)
    encoder.silence()
    step = 0.05 + pitch * 0.003
    pcm = b"".join(struct.pack("<h", int(9000 * math.sin(n * step))) for n in range(int(16000 * seconds)))
    return bytes(encoder.encode(pcm) + encoder.flush())


def song(number: int, kilobits: int = 32) -> bytes:
    """The one song with this number: an ID3 tag that no other has, and one of a few tunes."""
    text = b"\x00song %012d" % number
    frame = b"TIT2" + len(text).to_bytes(4, "big") + b"\0\0" + text
    tag = b"ID3\x03\0\0" + bytes([0, 0, len(frame) >> 7, len(frame) & 127]) + frame
    return tag + mp3(0.6, number % 16, kilobits)
