"""Journeys: their presets, creating a run, showing and listing runs."""

from __future__ import annotations

from typing import Any

import pytest

from reprise.domain.accounts import Plan
from reprise.domain.presets import Language
from reprise.domain.runs import RunStatus
from reprise.store.presets import Presets
from tests.integration.handlers import journeys
from tests.integration.handlers.journeys import PRESET, SEGMENTS, create, created, kept, shown, started
from tests.integration.handlers.posting import LIMITS, USER, problem, rich
from tests.integration.handlers.world import World


class TestPresets:
    @pytest.mark.parametrize("language", ["en", "ru", "fr"])
    def test_they_are_told_in_the_readers_language(self, world: World, language: Language) -> None:
        headers = {"accept-language": f"{language};q=0.9"}
        status, body, _ = world.http("parcours.list_presets", USER, headers=headers)
        assert status == 200
        assert [item["key"] for item in body["items"]] == [preset.key for preset in Presets().all(language)]
        assert body["items"][0]["title"] == Presets().all(language)[0].script.title

    def test_a_language_that_there_is_not_is_english(self, world: World) -> None:
        _, body, _ = world.http("parcours.list_presets", USER, headers={"accept-language": "de"})
        assert body["items"][0]["title"] == "Back to Zero"


class TestCreating:
    def test_a_run_is_created(self, world: World) -> None:
        status, body, headers = create(world, emotionState="fear-0.8", sudsStart=7)
        run, preset = kept(world, body["runId"]), Presets().get(PRESET, "en")
        assert preset
        assert set(LIMITS) <= set(headers)
        words = {"title": preset.script.title, "brief": preset.script.brief, "segmentsCount": SEGMENTS}
        assert (status, body) == (201, {"runId": run.run_id, "status": "creating", **words})
        assert (run.user_id, run.status, run.execution, run.suds_start) == (USER, RunStatus.CREATING, 0, 7)
        assert (run.passages, run.style_tags) == (preset.script.passages, preset.style_tags)

    def test_nothing_is_charged_for_it(self, world: World) -> None:
        rich(world)
        created(world)
        assert world.rows("TracksTable") == []
        assert (world.profile(USER).balance, world.ledger(USER), world.profile(USER).running) == (100, [], frozenset())

    def test_its_words_are_in_the_readers_language(self, world: World) -> None:
        _, body, _ = create(world, language="ru")
        preset = Presets().get(PRESET, "ru")
        assert preset
        assert (body["title"], body["brief"]) == (preset.script.title, preset.script.brief)

    def test_the_feeling_is_kept_nowhere(self, world: World) -> None:
        created(world, emotionState={"emotion": "abandonment", "intensity": 0.9})
        assert "abandonment" not in str(world.rows("RunsTable"))

    def test_with_auto_start_its_segments_are_made_and_charged_in_the_same_write(self, world: World) -> None:
        rich(world)
        run_id = created(world, autoStart=True)
        run, profile = kept(world, run_id), world.profile(USER)
        assert (run.execution, len(run.segments), run.charged) == (1, SEGMENTS, 50)
        assert (profile.balance, profile.day_count, profile.minute_count) == (50, SEGMENTS, 0)
        assert (profile.running, world.ledger(USER)) == (frozenset({run_id}), [-10] * SEGMENTS)
        assert shown(world, run_id)["creditsCharged"] == 5
        assert world.provider.creates == []

    def test_someone_new_has_their_first_credits(self, world: World) -> None:
        run_id = created(world, autoStart=True)
        assert sorted(world.ledger(USER)) == [-10] * SEGMENTS + [100]
        assert (world.profile(USER).balance, kept(world, run_id).execution) == (50, 1)


class TestReplays:
    def test_the_same_key_gives_the_same_run(self, world: World) -> None:
        rich(world)
        status, first, _ = create(world, key="k", autoStart=True)
        again, second, headers = create(world, key="k", autoStart=True, language="fr")
        assert (status, again, second) == (201, 200, first)
        assert headers["idempotency-replayed"] == "true"
        assert (world.profile(USER).balance, len(world.rows("RunsTable"))) == (50, 1)

    def test_a_key_in_the_body_is_the_same_key(self, world: World) -> None:
        _, first, _ = create(world, key=None, idempotencyKey="k")
        assert create(world, key="k")[:2] == (200, first)

    @pytest.mark.parametrize(
        "other", [{"sudsStart": 3}, {"emotionState": "fear-0.1"}, {"autoStart": True}, {"presetKey": "tristesse-deuil"}]
    )
    def test_the_same_key_for_another_request_is_refused(self, world: World, other: dict[str, Any]) -> None:
        rich(world)
        create(world, key="k")
        assert problem(create(world, key="k", **other)) == (422, "idempotency_mismatch")
        assert (len(world.rows("RunsTable")), world.profile(USER).balance) == (1, 100)

    def test_the_key_of_a_deleted_run_makes_no_other(self, world: World) -> None:
        _, first, _ = create(world, key="k")
        assert world.http("parcours.delete_parcours", USER, path={"runId": first["runId"]})[0] == 204
        assert problem(create(world, key="k")) == (409, "conflict")
        assert world.rows("RunsTable") == []

    def test_two_clicks_without_a_key_make_one_run(self, world: World) -> None:
        _, first, _ = create(world, key=None)
        status, again, headers = create(world, key=None)
        assert (status, again["runId"], headers["idempotency-replayed"]) == (200, first["runId"], "true")
        assert create(world, key=None, sudsStart=3)[0] == 201

    def test_a_run_that_was_deleted_at_once_can_be_made_again(self, world: World) -> None:
        _, first, _ = create(world, key=None)
        assert world.http("parcours.delete_parcours", USER, path={"runId": first["runId"]})[0] == 204
        status, other, _ = create(world, key=None)
        assert (status, other["runId"] == first["runId"]) == (201, False)

    def test_a_key_is_its_users(self, world: World) -> None:
        runs = {create(world, user=user, key="k")[1]["runId"] for user in (USER, "user-2")}
        assert len(runs) == 2


class TestShowing:
    def test_a_run_that_was_never_started_shows_what_is_planned(self, world: World) -> None:
        body = shown(world, created(world, sudsStart=7))
        assert (body["status"], body["executionId"], body["briefSource"]) == ("creating", None, "preset")
        assert [segment["status"] for segment in body["segments"]] == ["queued"] * SEGMENTS
        assert (body["sudsStart"], body["notes"]) == ("strong", None)

    def test_words_are_in_the_readers_language_and_no_score_is_shown(self, world: World) -> None:
        run_id = created(world, sudsStart=7)
        body = shown(world, run_id, **{"accept-language": "ru"})
        assert body["sudsStart"] == "тяжело"
        assert 7 not in body.values()

    def test_runs_are_listed_newest_first_without_segments_and_notes(self, world: World) -> None:
        ids = [created(world) for _ in range(3)]
        journeys.create(world, user="user-2")
        status, body, _ = world.http("parcours.list_parcours", USER, query={"limit": "2"})
        assert status == 200
        assert [item["runId"] for item in body["items"]] == ids[:0:-1]
        assert not {"segments", "notes"} & set(body["items"][0])
        _, rest, _ = world.http("parcours.list_parcours", USER, query={"limit": "2", "cursor": body["cursor"]})
        assert ([item["runId"] for item in rest["items"]], rest["cursor"]) == (ids[:1], None)

    def test_a_list_tells_what_each_run_came_to(self, world: World) -> None:
        rich(world)
        run_id = started(world)
        journeys.deliver(world, journeys.part(world, run_id), 123.5)
        _, body, _ = world.http("parcours.list_parcours", USER, query={})
        assert (body["items"][0]["durationSeconds"], body["items"][0]["creditsCharged"]) == (123.5, 5)

    @pytest.mark.parametrize("query", [{"limit": "0"}, {"limit": "x"}, {"cursor": "!"}])
    def test_a_wrong_query_is_told(self, world: World, query: dict[str, str]) -> None:
        status, body, _ = world.http("parcours.list_parcours", USER, query=query)
        assert (status, [error["field"] for error in body["errors"]]) == (400, list(query))


def test_who_pays_for_more_may_have_more_runs_at_once(world: World) -> None:
    rich(world, Plan.PREMIUM, balance=200)
    for _ in range(3):
        started(world)
    assert len(world.profile(USER).running) == 3
