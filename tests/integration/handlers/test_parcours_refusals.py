"""What is refused of runs: before anything is made or charged, and never telling whose a run is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reprise.domain.accounts import Plan
from tests.integration.handlers import journeys
from tests.integration.handlers.journeys import call, create, created, started
from tests.integration.handlers.posting import LIMITS, USER, problem, rich
from tests.integration.handlers.world import World

ABOUT_ONE = ["get", "patch", "delete", "run", "cancel"]


def nothing_was_made(world: World) -> bool:
    return (world.rows("RunsTable"), world.rows("TracksTable"), world.ledger(USER)) == ([], [], [])


class TestBadInput:
    @pytest.mark.parametrize(
        ("body", "field"),
        [({"presetKey": "unheard-of"}, "presetKey"), ({"presetKey": "../presets/universel-reset"}, "presetKey"),
         ({"presetKey": None}, "presetKey"), ({"emotionState": "fear"}, "emotionState"),
         ({"emotionState": "fear-1.2"}, "emotionState"),
         ({"emotionState": f"{'x' * 9000}-0.5"}, "emotionState"), ({"presetKey": "universel-reset\x00"}, "presetKey"),
         ({"emotionState": {"emotion": "fear"}}, "emotionState"),
         ({"sudsStart": 11}, "sudsStart"), ({"sudsStart": -1}, "sudsStart"), ({"sudsStart": 4.5}, "sudsStart"),
         ({"autoStart": "true"}, "autoStart"), ({"colour": "blue"}, "colour"),
         ({"idempotencyKey": ""}, "idempotencyKey")],
    )  # fmt: skip
    @pytest.mark.parametrize("starts", [{}, {"autoStart": True}], ids=["waits", "starts"])
    def test_it_makes_and_costs_nothing(
        self, world: World, body: dict[str, Any], field: str, starts: dict[str, Any]
    ) -> None:
        rich(world)
        answer = create(world, **(starts | body))
        assert problem(answer) == (400, "invalid_input")
        assert [error["field"] for error in answer[1]["errors"]] == [field]
        assert nothing_was_made(world)
        assert world.profile(USER).balance == 100

    @pytest.mark.parametrize("body", ["", "[]", "{", "null"])
    def test_a_body_that_is_no_object_is_none(self, world: World, body: str) -> None:
        status, answer, _ = world.http("parcours.post_parcours", USER, body=body)
        assert (status, answer["code"]) == (400, "invalid_input")

    @pytest.mark.parametrize(
        ("body", "field"),
        [({"notes": "x" * 4001}, "notes"), ({"notes": 1}, "notes"), ({"sudsMid": 11}, "sudsMid"),
         ({"sudsEnd": -1}, "sudsEnd"), ({"sudsStart": 3}, "sudsStart"), ({"sudsMid": "3"}, "sudsMid")],
    )  # fmt: skip
    def test_a_wrong_note_is_not_kept(self, world: World, body: dict[str, Any], field: str) -> None:
        run_id = created(world)
        before = world.rows("RunsTable")
        answer = call(world, "patch", run_id, body={"sudsMid": 2, "notes": "good"} | body)
        assert problem(answer) == (400, "invalid_input")
        assert [error["field"] for error in answer[1]["errors"]] == [field]
        assert world.rows("RunsTable") == before


class TestMoneyAndLimits:
    def test_with_too_few_credits_nothing_is_made(self, world: World) -> None:
        rich(world, balance=49)
        assert problem(create(world, autoStart=True)) == (402, "insufficient_credits")
        assert nothing_was_made(world)
        assert (world.profile(USER).balance, world.profile(USER).running) == (49, frozenset())

    def test_with_too_few_credits_a_run_stays_as_it_is(self, world: World) -> None:
        rich(world, balance=49)
        run_id = created(world)
        before = world.rows("RunsTable")
        assert problem(call(world, "run", run_id)) == (402, "insufficient_credits")
        assert (world.rows("RunsTable"), world.rows("TracksTable"), world.ledger(USER)) == (before, [], [])

    @pytest.mark.parametrize(
        ("standing", "limit"),
        [({"day_count": 96}, "perDay"), ({"running": frozenset("abc")}, "concurrent")],
    )
    def test_a_limit_is_told_before_anything_is_made(self, world: World, standing: dict[str, Any], limit: str) -> None:
        rich(world, **standing)
        answer = create(world, autoStart=True)
        assert problem(answer) == (429, "rate_limited")
        assert answer[1]["limit"] == limit
        assert set(LIMITS) | {"retry-after"} <= set(answer[2])
        assert nothing_was_made(world)
        run_id = created(world)
        assert problem(call(world, "run", run_id)) == (429, "rate_limited")
        assert journeys.kept(world, run_id).execution == 0

    def test_a_full_minute_stops_no_run(self, world: World) -> None:
        rich(world, minute_count=10)
        started(world)

    def test_a_run_has_one_slot_and_a_second_one_needs_another(self, world: World) -> None:
        rich(world, Plan.FREE)
        first, second = started(world), created(world)
        assert problem(call(world, "run", second)) == (429, "rate_limited")
        assert world.profile(USER).running == frozenset({first})


class TestSomebodyElses:
    @pytest.mark.parametrize("name", ABOUT_ONE)
    def test_run_is_not_there(self, world: World, name: str) -> None:
        run_id = started(world)
        before = world.rows("RunsTable")
        assert problem(call(world, name, run_id, user="user-2")) == (404, "not_found")
        assert world.rows("RunsTable") == before

    @pytest.mark.parametrize("name", ABOUT_ONE)
    @pytest.mark.parametrize("run_id", ["0" * 32, "x", "x" * 3000, "%00", "presets"])
    def test_neither_is_one_that_nobody_has(self, world: World, name: str, run_id: str) -> None:
        assert problem(call(world, name, run_id)) == (404, "not_found")

    def test_segment_is_not_signed(self, world: World) -> None:
        run_id = started(world)
        track = journeys.deliver(world, journeys.part(world, run_id))
        sign = {"body": {"segmentId": track.track_id}}
        assert problem(world.http("sign_track.post_sign_track", "user-2", **sign)) == (403, "forbidden")
        assert world.http("sign_track.post_sign_track", USER, **sign)[0] == 200

    @pytest.mark.parametrize("name", ["list", *ABOUT_ONE])
    def test_nobody_is_told_anything_without_signing_in(self, world: World, name: str) -> None:
        assert problem(call(world, name, "0" * 32, user="")) == (401, "unauthorized")


class TestClosed:
    @pytest.fixture
    def closed(self, world: World, tmp_path: Path) -> World:
        """Journeys are closed to everybody, and somebody has made a run before."""
        rich(world)
        self.run_id = created(world)
        path = tmp_path / "features.json"
        path.write_text(json.dumps({"parcours_enabled": {"default": False}}), "utf-8")
        world.configure(FEATURES=f"file:{path}")
        return world

    def test_no_run_is_created_and_none_is_started(self, closed: World) -> None:
        before = closed.rows("RunsTable")
        for answer in (create(closed, autoStart=True), create(closed), call(closed, "run", self.run_id)):
            assert problem(answer) == (403, "not_enabled")
        assert (closed.rows("RunsTable"), closed.profile(USER).balance) == (before, 100)

    def test_it_is_told_in_the_readers_language(self, closed: World) -> None:
        _, body, _ = create(closed, language="ru")
        assert body["title"] == "Пока недоступно"

    @pytest.mark.parametrize("name", ["get", "patch", "cancel", "delete", "list"])
    def test_what_there_is_can_be_looked_at_and_ended(self, closed: World, name: str) -> None:
        assert call(closed, name, self.run_id, body={"sudsEnd": 1} if name == "patch" else "")[0] < 300
        assert closed.http("parcours.list_presets", USER)[0] == 200
