"""The whole way of a file, from the provider's server to the object."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from local.simulator.cover import png
from reprise.domain.fetch_errors import FetchFailed
from reprise.domain.loudness import Loudness
from reprise.domain.versions import Asset, Copy
from reprise.providers.assets import measured
from reprise.store.objects import Objects
from reprise.usecases.storing import Measure, Wanted, store_asset
from tests.integration.assets import campaign, stand
from tests.integration.assets.scripted import ok, scripted

pytestmark = pytest.mark.integration
HEARD = Loudness(-14.0, 1.0)


@pytest.fixture(autouse=True)
def _tidy(objects: Objects) -> Iterator[None]:
    yield
    objects.delete_prefix("user-1/")


def _copy(
    path: str,
    objects: Objects,
    origin: str,
    announced: float | None = None,
    measured: Measure | None = None,
) -> Copy:
    return store_asset(
        Wanted(url=origin + path, asset=Asset.AUDIO, stem="user-1/track/0/audio", announced_seconds=announced),
        rules=campaign.rules(origin),
        objects=objects,
        measured=measured,
    )


def test_a_copy_knows_what_it_copied(objects: Objects, liar_origin: str) -> None:
    stored = _copy("/truth/0/3/song.mp3", objects, liar_origin, announced=0.7)
    body = stand.song(3)
    assert stored.key == "user-1/track/0/audio.mp3"
    assert (stored.size, stored.sha256) == (len(body), hashlib.sha256(body).hexdigest())
    head = objects.client.head_object(Bucket=objects.bucket, Key=stored.key)
    assert float(head["Metadata"]["duration"]) == pytest.approx(0.7, abs=0.1)


@pytest.mark.parametrize("tail", [bytes(3000), b"<!-- served by cdn-7 -->\n"], ids=["zeros", "text"])
@pytest.mark.parametrize("song", [stand.song(3), stand.mp3(0.6)[144:]], ids=["promised", "bare"])
def test_what_players_pass_over_at_the_end_of_a_song_is_kept_with_it(
    objects: Objects, song: bytes, tail: bytes
) -> None:
    with scripted(ok(song + tail)) as server:
        stored = _copy("/song.mp3", objects, f"http://127.0.0.1:{server.port}", announced=0.7)
    assert (stored.size, stored.sha256) == (len(song + tail), hashlib.sha256(song + tail).hexdigest())


def test_a_second_delivery_changes_nothing(objects: Objects, liar_origin: str) -> None:
    first = _copy("/truth/0/3/song.mp3", objects, liar_origin)
    assert _copy("/truth/0/4/song.mp3", objects, liar_origin) == first


def test_a_song_is_measured_where_somebody_wants_it(objects: Objects, liar_origin: str) -> None:
    plain = _copy("/truth/0/3/song.mp3", objects, liar_origin)
    objects.delete(plain.key)
    heard = _copy("/truth/0/3/song.mp3", objects, liar_origin, measured=measured)
    assert heard == replace(plain, loudness=measured(io.BytesIO(stand.song(3))))
    assert heard.loudness
    assert objects.stored(Asset.AUDIO, heard.key) == plain


def test_what_was_measured_of_the_same_bytes_holds_for_what_is_stored(objects: Objects, liar_origin: str) -> None:
    first = _copy("/truth/0/3/song.mp3", objects, liar_origin)
    again = _copy("/truth/0/3/song.mp3", objects, liar_origin, measured=lambda _: HEARD)
    assert again == replace(first, loudness=HEARD)


def test_what_was_measured_of_other_bytes_does_not(objects: Objects, liar_origin: str) -> None:
    first = _copy("/truth/0/3/song.mp3", objects, liar_origin)
    assert _copy("/truth/0/4/song.mp3", objects, liar_origin, measured=lambda _: HEARD) == first


def test_a_cover_is_not_listened_to(objects: Objects) -> None:
    stem = "user-1/track/0/cover"
    with scripted(ok(png("a"))) as server:
        origin = f"http://127.0.0.1:{server.port}"
        rules = campaign.rules(origin)
        copy = store_asset(
            Wanted(url=origin, asset=Asset.COVER, stem=stem), rules=rules, objects=objects, measured=lambda _: HEARD
        )
    assert (copy.key, copy.loudness) == (f"{stem}.png", None)


def test_a_song_of_another_length_than_announced_is_not_kept(objects: Objects, liar_origin: str) -> None:
    with pytest.raises(FetchFailed, match="duration"):
        _copy("/truth/0/3/song.mp3", objects, liar_origin, announced=180.0)
    assert objects.stored(Asset.AUDIO, "user-1/track/0/audio.mp3") is None


def test_twins_show_by_their_checksum(objects: Objects, liar_origin: str) -> None:
    one = _copy("/truth/0/3/song.mp3", objects, liar_origin)
    rules = campaign.rules(liar_origin)
    url = f"{liar_origin}/chunks/0/3/song.mp3"
    twin = Wanted(url=url, asset=Asset.AUDIO, stem="user-1/track/1/audio")
    two = store_asset(twin, rules=rules, objects=objects)
    assert one.sha256 == two.sha256


def test_five_deliveries_at_once_make_one_object(objects: Objects, liar_origin: str) -> None:
    results: list[Copy] = []
    start = threading.Barrier(5)

    def deliver() -> None:
        start.wait()
        results.append(_copy("/drip/0/9/song.mp3", objects, liar_origin))

    threads = [threading.Thread(target=deliver) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 5
    assert len(set(results)) == 1
    body = stand.song(9)
    assert campaign.contents(objects, "user-1/") == {
        "user-1/track/0/audio.mp3": hashlib.md5(body, usedforsecurity=False).hexdigest()
    }
