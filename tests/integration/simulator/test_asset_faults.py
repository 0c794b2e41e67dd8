"""Files that are not what they should be."""

from __future__ import annotations

import gzip

import aiohttp
import pytest

from .conftest import Stand
from .files import clips_of, get


@pytest.mark.parametrize(("fetches", "empty"), [(1, [True, False]), (None, [True, True])])
async def test_empty_files(stand: Stand, fetches: int | None, empty: list[bool]) -> None:
    clips = await clips_of(stand, kind="asset_empty", fetches=fetches)

    assert [not (await get(stand, clips[0]["audioUrl"]))[2] for _ in range(2)] == empty


async def test_wrong_content_under_the_right_type(stand: Stand) -> None:
    clips = await clips_of(stand, kind="asset_wrong_content", body="json", variant=1)
    _, headers, body = await get(stand, clips[1]["audioUrl"])

    assert (headers["Content-Type"], body[:1]) == ("audio/mpeg", b"{")
    assert (await get(stand, clips[0]["audioUrl"]))[2][:3] == b"ID3"


async def test_identical_variants_at_first(stand: Stand) -> None:
    clips = await clips_of(stand, kind="asset_identical", fetches=1)
    first, second = [[(await get(stand, clip["audioUrl"]))[2] for clip in clips] for _ in range(2)]

    assert first[0] == first[1]
    assert second[0] != second[1]


@pytest.mark.parametrize("kind", ["asset_truncated", "asset_reset"])
async def test_bodies_that_break_off(stand: Stand, kind: str) -> None:
    clips = await clips_of(stand, kind=kind)

    with pytest.raises(aiohttp.ClientError):
        await get(stand, clips[0]["audioUrl"])


async def test_a_slow_body_still_arrives(stand: Stand) -> None:
    clips = await clips_of(stand, kind="asset_slow", bytes_per_second=400_000, fetches=1)
    slow, usual = [(await get(stand, clips[0]["audioUrl"]))[2] for _ in range(2)]

    assert slow == usual


@pytest.mark.parametrize("chunked", [False, True])
async def test_an_oversized_body_may_hide_its_length(stand: Stand, chunked: bool) -> None:
    clips = await clips_of(stand, kind="asset_oversized", bytes=200_000, chunked=chunked)
    _, headers, body = await get(stand, clips[0]["audioUrl"])

    assert len(body) == 200_000
    assert ("Content-Length" in headers) is not chunked


async def test_gzip_nobody_asked_for(stand: Stand) -> None:
    clips = await clips_of(stand, kind="asset_gzip")
    _, headers, body = await get(stand, clips[0]["audioUrl"])

    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body)[:3] == b"ID3"


async def test_redirect(stand: Stand) -> None:
    clips = await clips_of(stand, kind="asset_redirect", url="http://169.254.169.254/latest")
    status, headers, _ = await get(stand, clips[0]["audioUrl"])

    assert (status, headers["Location"]) == (302, "http://169.254.169.254/latest")


@pytest.mark.parametrize("status", [403, 404, 500])
async def test_covers_that_are_gone(stand: Stand, status: int) -> None:
    clips = await clips_of(stand, kind="asset_status", status=status, assets=["cover"])

    assert (await get(stand, clips[0]["imageUrl"]))[0] == status
    assert (await get(stand, clips[0]["audioUrl"]))[0] == 200
