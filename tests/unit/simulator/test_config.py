"""Settings of the simulator."""

from __future__ import annotations

import pytest

from local.simulator.config import Config, from_env
from local.simulator.redaction import redacted


def test_defaults_suit_a_quick_demo() -> None:
    config = from_env({})

    assert config == Config()
    assert (config.text_delay, config.first_delay, config.complete_delay) == (1.5, 4.0, 9.0)
    assert (config.dialect, config.style, config.scheme) == ("sunoapi", "documented", "")


def test_environment_is_text() -> None:
    config = from_env({
        "SIM_DIALECT": "kie", "SIM_TEXT_DELAY": "0.2", "SIM_FIRST_DELAY": "never", "SIM_RATE_LIMIT": "5",
        "SIM_RETRY_DELAYS": "0.1,0.2", "SIM_RESIGN_RETRIES": "no", "UNRELATED": "1",
    })  # fmt: skip

    assert config == Config(
        dialect="kie",
        text_delay=0.2,
        first_delay=None,
        rate_limit=5,
        retry_delays=(0.1, 0.2),
        resign_retries=False,
    )
    assert config.style == "real"


def test_prices_are_given_as_text_or_as_an_object() -> None:
    assert from_env({"SIM_PRICES": "wav=2, mp4=0.5"}).prices == {"wav": 2, "mp4": 0.5}
    assert Config().patched({"prices": {"wav": 2}, "video_code": 0}) == Config(prices={"wav": 2}, video_code=0)


def test_delays_may_be_given_together() -> None:
    assert Config().patched({"delays": {"text": 1, "complete": None}}) == Config(text_delay=1.0, complete_delay=None)


@pytest.mark.parametrize(("dialect", "scheme", "used"), [
    ("sunoapi", "", "body"), ("kie", "", "kie"), ("kie", "standard", "standard"),
])  # fmt: skip
def test_the_scheme_follows_the_dialect_unless_set(dialect: str, scheme: str, used: str) -> None:
    assert Config(dialect=dialect, webhook_scheme=scheme, webhook_secret="hush").scheme == used
    assert Config(dialect=dialect, webhook_scheme=scheme).scheme == ""


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"colour": "red"}, "unknown setting: colour"),
        ({"dialect": "udio"}, "dialect: must be one of sunoapi, kie"),
        ({"cost": [1]}, "cost: must be a number"),
        ({"retry_delays": 3}, "retry_delays: must be a list of seconds"),
        ({"prices": 3}, "prices: must be numbers by name"),
        ({"prices": "wav"}, "prices: "),
        ({"video_code": 1}, "video_code: must be one of 0, 200"),
        ({"recovery_format": "ogg"}, "recovery_format: must be one of mp3, m4a"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Config().patched(changes)


@pytest.mark.parametrize(("url", "shown"), [
    ("https://a/b?track=1&token=xyz", "https://a/b?track=1&token=***"),
    ("https://a/b?TOKEN=xyz&x=1#f", "https://a/b?TOKEN=***&x=1#f"),
    ("https://a/b", "https://a/b"),
])  # fmt: skip
def test_tokens_are_not_shown(url: str, shown: str) -> None:
    assert redacted({"callBackUrl": url, "title": "x"}) == {"callBackUrl": shown, "title": "x"}


def test_the_signature_of_an_upload_is_not_shown() -> None:
    url = "http://localhost:4566/songs/a.mp3?X-Amz-Expires=60&X-Amz-Signature=abc"
    assert redacted({"uploadUrl": url}) == {"uploadUrl": url.replace("abc", "***")}


def test_a_body_without_a_callback_url_is_shown_as_it_is() -> None:
    assert redacted(None) is None
    assert redacted({"title": "x"}) == {"title": "x"}
