"""Songs from elsewhere: by default nobody fetches them, on demand they are fetched from this machine alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from local.simulator.uploads import fetched, is_here

from .conftest import Stand
from .songs import Json, calling

COVER = {"customMode": True, "instrumental": True, "model": "V5", "style": "s", "title": "t"}
UNFETCHED = {"sunoapi": 451, "kie": 413}


class Host:
    """A host of one song, and how often it was asked."""

    url = ""
    asked = 0

    async def song(self, request: web.Request) -> web.Response:
        """The song, something else, or a way elsewhere."""
        self.asked += 1
        if request.path == "/moved.mp3":
            raise web.HTTPFound(location="/song.mp3")
        body = b"ID3\x04 a song" if request.path == "/song.mp3" else b"<html>"
        return web.Response(body=body, status=403 if request.path == "/denied.mp3" else 200)


@pytest.fixture
async def host() -> AsyncIterator[Host]:
    one, app = Host(), web.Application()
    app.router.add_get("/{name}", one.song)
    async with TestServer(app) as server:
        one.url = str(server.make_url("")).rstrip("/")
        yield one


async def cover(stand: Stand, url: str) -> tuple[Json, Json]:
    """The record of a cover of this song, and the task as the control API shows it."""
    task_id = (await calling(stand, "/api/v1/generate/upload-cover", **COVER, uploadUrl=url))["data"]["taskId"]
    return await stand.over(task_id), await stand.task(task_id)


async def test_nobody_fetches_unless_told_to(stand: Stand, host: Host) -> None:
    record, task = await cover(stand, f"{host.url}/song.mp3")

    assert (record["status"], task["uploads"], host.asked) == ("SUCCESS", [], 0)


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "songs.localhost"])
async def test_a_song_of_this_machine_is_fetched(stand: Stand, host: Host, name: str) -> None:
    await stand.configure(fetch_uploads=True)
    record, task = await cover(stand, f"{host.url}/song.mp3?X-Amz-Signature=s3cret".replace("127.0.0.1", name))

    assert (record["status"], host.asked) == ("SUCCESS", 1)
    assert task["uploads"] == [
        {"host": name, "ok": True, "status": 200, "bytes": 11, "contentType": "application/octet-stream"}
    ]
    assert "s3cret" not in str(task)


@pytest.mark.parametrize("dialect", ["sunoapi", "kie"])
@pytest.mark.parametrize("path", ["denied.mp3", "page.mp3", "moved.mp3"])
async def test_what_cannot_be_fetched_fails_the_task(stand: Stand, host: Host, dialect: str, path: str) -> None:
    await stand.configure(fetch_uploads=True, dialect=dialect)
    record, task = await cover(stand, f"{host.url}/{path}")
    await stand.receiver.wait(1)

    code, words = UNFETCHED[dialect], "Can't fetch the uploaded audio."
    assert (record["status"], record["errorCode"], record["errorMessage"]) == ("GENERATE_AUDIO_FAILED", code, words)
    assert (stand.receiver.bodies[0]["code"], stand.receiver.stages()) == (code, ["error"])
    assert (task["uploads"][0]["ok"], host.asked) == (False, 1)


async def test_nobody_there_fails_the_task(stand: Stand) -> None:
    await stand.configure(fetch_uploads=True)
    record, task = await cover(stand, "http://127.0.0.1:1/song.mp3")

    assert (record["status"], task["uploads"][0]["status"]) == ("GENERATE_AUDIO_FAILED", None)


@pytest.mark.parametrize(("url", "here"), [
    ("http://127.0.0.1:9/a", True), ("http://127.8.8.8/a", True), ("http://[::1]/a", True),
    ("http://localhost/a", True), ("http://bucket.localhost:1/a", True),
    ("http://10.0.0.1/a", False), ("http://169.254.169.254/a", False), ("http://[::ffff:10.0.0.1]/a", False),
    ("https://files.test/a", False), ("http://localhost.files.test/a", False), ("http://0.0.0.0/a", False),
    ("http://127.0.0.1@files.test/a", False), ("http://2130706433/a", False),
])  # fmt: skip
def test_what_this_machine_is(url: str, here: bool) -> None:
    assert is_here(url) is here


async def test_elsewhere_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def connected(*_args: Any, **_options: Any) -> None:
        pytest.fail("it connects")

    monkeypatch.setattr("aiohttp.ClientSession", connected)
    assert await fetched("https://files.test/a.mp3?X-Amz-Signature=s") == {
        "host": "files.test", "ok": True, "skipped": True,
    }  # fmt: skip
