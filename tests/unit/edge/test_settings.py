"""Settings: from the environment, frozen, and a missing or wrong one is named."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from aws_lambda_powertools.utilities import parameters

from reprise.edge.settings import SettingsError, from_env


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


def test_a_secret_is_fetched_decrypted_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, dict[str, object]]] = []

    def get_parameter(name: str, **options: object) -> str:
        asked.append((name, options))
        return "one, two"

    monkeypatch.setattr(parameters, "get_parameter", get_parameter)
    read = from_env(Some, FULL | {"AUDIO_BUCKET": "ssm:/reprise/key", "HOSTS": "ssm:/reprise/secrets"})
    assert (read.audio_bucket, read.hosts) == ("one, two", ("one", "two"))
    assert asked == [(name, {"decrypt": True}) for name in ("/reprise/key", "/reprise/secrets")]
