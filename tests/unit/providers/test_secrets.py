"""Secrets as a setting has them: which there are, and what can be none."""

from __future__ import annotations

import pytest

from reprise.providers.signatures import secrets_of
from tests.unit.providers.signing import SECRET, WHSEC, b64

SCHEMES = ["body", "kie", "timestamped", "standard"]


def whsec(length: int) -> str:
    return "whsec_" + b64(b"k" * length)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_secrets_are_separated_by_commas(scheme: str) -> None:
    one, other = (whsec(24), whsec(64)) if scheme == "standard" else ("one", "other")
    assert secrets_of(scheme, "") == ()
    assert secrets_of(scheme, f" {one} ,,{other}") == (one, other)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("text", ["whsec_", "good,whsec_", " ", ",", " , ", "a\x00b", "a\nb", "\ud800"], ids=ascii)
def test_what_cannot_be_a_secret_is_refused(scheme: str, text: str) -> None:
    text = text.replace("good", WHSEC if scheme == "standard" else SECRET)
    with pytest.raises(ValueError, match=r"^(one of the|there is no)"):
        secrets_of(scheme, text)


@pytest.mark.parametrize(
    "secret", [whsec(23), whsec(65), whsec(1), whsec(32)[:-1], whsec(32) + "!", "whsec_é", "plain words", b64(b"short")]
)
def test_a_key_of_standard_webhooks_is_base64_of_24_to_64_bytes(secret: str) -> None:
    with pytest.raises(ValueError, match=r"^one of the") as refused:
        secrets_of("standard", f"{WHSEC},{secret}")
    assert secret not in str(refused.value)
