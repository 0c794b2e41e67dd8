"""The version that a wish works on: the user's own, of a finished track, and known to its provider."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reprise.domain.admission import Standing, check_sources, sources_for
from reprise.domain.errors import Conflict, FieldError, InvalidInput, NotFound
from reprise.domain.gates import Gate
from reprise.domain.operations import EXTEND
from reprise.domain.requests import Extend, Lyrics
from reprise.domain.states import Status
from reprise.domain.track import Track
from reprise.domain.versions import Source
from reprise.domain.wishes import SourceRef
from tests.unit.domain import make
from tests.unit.domain.make import A, B, song, versions

UNFINISHED = "version_unfinished"


def sources(track: Track | None, variant: int = 0) -> tuple[Source, ...]:
    """The sources of a wish of `user-1` to extend this track."""
    wish = make.wish(operation=EXTEND, request=Extend(), provider=None, sources=(SourceRef("track-1", variant),))
    standing = Standing(None, None, Gate("suno:main#0", 20), {track.track_id: track} if track else {})
    found = sources_for(standing, wish)
    check_sources(standing, wish, found)
    return found


def test_a_source_is_known_as_its_provider_knows_it() -> None:
    clip = replace(A, title="Tides", tags="pop, slow", lyrics="la la")
    track = make.completed(
        request=song(title="Wanted", model_version="V5"), versions=versions(clip, B), task_id="task-7"
    )
    told = Source(
        track_id="track-1",
        place=0,
        task_id="task-7",
        audio_id="id-a",
        model="V5",
        seconds=120.5,
        title="Tides",
        tags="pop, slow",
        lyrics="la la",
    )
    assert sources(track) == (told,)


def test_a_version_without_a_title_has_the_one_that_was_wanted() -> None:
    (source,) = sources(make.completed(request=song(title="Wanted")))
    assert source.title == "Wanted"


@pytest.mark.parametrize(("variant", "place", "audio_id"), [(0, 1, "id-b"), (1, 0, "id-a")])
def test_a_variant_is_counted_from_the_version_that_leads(variant: int, place: int, audio_id: str) -> None:
    (source,) = sources(make.completed(lead=1), variant)
    assert (source.place, source.audio_id) == (place, audio_id)


def test_a_wish_for_something_new_has_no_source() -> None:
    found = Standing(None, None, Gate("suno:main#0", 20), {"track-1": make.completed()})
    assert sources_for(found, make.wish()) == ()


STRANGERS = [
    make.completed(user_id="user-2"),
    make.playable(user_id="user-2"),
    make.completed(user_id="user-2", versions=()),
    None,
]


@pytest.mark.parametrize("track", STRANGERS)
def test_somebody_elses_track_is_as_unknown_as_one_that_is_not_there_whatever_its_state(track: Track | None) -> None:
    with pytest.raises(NotFound) as refused:
        sources(track, 9)
    assert (refused.value.code, str(refused.value)) == ("not_found", "track")


@pytest.mark.parametrize("track", [make.queued(), make.accepted(), make.playable(), make.waiting(), make.failed()])
@pytest.mark.parametrize("variant", [0, 9])
def test_what_is_not_finished_is_no_source_and_its_versions_are_not_counted_yet(track: Track, variant: int) -> None:
    with pytest.raises(Conflict) as refused:
        sources(track, variant)
    assert (refused.value.code, str(refused.value)) == ("conflict", UNFINISHED)


@pytest.mark.parametrize(
    ("track", "variant", "there"),
    [
        (make.completed(), 2, 2),
        (make.completed(versions=versions(A)), 1, 1),
        (make.words(status=Status.COMPLETED, request=Lyrics(prompt="rain")), 0, 0),
    ],
    ids=["third of two", "second of one", "words"],
)
def test_a_version_that_there_is_not_is_a_wrong_field(track: Track, variant: int, there: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        sources(track, variant)
    assert refused.value.errors == (FieldError("variantIndex", "versions", {"bound": there}),)


@pytest.mark.parametrize(
    "track",
    [make.completed(task_id=None), make.completed(versions=versions(replace(A, provider_audio_id=None)))],
    ids=["task", "audio"],
)
def test_a_version_that_its_provider_cannot_name_is_no_source(track: Track) -> None:
    with pytest.raises(Conflict) as refused:
        sources(track)
    assert str(refused.value) == UNFINISHED
