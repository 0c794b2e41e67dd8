"""URLs to our copies that CloudFront honours for exactly as long as they say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from botocore.signers import CloudFrontSigner


@dataclass(frozen=True, slots=True)
class AudioCdn:
    """A distribution in front of the bucket, and the key pair whose public half it trusts (PEM)."""

    origin: str
    key_id: str
    private_key: str

    def presign(self, key: str, ttl_seconds: int, now: datetime) -> tuple[str, datetime]:
        """A URL that plays the object, and when it stops to. No call is made."""
        expires_at = now + timedelta(seconds=ttl_seconds)
        signer = CloudFrontSigner(self.key_id, self._sign)
        url: str = signer.generate_presigned_url(f"{self.origin}/{quote(key)}", date_less_than=expires_at)
        return url, expires_at

    def _sign(self, message: bytes) -> bytes:
        # Imported here: only deployments with a distribution have use for it.
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15  # noqa: PLC0415
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey  # noqa: PLC0415
        from cryptography.hazmat.primitives.hashes import SHA1  # noqa: PLC0415
        from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415

        pem = load_pem_private_key(self.private_key.encode(), password=None)
        if not isinstance(pem, RSAPrivateKey):
            raise TypeError("CloudFront takes RSA keys only")
        # SHA-1 is what CloudFront's signed URLs are made with; it offers no other.
        return pem.sign(message, PKCS1v15(), SHA1())  # noqa: S303
