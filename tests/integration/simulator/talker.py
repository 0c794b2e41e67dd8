"""A server on loopback that says what it is told to, piece by piece, to whoever has sent a whole request."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Talker:
    """What it says, where it is, and what it has heard. It says `endless` until nobody listens."""

    pieces: Sequence[bytes]
    pause: float = 0.0
    endless: bytes = b""
    port: int = 0
    requests: list[bytes] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def hear(self, stream: socketserver.StreamRequestHandler) -> None:
        """Read one request to its end."""
        head = b"".join(iter(stream.rfile.readline, b"\r\n"))
        lengths = (line for line in head.splitlines() if line.lower().startswith(b"content-length"))
        length = int(next(lengths, b":0").split(b":")[1])
        self.requests.append(head + b"\r\n" + stream.rfile.read(length))

    def talk(self, stream: socketserver.StreamRequestHandler) -> None:
        """Say it all."""
        for piece in self.pieces:
            stream.wfile.write(piece)
            self.over.wait(self.pause)
        while self.endless and not self.over.is_set():
            stream.wfile.write(self.endless)
            self.over.wait(self.pause)


@contextmanager
def talking(talker: Talker, certificate: Path | None = None) -> Iterator[Talker]:
    """Serve until the block ends; with a certificate, over TLS."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            talker.hear(self)
            talker.talk(self)

    class Server(socketserver.ThreadingTCPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """A client that has heard enough hangs up, which is what is tested."""

    with Server(("127.0.0.1", 0), Handler) as server:
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        talker.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield talker
        talker.over.set()
        server.shutdown()


def silent_port() -> socket.socket:
    """Somebody who takes connections and never says a word."""
    return socket.create_server(("127.0.0.1", 0))
