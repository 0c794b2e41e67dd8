"""URLs that CloudFront honours: the signature is checked with the public half, as the distribution does."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from reprise.store.cdn import AudioCdn

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ORIGIN = "https://d111.cloudfront.net"


@pytest.fixture(scope="module")
def pair() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def cdn(pair: RSAPrivateKey) -> AudioCdn:
    pem = pair.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return AudioCdn(ORIGIN, "K2JCJMDEHXQW5F", pem)


def parameters(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def signature(url: str) -> bytes:
    return base64.b64decode(parameters(url)["Signature"].translate(str.maketrans("-_~", "+=/")))


def policy(resource: str, expires: int) -> bytes:
    condition = {"DateLessThan": {"AWS:EpochTime": expires}}
    return json.dumps({"Statement": [{"Resource": resource, "Condition": condition}]}, separators=(",", ":")).encode()


def test_a_url_names_key_and_expiry_and_lives_exactly_as_long_as_promised(cdn: AudioCdn) -> None:
    url, expires_at = cdn.presign("ann/track/0/audio.mp3", 3600, NOW)
    assert url.startswith(f"{ORIGIN}/ann/track/0/audio.mp3?")
    assert expires_at == datetime(2026, 11, 21, 13, tzinfo=UTC)
    assert parameters(url)["Expires"] == str(int(expires_at.timestamp()))
    assert parameters(url)["Key-Pair-Id"] == "K2JCJMDEHXQW5F"


def test_the_signature_is_of_this_object_until_this_moment(cdn: AudioCdn, pair: RSAPrivateKey) -> None:
    url, expires_at = cdn.presign("ann/track/0/audio.mp3", 3600, NOW)
    expires = int(expires_at.timestamp())
    public = pair.public_key()
    resource = f"{ORIGIN}/ann/track/0/audio.mp3"
    public.verify(signature(url), policy(resource, expires), PKCS1v15(), SHA1())  # noqa: S303
    with pytest.raises(InvalidSignature):
        public.verify(signature(url), policy(resource, expires + 1), PKCS1v15(), SHA1())  # noqa: S303


def test_a_users_id_is_spelt_so_that_it_stays_one_part_of_the_path(cdn: AudioCdn) -> None:
    url, _ = cdn.presign("auth0|ann?/track/0/audio.mp3", 60, NOW)
    assert urlsplit(url).path == "/auth0%7Cann%3F/track/0/audio.mp3"


def test_a_key_that_cloudfront_does_not_take_is_refused() -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    with pytest.raises(TypeError, match="RSA"):
        AudioCdn(ORIGIN, "K", pem).presign("key", 60, NOW)
