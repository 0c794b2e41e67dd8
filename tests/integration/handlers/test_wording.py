"""The words of a journey: written for one person, or the preset's own."""

from __future__ import annotations

from typing import Any

import pytest

from reprise.domain.presets import Language, Passage, Preset, Script
from reprise.edge.clock import utc_now
from reprise.providers.writer import Unwritten
from tests.fakes.clock import VirtualClock
from tests.integration.handlers.journeys import PRESET, create, created, shown
from tests.integration.handlers.posting import problem, rich
from tests.integration.handlers.world import World

CREATED = {"runId", "title", "brief", "segmentsCount", "status"}


class Writer:
    """Writes what it is told to, and remembers what it was asked for."""

    name = "openai"

    def __init__(self, *passages: Passage, reason: str = "") -> None:
        self.passages, self.reason = passages, reason
        self.asked: list[tuple[str, str | None, Language]] = []

    def write(self, preset: Preset, feeling: str | None, language: Language) -> Script:
        self.asked.append((preset.key, feeling, language))
        if self.reason:
            raise Unwritten(self.reason)
        return Script("Mine", "Written for me.", self.passages)


class TestWords:
    def write(self, world: World, writer: Writer, **body: Any) -> str:
        world.surround(writer=writer)
        return created(world, **body)

    def test_they_are_written_for_one_person_who_is_told_of_in_words(self, world: World) -> None:
        writer = Writer(Passage("One", "breath", "soft piano", 300), Passage("Two", "rest", "soft strings", 300))
        run_id = self.write(world, writer, emotionState="fear-0.8", language="fr")
        assert writer.asked == [(PRESET, "overwhelming fear", "fr")]
        body = shown(world, run_id)
        assert (body["title"], body["brief"], body["briefSource"]) == ("Mine", "Written for me.", "openai")
        assert [segment["prompt"] for segment in body["segments"]] == ["soft piano", "soft strings"]

    @pytest.mark.parametrize(
        ("writer", "reason"),
        [
            (Writer(reason="timeout"), "timeout"),
            (Writer(Passage("One", "breath", "x" * 6000, 300)), "not_for_provider"),
        ],
        ids=["nobody writes", "not for the provider"],
    )
    def test_where_they_cannot_be_had_the_presets_own_have_to_do(
        self, world: World, caplog: pytest.LogCaptureFixture, writer: Writer, reason: str
    ) -> None:
        body = shown(world, self.write(world, writer))
        assert (body["title"], body["briefSource"]) == ("Back to Zero", "preset")
        (line,) = (vars(one) for one in caplog.records if one.message == "brief_unwritten")
        assert line["reason"] == reason

    def test_nobody_writes_for_who_cannot_pay(self, world: World) -> None:
        rich(world, balance=0)
        writer = Writer(Passage("One", "breath", "soft piano", 300))
        world.surround(writer=writer)
        assert problem(create(world, autoStart=True)) == (402, "insufficient_credits")
        assert writer.asked == []

    def test_nobody_writes_again_for_a_replay(self, world: World) -> None:
        writer = Writer(Passage("One", "breath", "soft piano", 300))
        world.surround(writer=writer)
        create(world, key="k")
        create(world, key="k")
        assert len(writer.asked) == 1


def test_of_two_clicks_the_one_whose_words_take_long_gets_the_others_run(world: World) -> None:
    clock, answers = VirtualClock(utc_now()), []

    class Slow(Writer):
        def write(self, preset: Preset, feeling: str | None, language: Language) -> Script:
            if not self.asked:
                self.asked.append((preset.key, feeling, language))
                answers.append(create(world, key=None))
                clock.advance(9)
            return preset.script

    world.surround(writer=Slow(), clock=clock)
    answers.append(create(world, key=None))
    (made, first, _), (again, second, _) = answers
    assert (made, again, first["runId"] == second["runId"]) == (201, 200, True)
    assert len(world.rows("RunsTable")) == 1
