"""Somebody else's client (suno-easy) does every task here, and reads every callback that it has a reader for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, cast

import pytest
import suno_easy
from suno_easy import SunoAPIError, SunoClient, TaskFailed
from suno_easy.webhooks import (
    dispatch_webhook,
    parse_lyrics_webhook,
    parse_music_webhook,
    parse_video_webhook,
    parse_wav_webhook,
    parse_webhook,
)

from .conftest import Stand
from .songs import finished

Run = Callable[[Callable[[Any], Any]], Awaitable[Any]]
DIALECTS = pytest.mark.parametrize("dialect", ["sunoapi", "kie"])
UPLOAD = "https://files.test/a.mp3"
MUSIC: dict[str, Callable[[Any], Any]] = {
    "generate": lambda client: client.music.generate("p", "s", "t", wait=False),
    "instrumental": lambda client: client.music.generate_instrumental("s", "t", wait=False),
    "cover": lambda client: client.audio.cover(UPLOAD, "s", "t", "p", wait=False),
    "upload-extend": lambda client: client.audio.extend(UPLOAD, 3, "p", "s", "t", wait=False),
    "vocals": lambda client: client.audio.add_vocals(UPLOAD, "p", "t", "s", "n", wait=False),
    "accompaniment": lambda client: client.audio.add_instrumental(UPLOAD, "t", "s", "n", wait=False),
    "mashup": lambda client: client.music.mashup([UPLOAD, UPLOAD], prompt="p", style="s", title="t", wait=False),
}


@pytest.fixture
def run(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Works with their client, pointed here, and waits for what it began."""
    monkeypatch.setattr(SunoClient, "BASE_URL", stand.base)
    client = SunoClient("test-key", callback_url=stand.receiver.url)

    def work(use: Callable[[Any], Any]) -> Any:
        begun = use(client)
        # they poll by whole seconds, says its type
        return begun.wait(timeout=20, poll_interval=cast("int", 0.01)) if isinstance(begun, suno_easy.Task) else begun

    async def later(use: Callable[[Any], Any]) -> Any:
        return await asyncio.to_thread(work, use)

    yield later
    client.session.close()


@DIALECTS
@pytest.mark.parametrize("name", MUSIC)
async def test_music_is_made_and_its_callbacks_are_read(stand: Stand, run: Run, dialect: str, name: str) -> None:
    await stand.configure(dialect=dialect)
    songs = await run(MUSIC[name])
    await stand.receiver.wait(3)

    read = {event.callback_type: heard for event, heard in map(parse_music_webhook, stand.receiver.bodies)}
    assert {song.id for song in read["complete"]} == {song.id for song in songs}
    assert [(song.title, song.tags) for song in read["complete"]] == [("t", "s")] * 2
    assert {song.audio_url for song in read["first"]} <= {song.audio_url for song in songs}


@DIALECTS
async def test_what_is_made_of_a_song_is_read(stand: Stand, run: Run, dialect: str) -> None:
    song = await finished(stand, dialect)
    names = (song.task_id, song.audio_id)
    wav = await run(lambda client: client.audio.convert_wav(*names, wait=False))
    video = await run(lambda client: client.video.create(*names, author="a", wait=False))
    await stand.receiver.wait(2)

    assert (wav.wav_url, wav.music_id) == (f"{stand.base}/wav/{wav.task_id}.wav", song.audio_id)
    assert (video.video_url, video.music_id) == (f"{stand.base}/video/{video.task_id}.mp4", song.audio_id)
    read = {parse_webhook(body).task_id: body for body in stand.receiver.bodies}
    assert parse_wav_webhook(read[wav.task_id])[1].wav_url == wav.wav_url
    assert parse_video_webhook(read[video.task_id])[1].video_url == video.video_url
    assert dispatch_webhook(read[wav.task_id])[1].wav_url == wav.wav_url


@DIALECTS
async def test_stems_are_read(stand: Stand, run: Run, dialect: str) -> None:
    song = await finished(stand, dialect)
    names = (song.task_id, song.audio_id)
    two = await run(lambda client: client.audio.separate_vocals(*names, wait=False))
    many = await run(lambda client: client.audio.separate_vocals(*names, "split_stem", wait=False))
    await stand.receiver.wait(2)

    assert all((two.vocal_url, two.instrumental_url, many.drums_url, many.bass_url, many.woodwinds_url))
    assert (two.drums_url, many.vocal_url) == (None, None)
    # their reader of this callback looks one level too high, and finds no stem in the documented form
    events = [dispatch_webhook(body)[0] for body in stand.receiver.bodies]
    assert {(event.is_success, len(event.task_id)) for event in events} == {(True, 32)}


@DIALECTS
async def test_what_changes_a_song_is_read(stand: Stand, run: Run, dialect: str) -> None:
    await stand.configure(song_seconds=60)
    song = await finished(stand, dialect)
    section = (song.task_id, song.audio_id, "p", "calm", "t", "all", 2, 14.5)
    (replaced,) = await run(lambda client: client.music.replace_section(*section, wait=False))
    longer = await run(lambda client: client.music.extend(song.audio_id, 3, "p", "s", "t", "V4_5", wait=False))
    await stand.receiver.wait(4)

    assert (replaced.tags, len(longer)) == ("calm", 2)
    read = [parse_music_webhook(body) for body in stand.receiver.bodies]
    assert sorted(event.callback_type for event, _ in read) == ["complete", "complete", "first", "text"]


@DIALECTS
async def test_lyrics_are_read(stand: Stand, run: Run, dialect: str) -> None:
    await stand.configure(dialect=dialect)
    texts = await run(lambda client: client.lyrics.generate("a lullaby", wait=False))
    await stand.receiver.wait(1)
    event, heard = parse_lyrics_webhook(stand.receiver.bodies[0])

    assert (len(event.task_id), [one.text for one in heard]) == (32, [one.text for one in texts])


@DIALECTS
@pytest.mark.parametrize(("begin", "read"), [
    (lambda client: client.lyrics.generate("p", wait=False).task_id, parse_lyrics_webhook),
    (lambda client: client.music.generate("p", "s", "t", wait=False).task_id, parse_music_webhook),
])  # fmt: skip
async def test_failures_are_read(stand: Stand, run: Run, dialect: str, begin: Any, read: Any) -> None:
    await stand.configure(dialect=dialect)
    await stand.fault("task_error", code=400, msg="rephrase")
    task_id = await run(begin)
    await stand.receiver.wait(1)

    with pytest.raises(TaskFailed) as failure:
        read(stand.receiver.bodies[0])
    assert (str(failure.value), task_id) == ("Task failed: rephrase", parse_webhook(stand.receiver.bodies[0]).task_id)


@DIALECTS
async def test_answers_at_once_are_read(stand: Stand, run: Run, dialect: str) -> None:
    song = await finished(stand, dialect)
    names = (song.task_id, song.audio_id)
    words = await run(lambda client: client.lyrics.get_timestamped(*names))
    persona = await run(lambda client: client.persona.create(*names, "Ada", "calm", 0, 30, "folk"))
    boost = await run(lambda client: client.audio.boost_style("calm"))
    with pytest.raises(SunoAPIError) as twice:
        await run(lambda client: client.persona.create(*names, "Ada", "calm"))

    assert [word.word for word in words.aligned_words] == ["[Verse]\nslow ", "river "]
    assert (words.is_streamed, persona.name, len(persona.persona_id)) == (False, "Ada", 32)
    assert (boost.success_flag, boost.credits_consumed) == ("1", 1)
    assert twice.value.status_code == 409


async def test_credits_are_read(stand: Stand, run: Run) -> None:
    await stand.configure(credits=41.5)

    assert (await run(lambda client: client.account.get_credits())).remaining == 41
