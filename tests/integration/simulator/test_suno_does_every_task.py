"""The layer's Suno and the simulator, which were written apart from one document, understand each other."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from reprise.domain.events import Accepted, Finished, Outcome, Progress, Refused, Report
from reprise.domain.operations import OPERATIONS
from reprise.domain.requests import (
    AddInstrumental,
    AddVocals,
    Cover,
    Extend,
    Lyrics,
    Persona,
    Recover,
    Replace,
    Request,
    Song,
    Stems,
    Video,
    Wav,
    Words,
)
from reprise.domain.states import Stage
from reprise.domain.track import Failure
from reprise.domain.versions import Asset, Source
from reprise.providers.provider import Order, Reading
from reprise.providers.suno.provider import Suno

from .conftest import Stand
from .songs import Song as Made
from .songs import finished

DIALECTS = pytest.mark.parametrize("dialect", ["sunoapi", "kie"])
SONGS: dict[str, tuple[Request, int]] = {
    "track": (Song(prompt="rain"), 2),
    "extend": (Extend(), 2),
    "replace": (Replace(start_at=2, end_at=14.5), 1),
    "cover": (Cover(lyrics="la", title="x" * 100, style_tags=("calm",)), 2),
    "vocals": (AddVocals(prompt="sing of rain"), 2),
    "instrumental": (AddInstrumental(), 2),
}
FILES: dict[str, tuple[Request, set[Asset]]] = {
    "wav": (Wav(), {Asset.WAV}),
    "video": (Video(author="Somebody", domain_name="a.example"), {Asset.VIDEO}),
    "stems": (Stems(), {Asset.VOCALS, Asset.INSTRUMENTAL}),
}


class Desk:
    """One Suno at the simulator, and one song there to work on."""

    def __init__(self, stand: Stand, dialect: str, made: Made) -> None:
        self.stand, self.surprises = stand, list[str]()
        self.suno = Suno(
            base_url=stand.base,
            api_key="test-key",
            dialect=dialect,
            surprised=lambda _name, odd: self.surprises.extend(odd),
        )
        clip = made.clips[0]
        self.source = Source(
            "t", 0, task_id=made.task_id, audio_id=made.audio_id, url="https://files.test/a.mp3", model="V4_5",
            seconds=clip["duration"], title=clip["title"], tags=clip["tags"], lyrics=clip["prompt"],
        )  # fmt: skip

    async def sent(self, name: str, request: Request, **source: Any) -> Outcome:
        """What an order comes to, if nothing is refused before."""
        sources = (replace(self.source, **source),)
        order = Order(OPERATIONS[name], request, sources, "track", 1, self.stand.receiver.url)
        self.suno.check(order.operation, request, sources)
        return await asyncio.to_thread(self.suno.submit, order)

    async def told(self, name: str, request: Request) -> tuple[Report, Report | None]:
        """What the last callback of a task means, and its record."""
        outcome = await self.sent(name, request)
        assert isinstance(outcome, Accepted), outcome
        operation = OPERATIONS[name]
        while not (reports := self.reports(name)):
            await self.stand.receiver.wait(len(self.stand.receiver.bodies) + 1)
        return reports[-1], await asyncio.to_thread(self.suno.ask, outcome.task_id, operation)

    def reports(self, name: str) -> list[Report]:
        """What has been called back, as far as the end of it."""
        readings = list(map(self.read, self.stand.receiver.raw))
        ended = [reading for reading in readings if reading.stage in (Stage.COMPLETE, Stage.ERROR)]
        return [self.suno.report(reading, OPERATIONS[name]) for reading in ended]

    def read(self, raw: bytes) -> Reading:
        """One callback, every one of which has a shape."""
        reading = self.suno.read(raw.decode())
        assert reading, raw
        self.surprises.extend(reading.surprises)
        return reading


async def desk(stand: Stand, dialect: str) -> Desk:
    await stand.configure(song_seconds=60)
    made = await finished(stand, dialect)
    stand.receiver.raw.clear()
    return Desk(stand, dialect, made)


@DIALECTS
@pytest.mark.parametrize("name", SONGS)
async def test_songs_are_made(stand: Stand, dialect: str, name: str) -> None:
    at, (request, count) = await desk(stand, dialect), SONGS[name]
    called, asked = await at.told(name, request)
    assert isinstance(called, Progress)
    assert isinstance(asked, Progress)
    assert (called.stage, asked.stage, len(called.clips)) == (Stage.COMPLETE, Stage.COMPLETE, count)
    assert [clip.audio_url for clip in called.clips] == [clip.audio_url for clip in asked.clips]
    assert all(clip.audio_url for clip in called.clips)
    assert at.surprises == []


@DIALECTS
@pytest.mark.parametrize("name", FILES)
async def test_files_are_made(stand: Stand, dialect: str, name: str) -> None:
    at, (request, assets) = await desk(stand, dialect), FILES[name]
    called, asked = await at.told(name, request)
    assert isinstance(called, Progress)
    assert ({file.asset for file in called.files}, called.stage) == (assets, Stage.COMPLETE)
    assert asked == called
    assert at.surprises == []


@DIALECTS
async def test_all_stems_are_known_by_name(stand: Stand, dialect: str) -> None:
    at = await desk(stand, dialect)
    called, asked = await at.told("stems", Stems(mode="all"))
    assert isinstance(called, Progress)
    assert len(called.files) > 4
    assert isinstance(asked, Progress)
    assert {*called.files} <= {*asked.files}
    assert at.surprises == []


@pytest.mark.parametrize(("name", "dialect"), [("lyrics", "sunoapi"), ("lyrics", "kie"), ("recover", "sunoapi")])
async def test_lyrics_are_written_and_dead_links_made_anew(stand: Stand, name: str, dialect: str) -> None:
    at = await desk(stand, dialect)
    called, asked = await at.told(name, Lyrics(prompt="rain") if name == "lyrics" else Recover())
    assert isinstance(called, Progress)
    assert len(called.texts or called.clips) >= 2
    assert asked == called
    assert at.surprises == []


@DIALECTS
async def test_words_and_personas_come_with_the_answer(stand: Stand, dialect: str) -> None:
    at = await desk(stand, dialect)
    words = await at.sent("words", Words())
    assert isinstance(words, Finished)
    assert words.words[0].text
    persona = Persona(name="Ada", description="a calm voice")
    made = await at.sent("persona", persona)
    assert isinstance(made, Finished)
    assert made.persona_id
    assert await at.sent("persona", persona) == Refused(1, Failure("already_made"))
    assert at.surprises == []


@DIALECTS
@pytest.mark.parametrize("name", ["wav", "video"])
async def test_what_is_made_twice_exists_already(stand: Stand, dialect: str, name: str) -> None:
    at, (request, _) = await desk(stand, dialect), FILES[name]
    await at.told(name, request)
    assert await at.sent(name, request) == Refused(1, Failure("already_made"))


@DIALECTS
async def test_a_style_is_made_fuller_and_what_is_left_is_told(stand: Stand, dialect: str) -> None:
    at = await desk(stand, dialect)
    assert (await asyncio.to_thread(at.suno.boost, "calm")).startswith("calm")
    assert await asyncio.to_thread(at.suno.remaining) > 0
    assert at.surprises == []
