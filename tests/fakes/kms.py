"""The KMS client in memory: a data key opens only in the context that it was made in."""

# ruff: noqa: N803 - the arguments are spelled as AWS spells them
from __future__ import annotations

import hashlib
import json
from typing import Any

from tests.fakes.wire import Wire
from tests.fakes.writes import Answer, refusal


class FakeKMS:
    """The part of botocore's KMS client that the store uses."""

    def __init__(self, wire: Wire) -> None:
        self._number = 0
        self._wire = wire

    def save(self) -> int:
        """How many keys it has made."""
        return self._number

    def load(self, saved: int) -> None:
        """Be as it was when it was saved."""
        self._number = saved

    def generate_mac(self, *, KeyId: str, Message: bytes, MacAlgorithm: str) -> Answer:
        """GenerateMac."""
        mac = hashlib.sha256(f"{KeyId}.{MacAlgorithm}".encode() + Message).digest()
        return self._wire("kms.GenerateMac", lambda: {"Mac": mac})

    def generate_data_key(self, *, KeyId: str, KeySpec: str, EncryptionContext: dict[str, str]) -> Answer:
        """GenerateDataKey."""

        def make() -> Answer:
            if KeySpec != "AES_256":
                raise refusal("ValidationException", "GenerateDataKey")
            self._number += 1
            key = hashlib.sha256(f"{KeyId}.{self._number}".encode()).digest()
            return {"Plaintext": key, "CiphertextBlob": _locked(key, KeyId, EncryptionContext)}

        return self._wire("kms.GenerateDataKey", make)

    def decrypt(self, *, KeyId: str, CiphertextBlob: bytes, EncryptionContext: dict[str, str]) -> Answer:
        """Decrypt."""

        def open_() -> Answer:
            key = bytes.fromhex(json.loads(CiphertextBlob)["key"])
            if CiphertextBlob != _locked(key, KeyId, EncryptionContext):
                raise refusal("InvalidCiphertextException", "Decrypt")
            return {"Plaintext": key}

        return self._wire("kms.Decrypt", open_)


def _locked(key: bytes, key_id: str, context: dict[str, str]) -> bytes:
    told: dict[str, Any] = {"key": key.hex(), "key_id": key_id, "context": context}
    return json.dumps(told, sort_keys=True).encode()
