"""Who may use what is opened step by step: a share of all users that grows and loses nobody."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from reprise.domain.errors import NotEnabled
from reprise.edge.rollout import Rollout, bucket_of, rollout
from reprise.edge.surroundings import Surroundings
from tests.gates.source import ROOT

USERS = [f"user-{number}" for number in range(10_000)]


def flags(percent: int) -> dict[str, Any]:
    conditions = [{"action": "KEY_LESS_THAN_VALUE", "key": "bucket", "value": percent}]
    return {"parcours_enabled": {"default": False, "rules": {"share": {"when_match": True, "conditions": conditions}}}}


def in_file(path: Path, percent: int) -> Rollout:
    path.write_text(json.dumps(flags(percent)), "utf-8")
    return rollout(f"file:{path}", Surroundings())


def is_in(opened: Rollout, user: str) -> bool:
    try:
        opened.require(user)
    except NotEnabled:
        return False
    return True


class AppConfig:
    """AppConfig's data plane: sessions, and what stands in the configuration."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.told = told
        self.sessions: list[dict[str, str]] = []
        self.reads = 0

    def start_configuration_session(self, **said: str) -> dict[str, Any]:
        self.sessions.append(said)
        return {"InitialConfigurationToken": "first"}

    def get_latest_configuration(self, **_said: str) -> dict[str, Any]:
        self.reads += 1
        body = io.BytesIO(json.dumps(self.told).encode())
        return {"NextPollConfigurationToken": "next", "Configuration": body}


def test_a_user_is_always_in_the_same_bucket_of_a_hundred() -> None:
    assert [bucket_of(user) for user in ("user-1", "user-2", "8a1b4c9e")] == [75, 69, 10]
    assert {bucket_of(user) for user in USERS} == set(range(100))


def test_shares_are_about_what_they_say() -> None:
    buckets = [bucket_of(user) for user in USERS]
    for percent in (5, 25, 50):
        assert abs(sum(bucket < percent for bucket in buckets) - percent * 100) < 150


def test_who_is_in_stays_in_as_the_share_grows(tmp_path: Path) -> None:
    some = USERS[:300]
    shares = [
        {user for user in some if is_in(in_file(tmp_path / "features.json", percent), user)}
        for percent in (0, 5, 25, 100)
    ]
    nobody, few, more, everybody = shares
    assert nobody == set()
    assert nobody < few < more < everybody
    assert everybody == set(some)


def test_a_change_of_the_file_is_seen_at_once(tmp_path: Path) -> None:
    opened = in_file(tmp_path / "features.json", 100)
    opened.require("user-1")
    (tmp_path / "features.json").write_text(json.dumps(flags(0)), "utf-8")
    with pytest.raises(NotEnabled):
        opened.require("user-1")


def test_without_the_flag_nobody_is_in(tmp_path: Path) -> None:
    (tmp_path / "features.json").write_text(json.dumps({"other": {"default": True}}), "utf-8")
    assert not is_in(rollout(f"file:{tmp_path / 'features.json'}", Surroundings()), "user-1")


def test_on_one_machine_everybody_is_in() -> None:
    assert is_in(rollout(f"file:{ROOT / 'local/features.json'}", Surroundings()), "user-1")


def test_appconfig_is_asked_for_the_profile_and_again_only_after_a_while() -> None:
    config = AppConfig(flags(100))
    opened = rollout("app/env/features", Surroundings(client={"appconfigdata": config}.__getitem__))
    for user in USERS[:20]:
        opened.require(user)
    assert config.reads == 1
    (session,) = config.sessions
    assert session == {
        "ApplicationIdentifier": "app",
        "EnvironmentIdentifier": "env",
        "ConfigurationProfileIdentifier": "features",
    }


def test_whom_appconfig_leaves_out_is_told_so() -> None:
    config = AppConfig(flags(0))
    opened = rollout("app/env/features", Surroundings(client={"appconfigdata": config}.__getitem__))
    with pytest.raises(NotEnabled):
        opened.require("user-1")


def test_when_appconfig_does_not_answer_nobody_is_let_in() -> None:
    class Silent(AppConfig):
        def start_configuration_session(self, **_said: str) -> dict[str, Any]:
            raise ClientError({"Error": {"Code": "InternalServerException", "Message": "no"}}, "Any")

    opened = rollout("app/env/features", Surroundings(client={"appconfigdata": Silent(flags(100))}.__getitem__))
    assert not is_in(opened, "user-1")
