"""Which clip is variant 0: the one of `first`, whatever comes before or after it and however others list it."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from reprise.domain import events as ev
from reprise.domain.states import Stage, Status
from reprise.domain.track import Failure, Track
from reprise.domain.versions import Asset, Clip, Copy
from tests.unit.domain import make
from tests.unit.domain.make import CDN, NOW, STREAM_A, STREAM_B, A, B, after, versions

TEXT = ev.Progress(Stage.TEXT, (STREAM_B, STREAM_A), "task-1", 1)
FIRST = ev.Progress(Stage.FIRST, (A,), "task-1", 1)
COMPLETE = ev.Progress(Stage.COMPLETE, (B, A), "task-1", 1)
NEWS = (TEXT, FIRST, COMPLETE)


def variants(track: Track) -> list[str | None]:
    """The provider's ids, in the order of the variant index."""
    return [track.versions[place].clip.provider_audio_id for place in track.places]


@pytest.mark.parametrize("length", [2, 3, 4, 5])
def test_every_order_and_repetition_ends_in_one_order_of_variants(length: int) -> None:
    for order in product(NEWS, repeat=length):
        track = make.accepted()
        for news in order:
            track = after(track, news).track
        if FIRST in order and COMPLETE in order:
            assert (track.status, variants(track)) == (Status.COMPLETED, ["id-a", "id-b"]), order


def test_a_late_first_moves_no_copy() -> None:
    one, other = Copy(Asset.AUDIO, "0/audio.mp3", 9, "b"), Copy(Asset.AUDIO, "1/audio.mp3", 9, "a")
    copied = after(make.completed(versions=versions(B, A), lead=None), ev.Copied({0: (one,)}))
    led = after(copied.track, FIRST).track
    assert (variants(led), led.versions) == (["id-a", "id-b"], copied.track.versions)
    assert after(led, ev.Copied({1: (other,)})).track.stored


@pytest.mark.parametrize(
    "late",
    [
        replace(FIRST, clips=(B,)),
        replace(FIRST, clips=(make.clip("z"),)),
        replace(FIRST, clips=()),
        replace(FIRST, attempt=2),
        replace(FIRST, attempt=None, task_id="other"),
    ],
)
def test_another_first_leads_nobody(late: ev.Progress) -> None:
    track = make.completed(lead=0)
    assert after(track, late).track is track


def test_the_owners_favourite_stays_it_when_another_leads() -> None:
    chosen = after(make.completed(versions=versions(B, A), lead=None), ev.Preferred(0)).track
    led = after(chosen, FIRST).track
    assert (chosen.favourite, led.favourite, led.places) == (0, 0, (1, 0))
    assert after(led, ev.Preferred(0)).track.favourite == 1


@pytest.mark.parametrize(("preferred", "favourite"), [(None, 1), (0, 0), (9, 1)])
def test_without_a_favourite_it_is_variant_0(preferred: int | None, favourite: int) -> None:
    assert make.completed(lead=1, preferred=preferred).favourite == favourite
    assert make.accepted(preferred=preferred).favourite is None


def test_a_version_that_there_is_not_cannot_be_preferred() -> None:
    track = make.completed()
    assert after(track, ev.Preferred(2)).track is track


def test_a_new_attempt_has_its_own_lead() -> None:
    failed = after(make.playable(lead=0), ev.Failed(Failure("provider_busy", retryable=True), "task-1", 1)).track
    assert failed.lead is None


@pytest.mark.parametrize(("lead", "left"), [(0, None), (1, 0), (None, None)])
def test_what_the_deadline_drops_leads_no_more(lead: int | None, left: int | None) -> None:
    track = make.playable(versions=versions(Clip(title="words"), B), lead=lead)
    rescued = after(track, ev.DeadlinePassed(CDN)).track
    assert (rescued.versions[0].clip, rescued.lead, rescued.completed_at) == (B, left, NOW)
