"""Signatures made from the schemes' descriptions."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime

NOW = datetime(2026, 5, 6, 7, 8, 9, 500000, tzinfo=UTC)


STAMP = int(NOW.timestamp())


BODY = '{"code":200,"msg":"ok — да"}'.encode()


SECRET, OLD_SECRET = "s3cret", "0ld"


WHSEC = "whsec_" + base64.b64encode(b"0123456789abcdef01234567").decode()


def mac(secret: str | bytes, message: bytes) -> bytes:
    return hmac.new(secret.encode() if isinstance(secret, str) else secret, message, hashlib.sha256).digest()


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def sign(
    scheme: str, secret: str, stamp: int | str = STAMP, body: bytes = BODY, task: str = "task-1"
) -> dict[str, str]:
    at = str(stamp)
    if scheme == "body":
        return {"x-suno-signature": "sha256=" + mac(secret, body).hex()}
    if scheme == "kie":
        return {"x-webhook-timestamp": at, "x-webhook-signature": b64(mac(secret, f"{task}.{at}".encode()))}
    if scheme == "timestamped":
        signature = "sha256=" + mac(secret, at.encode() + b"." + body).hex()
        return {"x-webhook-timestamp": at, "x-webhook-signature": signature}
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signature = "v1," + b64(mac(key, b"msg_1." + at.encode() + b"." + body))
    return {"webhook-id": "msg_1", "webhook-timestamp": at, "webhook-signature": signature}
