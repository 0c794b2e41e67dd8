"""Signatures of callbacks: kie.ai's own scheme and three others for the tests."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True)
class Message:
    """What may be signed: the raw body, its task, its event id (kept over retries) and the time."""

    body: bytes
    task_id: str
    event_id: str
    timestamp: int


def headers(scheme: str, secret: str, message: Message) -> dict[str, str]:
    """Headers that prove this message; none without a scheme."""
    return _SCHEMES[scheme](secret, message) if scheme else {}


def _digest(key: bytes, text: bytes) -> bytes:
    return hmac.new(key, text, sha256).digest()


def _body(secret: str, message: Message) -> dict[str, str]:
    return {"X-Suno-Signature": "sha256=" + _digest(secret.encode(), message.body).hex()}


def _kie(secret: str, message: Message) -> dict[str, str]:
    text = f"{message.task_id}.{message.timestamp}".encode()
    signature = base64.b64encode(_digest(secret.encode(), text)).decode()
    return {"X-Webhook-Timestamp": str(message.timestamp), "X-Webhook-Signature": signature}


def _timestamped(secret: str, message: Message) -> dict[str, str]:
    text = f"{message.timestamp}.".encode() + message.body
    signature = "sha256=" + _digest(secret.encode(), text).hex()
    return {"X-Webhook-Timestamp": str(message.timestamp), "X-Webhook-Signature": signature}


def _standard(secret: str, message: Message) -> dict[str, str]:
    key = base64.b64decode(secret.removeprefix("whsec_")) if secret.startswith("whsec_") else secret.encode()
    text = f"{message.event_id}.{message.timestamp}.".encode() + message.body
    signature = "v1," + base64.b64encode(_digest(key, text)).decode()
    return {
        "webhook-id": message.event_id,
        "webhook-timestamp": str(message.timestamp),
        "webhook-signature": signature,
    }


_SCHEMES: dict[str, Callable[[str, Message], dict[str, str]]] = {
    "body": _body, "kie": _kie, "timestamped": _timestamped, "standard": _standard,
}  # fmt: skip
