"""A generation from the request to the audio, as a client of the real API would see it."""

from __future__ import annotations

import asyncio
import io
import json
from typing import Any

import pytest
from mutagen import mp3
from suno_easy import SunoAPIError, SunoClient

from .conftest import Stand

MP3: Any = mp3.MP3  # mutagen has no types


def client_for(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Somebody else's client of sunoapi.org, pointed here."""
    monkeypatch.setattr(SunoClient, "BASE_URL", stand.base)
    return SunoClient("test-key", callback_url=stand.receiver.url)


async def fetch(stand: Stand, url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    async with stand.session.get(url, headers=headers) as answer:
        return answer.status, dict(answer.headers), await answer.read()


async def test_foreign_client_generates_polls_and_plays(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_for(stand, monkeypatch)

    def work() -> list[Any]:
        task = client.music.generate("calm sea", style="ambient", title="Sea", wait=False)
        return list(task.wait(timeout=20, poll_interval=0.01))

    songs = await asyncio.to_thread(work)
    await asyncio.to_thread(client.session.close)

    assert len({song.id for song in songs}) == 2
    for song in songs:
        _, _, audio = await fetch(stand, song.audio_url)
        assert MP3(io.BytesIO(audio)).info.length == pytest.approx(song.duration, abs=0.02)


async def test_foreign_client_sees_refusals_and_credits(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_for(stand, monkeypatch)
    before = await asyncio.to_thread(client.account.get_credits)
    with pytest.raises(SunoAPIError) as refusal:
        await asyncio.to_thread(client.music.generate, "x" * 5001, style="a", title="b", wait=False)
    assert refusal.value.status_code == 413
    task = await asyncio.to_thread(client.music.generate, "calm", style="a", title="b", wait=False)
    await stand.over(task.task_id)
    assert (await asyncio.to_thread(task.info))["status"] == "SUCCESS"
    after = await asyncio.to_thread(client.account.get_credits)
    await asyncio.to_thread(client.session.close)

    assert before.remaining - after.remaining == 12


async def test_callbacks_come_in_stages_in_the_documented_form(stand: Stand) -> None:
    task_id = await stand.begin()
    await stand.receiver.wait(3)

    assert {(body["code"], body["msg"]) for body in stand.receiver.bodies} == {
        (200, "Text generated successfully."),
        (200, "First audio generated successfully."),
        (200, "All generated successfully."),
    }
    assert stand.receiver.of("text") == {"callbackType": "text", "task_id": task_id, "data": []}
    one, both = stand.receiver.of("first")["data"], stand.receiver.of("complete")["data"]
    assert [clip["id"] for clip in one] == [both[0]["id"]]
    assert len(both) == 2
    assert set(both[0]) == {
        "id", "audio_url", "source_audio_url", "stream_audio_url", "source_stream_audio_url", "image_url",
        "source_image_url", "prompt", "model_name", "title", "tags", "createTime", "duration",
    }  # fmt: skip
    assert isinstance(both[0]["createTime"], str)


async def test_kie_text_callback_already_holds_both_streams(stand: Stand) -> None:
    await stand.configure(dialect="kie")
    await stand.begin()
    await stand.receiver.wait(3)

    early, final = (stand.receiver.of(stage)["data"] for stage in ("text", "complete"))
    assert [clip["id"] for clip in early] == [clip["id"] for clip in final]
    assert [clip["audio_url"] for clip in early] == ["", ""]
    assert all(clip["stream_audio_url"] for clip in early)
    assert not {"duration", "source_audio_url"} & set(early[0])
    assert isinstance(early[0]["createTime"], int)


async def test_text_data_can_be_null(stand: Stand) -> None:
    await stand.configure(text_style="null", delays={"first": None})
    await stand.begin()
    await stand.receiver.wait(1)

    assert stand.receiver.of("text")["data"] is None


async def test_record_follows_the_stages(stand: Stand) -> None:
    await stand.configure(delays={"text": None, "first": 0, "complete": 0})
    task_id = await stand.begin()
    early = await stand.record(task_id)
    assert (early["status"], early["response"], early["errorCode"]) == ("PENDING", None, None)
    assert json.loads(early["param"])["title"] == "Slow River"

    _, finished = await stand.call("POST", f"/_sim/tasks/{task_id}/finish")
    assert finished["status"] == "SUCCESS"
    data = await stand.record(task_id)
    assert (data["status"], data["operationType"]) == ("SUCCESS", "generate")
    assert [bool(clip["audioUrl"]) for clip in data["response"]["sunoData"]] == [True, True]


@pytest.mark.parametrize(
    ("before", "status", "ready"), [("first", "TEXT_SUCCESS", 0), ("complete", "FIRST_SUCCESS", 1)]
)
async def test_record_of_a_task_on_its_way(stand: Stand, before: str, status: str, ready: int) -> None:
    await stand.fault("task_stuck", before=before)
    task_id = await stand.begin()
    await stand.receiver.wait(1 + ready)

    data = await stand.record(task_id)
    assert (data["status"], len(data["response"]["sunoData"])) == (status, ready)
    await stand.configure(text_style="real")
    clips = (await stand.record(task_id))["response"]["sunoData"]
    assert sum(bool(clip["audioUrl"]) for clip in clips) == ready
    assert all(clip["streamAudioUrl"] for clip in clips)


async def test_files_have_types_and_own_bytes(stand: Stand) -> None:
    data = await stand.over(await stand.begin())
    first, second = data["response"]["sunoData"]
    status, headers, whole = await fetch(stand, first["audioUrl"])
    assert (status, headers["Content-Type"], int(headers["Content-Length"])) == (
        200,
        "audio/mpeg",
        len(whole),
    )
    _, _, other = await fetch(stand, second["audioUrl"])
    assert whole != other
    assert first["duration"] != second["duration"]
    assert (await fetch(stand, f"{stand.base}/cdn/{first['id']}.mp3"))[2] == whole
    assert (await fetch(stand, first["streamAudioUrl"]))[2] == whole


async def test_ranges_covers_and_what_is_not_there(stand: Stand) -> None:
    data = await stand.over(await stand.begin())
    first = data["response"]["sunoData"][0]
    _, _, whole = await fetch(stand, first["audioUrl"])
    status, headers, part = await fetch(stand, first["audioUrl"], Range="bytes=10-19")
    assert (status, part) == (206, whole[10:20])
    assert headers["Content-Range"] == f"bytes 10-19/{len(whole)}"
    status, headers, _ = await fetch(stand, first["audioUrl"], Range=f"bytes={len(whole)}-")
    assert (status, headers["Content-Range"]) == (416, f"bytes */{len(whole)}")

    _, headers, cover = await fetch(stand, first["imageUrl"])
    assert (headers["Content-Type"], cover[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    assert (await fetch(stand, f"{stand.base}/audio/unknown.mp3"))[0] == 404
