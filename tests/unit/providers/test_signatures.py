"""Signatures, each made here from the scheme's description, and every way in which one can be wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprise.providers.signatures import BODY_UNSIGNED, TOLERANCE_SECONDS, Signed, verify
from tests.unit.providers.signing import BODY, NOW, OLD_SECRET, SECRET, STAMP, WHSEC, b64, mac, sign

SCHEMES = ["body", "kie", "timestamped", "standard"]
TIMED = ["kie", "timestamped", "standard"]


def secret_of(scheme: str) -> str:
    return WHSEC if scheme == "standard" else SECRET


def judged(scheme: str, headers: dict[str, str], *secrets: str, body: bytes = BODY, task: str = "task-1") -> str | None:
    return verify(scheme, secrets or (secret_of(scheme),), Signed(headers, body, task), NOW)


def header(scheme: str) -> str:
    return next(name for name in sign(scheme, secret_of(scheme)) if name.endswith("signature"))


def test_a_known_answer() -> None:
    digest = "a0fcc7ec2ab68f53b2b9a5a4e3d4bb9ab4dbb9a8a4f3ff2f8d8f8d80e8a80d9e"
    computed = mac("key", b"The quick brown fox jumps over the lazy dog").hex()
    assert computed == "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8"
    fox = b"The quick brown fox jumps over the lazy dog"
    assert judged("body", {"x-suno-signature": f"sha256={computed}"}, "key", body=fox) is None
    assert judged("body", {"x-suno-signature": f"sha256={digest}"}, "key", body=fox) == "invalid_signature"


def test_standard_webhooks_own_example() -> None:
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    signed = Signed(headers, b'{"test": 2432232314}', "")
    at = datetime.fromtimestamp(1614265330, UTC)
    assert verify("standard", ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",), signed, at) is None


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_true_signature_holds(scheme: str) -> None:
    assert judged(scheme, sign(scheme, secret_of(scheme))) is None


@pytest.mark.parametrize("scheme", ["body", "timestamped"])
def test_bare_hex_and_capitals_are_taken_too(scheme: str) -> None:
    headers = sign(scheme, SECRET)
    bare = headers[header(scheme)].removeprefix("sha256=")
    assert judged(scheme, headers | {header(scheme): bare}) is None
    assert judged(scheme, headers | {header(scheme): f" {bare.upper()} "}) is None


@pytest.mark.parametrize("scheme", SCHEMES)
def test_during_a_rotation_either_secret_counts(scheme: str) -> None:
    old = "whsec_" + b64(b"another key of 24 bytes.") if scheme == "standard" else OLD_SECRET
    both = (secret_of(scheme), old)
    for secret in both:
        assert judged(scheme, sign(scheme, secret), *both) is None
    assert judged(scheme, sign(scheme, old)) == "invalid_signature"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_missing_or_empty_header_is_missing(scheme: str) -> None:
    headers = sign(scheme, secret_of(scheme))
    assert judged(scheme, {}) == "missing_signature"
    for name in set(headers) - {"webhook-id"}:
        assert judged(scheme, {key: value for key, value in headers.items() if key != name}) == "missing_signature"
        assert judged(scheme, headers | {name: ""}) == "missing_signature"


def test_a_message_without_id_is_not_what_was_signed() -> None:
    headers = sign("standard", WHSEC)
    del headers["webhook-id"]
    assert judged("standard", headers) == "invalid_signature"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    "given_signature",
    [
        "x",
        "sha256=",
        "sha256=zz",
        "v1",
        "v1,",
        "v2,AAAA",
        "=",
        "sha256=abc",
        "été",
        "AA",
        "AAAA" * 500,
        "\ud800",
        "0" * 64,
    ],
)
def test_a_malformed_signature_is_invalid_and_nothing_else(scheme: str, given_signature: str) -> None:
    headers = sign(scheme, secret_of(scheme)) | {header(scheme): given_signature}
    assert judged(scheme, headers) == "invalid_signature"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_another_secret_is_invalid(scheme: str) -> None:
    other = "whsec_" + b64(b"x" * 24) if scheme == "standard" else "other"
    assert judged(scheme, sign(scheme, other)) == "invalid_signature"


@pytest.mark.parametrize("scheme", ["body", "timestamped", "standard"])
def test_another_body_is_invalid(scheme: str) -> None:
    assert judged(scheme, sign(scheme, secret_of(scheme)), body=BODY + b" ") == "invalid_signature"


def test_kie_signs_the_task_and_not_the_body() -> None:
    assert judged("kie", sign("kie", SECRET), body=b"anything") is None
    assert judged("kie", sign("kie", SECRET), task="task-2") == "invalid_signature"
    assert frozenset({"kie"}) == BODY_UNSIGNED


def test_kies_base64_is_the_standard_one() -> None:
    task = next(f"t{n}" for n in range(200) if "+" in sign("kie", SECRET, task=f"t{n}")["x-webhook-signature"])
    headers = sign("kie", SECRET, task=task)
    assert judged("kie", headers, task=task) is None
    url_safe = headers["x-webhook-signature"].replace("+", "-").replace("/", "_")
    assert judged("kie", headers | {"x-webhook-signature": url_safe}, task=task) == "invalid_signature"


@pytest.mark.parametrize("scheme", TIMED)
@pytest.mark.parametrize(
    ("off", "verdict"),
    [(0, None), (-299, None), (-300, "stale_timestamp"), (300, None), (301, "stale_timestamp"),
     (-3600, "stale_timestamp"),
     (3600, "stale_timestamp")],
)  # fmt: skip
def test_more_than_300_seconds_off_is_stale_in_either_direction(scheme: str, off: int, verdict: str | None) -> None:
    assert TOLERANCE_SECONDS == 300
    assert judged(scheme, sign(scheme, secret_of(scheme), STAMP + off)) == verdict


def test_exactly_300_seconds_are_not_more() -> None:
    signed = Signed(sign("timestamped", SECRET), BODY, "")
    on_the_second = NOW.replace(microsecond=0)
    for off in (-300, 300):
        assert verify("timestamped", (SECRET,), signed, on_the_second + timedelta(seconds=off)) is None
        beyond = on_the_second + timedelta(seconds=off, microseconds=1 if off > 0 else -1)
        assert verify("timestamped", (SECRET,), signed, beyond) == "stale_timestamp"


@pytest.mark.parametrize("scheme", TIMED)
@pytest.mark.parametrize("stamp", ["soon", "1e9", "-5", "1.5", "²", "1" * 400])
def test_a_timestamp_that_is_no_moment_is_stale_even_when_signed(scheme: str, stamp: str) -> None:
    assert judged(scheme, sign(scheme, secret_of(scheme), stamp)) == "stale_timestamp"


@pytest.mark.parametrize("scheme", TIMED)
def test_a_stale_forgery_is_a_forgery(scheme: str) -> None:
    headers = sign(scheme, secret_of(scheme), STAMP - 9999) | {header(scheme): "v1,AAAA"}
    assert judged(scheme, headers) == "invalid_signature"


def test_one_of_several_standard_signatures_is_enough() -> None:
    headers = sign("standard", WHSEC)
    true = headers["webhook-signature"]
    for listed in (f"v1,AAAA {true}", f"{true} v1,AAAA", f"v1a,xyz {true}"):
        assert judged("standard", headers | {"webhook-signature": listed}) is None
    as_v1a = true.replace("v1,", "v1a,")
    assert judged("standard", headers | {"webhook-signature": as_v1a}) == "invalid_signature"


@pytest.mark.parametrize("malformed", ["v1,", "v1,===", "v1,é", "v1,A", "v1", ",", "v1,zz zz"], ids=ascii)
def test_a_malformed_signature_beside_a_good_one_does_not_void_it(malformed: str) -> None:
    headers = sign("standard", WHSEC)
    true = headers["webhook-signature"]
    for listed in (f"{malformed} {true}", f"{true} {malformed}"):
        assert judged("standard", headers | {"webhook-signature": listed}) is None


@given(st.sampled_from(SCHEMES), st.text(min_size=1), st.text(), st.binary())
def test_nothing_sent_breaks_the_verification(scheme: str, signature: str, stamp: str, body: bytes) -> None:
    names = sign(scheme, secret_of(scheme))
    headers = {name: signature if name.endswith("signature") else stamp for name in names}
    assert judged(scheme, headers, body=body) in ("missing_signature", "invalid_signature")
