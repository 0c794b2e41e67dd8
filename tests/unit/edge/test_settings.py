"""Settings: from the environment, frozen, and a missing or wrong one is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from aws_lambda_powertools.utilities.parameters import SSMProvider

from reprise.edge import settings
from reprise.edge.settings import SettingsError, from_env
from reprise.providers.suno.settings import Secret


@dataclass(frozen=True)
class Some:
    audio_bucket: str
    ttl_seconds: int
    hosts: tuple[str, ...]
    optional: str = "usual"
    early: bool = False


FULL = {"AUDIO_BUCKET": "b", "TTL_SECONDS": "5", "HOSTS": " a.example, ,b.example "}


def test_fields_are_named_after_their_variables() -> None:
    assert from_env(Some, FULL) == Some("b", 5, ("a.example", "b.example"), "usual")
    assert from_env(Some, FULL | {"OPTIONAL": "own", "OTHER": "x"}).optional == "own"
    assert from_env(Some, FULL | {"HOSTS": ""}).hosts == ()
    assert from_env(Some, FULL | {"AUDIO_BUCKET": ""}).audio_bucket == ""


def test_all_that_is_missing_is_named() -> None:
    with pytest.raises(SettingsError, match=r"^not set: AUDIO_BUCKET, HOSTS$"):
        from_env(Some, {"TTL_SECONDS": "5"})


def test_what_cannot_be_meant_is_named() -> None:
    with pytest.raises(SettingsError, match="TTL_SECONDS is not int"):
        from_env(Some, FULL | {"TTL_SECONDS": "soon"})


def test_yes_is_true_and_no_is_false_and_nothing_else_is_either() -> None:
    assert [from_env(Some, FULL | {"EARLY": said}).early for said in ("true", "True", "false")] == [True, True, False]
    with pytest.raises(SettingsError, match="EARLY is not bool"):
        from_env(Some, FULL | {"EARLY": "yes"})


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """What the store has by name, each told decrypted and as it is now."""
    kept = {"/reprise/key": "one, two"}

    def get(_store: SSMProvider, name: str, *, decrypt: bool, force_fetch: bool) -> str:
        assert (decrypt, force_fetch) == (True, True)
        return kept[name]

    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setattr(SSMProvider, "get", get)
    settings._store.cache_clear()
    yield kept
    settings._store.cache_clear()


def test_a_secret_is_fetched_decrypted_by_its_name(secrets: dict[str, str]) -> None:
    read = from_env(Some, FULL | {"AUDIO_BUCKET": "ssm:/reprise/key", "HOSTS": "ssm:/reprise/key"})
    assert (read.audio_bucket, read.hosts) == ("one, two", ("one", "two"))


@dataclass(frozen=True)
class Secretive:
    hook: Secret


def test_a_secret_that_may_be_taken_back_is_read_at_every_call(secrets: dict[str, str]) -> None:
    hook = from_env(Secretive, {"HOOK": "ssm:/reprise/key"}).hook
    assert hook() == "one, two"
    secrets["/reprise/key"] = "three"
    assert hook() == "three"
    assert from_env(Secretive, {"HOOK": "plain"}).hook() == "plain"


def test_a_store_that_does_not_answer_is_not_waited_for(secrets: dict[str, str]) -> None:
    config: Any = settings._store().client.meta.config
    assert (config.connect_timeout, config.read_timeout, config.retries["total_max_attempts"]) == (1, 2, 2)
