"""Texts that nobody but their owner may read: each is encrypted under a key of its own, which KMS alone can open.

KMS takes 4 KiB at most, which is less than a long note, so it gives a data key for each text instead. Its context
binds the key to one user and one run: a ciphertext that is moved to another run cannot be read there.
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

if TYPE_CHECKING:
    from types_boto3_kms import KMSClient

_NONCE_BYTES = 12
_LENGTH_BYTES = 2
"""How the length of the encrypted data key is written in front of it."""


@dataclass(frozen=True, slots=True)
class Vault:
    """Encrypts and decrypts with a KMS key."""

    client: KMSClient
    key_id: str

    def lock(self, text: str, user_id: str, run_id: str) -> str:
        """The text encrypted: base64 of the locked data key, the nonce and the ciphertext."""
        context = _context(user_id, run_id)
        data_key = self.client.generate_data_key(KeyId=self.key_id, KeySpec="AES_256", EncryptionContext=context)
        locked_key, nonce = data_key["CiphertextBlob"], os.urandom(_NONCE_BYTES)
        sealed = AESGCM(data_key["Plaintext"]).encrypt(nonce, text.encode(), run_id.encode())
        return b64encode(len(locked_key).to_bytes(_LENGTH_BYTES, "big") + locked_key + nonce + sealed).decode()

    def unlock(self, locked: str, user_id: str, run_id: str) -> str:
        """The text again."""
        raw = b64decode(locked)
        key_ends = _LENGTH_BYTES + int.from_bytes(raw[:_LENGTH_BYTES], "big")
        nonce_ends = key_ends + _NONCE_BYTES
        opened = self.client.decrypt(
            KeyId=self.key_id, CiphertextBlob=raw[_LENGTH_BYTES:key_ends], EncryptionContext=_context(user_id, run_id)
        )
        sealed = AESGCM(opened["Plaintext"])
        return sealed.decrypt(raw[key_ends:nonce_ends], raw[nonce_ends:], run_id.encode()).decode()


def derived(client: KMSClient, key_id: str, purpose: str) -> bytes:
    """A secret of 256 bits for a purpose: always the same one, and derived from a key that never leaves KMS."""
    found = client.generate_mac(KeyId=key_id, Message=purpose.encode(), MacAlgorithm="HMAC_SHA_256")
    return found["Mac"]


def _context(user_id: str, run_id: str) -> dict[str, str]:
    return {"user_id": user_id, "run_id": run_id}
