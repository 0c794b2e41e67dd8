"""The clips' places: found by the provider's id, by position only while the place is empty."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprise.domain.clips import MOST_VERSIONS, add_unknown, place
from reprise.domain.versions import Clip, Version
from tests.unit.domain.make import STREAM_A, STREAM_B, A, B, clip, versions

C = clip("c")
NAMELESS = Clip(stream_url="https://s.example/1")


@pytest.mark.parametrize(
    ("known", "news", "places"),
    [
        ((), (A,), (A,)),
        ((), (A, B), (A, B)),
        ((A,), (A, B), (A, B)),
        ((A,), (B, A), (A, B)),
        ((A, B), (B, A), (A, B)),
        ((A,), (B,), (A, B)),
        ((A,), (B, C), (A, B, C)),
        ((A, B), (C,), (A, B, C)),
        ((A, B), (), (A, B)),
        ((STREAM_A, STREAM_B), (B,), (STREAM_A, B)),
        ((), (A, A), (A,)),
    ],
)
def test_a_clip_keeps_its_place(known: tuple[Clip, ...], news: tuple[Clip, ...], places: tuple[Clip, ...]) -> None:
    assert place(versions(*known), news, 1) == versions(*places)


def test_a_place_without_id_is_taken_by_position() -> None:
    named = replace(A, stream_url=None)
    assert place(versions(NAMELESS), (named,), 1) == versions(replace(A, stream_url=NAMELESS.stream_url))
    ids = [version.clip.provider_audio_id for version in place(versions(A, NAMELESS), (B, C), 1)]
    assert ids == ["id-a", "id-c", "id-b"]


def test_a_clip_without_id_is_the_one_at_its_position() -> None:
    told = Clip(audio_url="https://files.example/new.mp3")
    assert place(versions(STREAM_A), (told,), 1) == versions(replace(STREAM_A, audio_url=told.audio_url))
    assert place(versions(A), (told, told), 1) == versions(replace(A, audio_url=told.audio_url), told)


def test_two_clips_without_id_are_two() -> None:
    other = Clip(stream_url="https://s.example/2")
    assert place((), (NAMELESS, other), 1) == versions(NAMELESS, other)
    assert place(versions(NAMELESS, other), (NAMELESS, other), 1) == versions(NAMELESS, other)


def test_later_news_wins_and_what_it_lacks_is_kept() -> None:
    old = clip("a", title="Old", tags="pop", duration_seconds=None)
    new = Clip(provider_audio_id="id-a", title="New", duration_seconds=90.0)
    assert place(versions(old), (new,), 1) == versions(replace(old, title="New", duration_seconds=90.0))


def test_the_first_told_moment_of_making_is_kept() -> None:
    first, second = replace(A, provider_created_at="t1"), replace(A, provider_created_at="t2", title="New")
    assert place(versions(first), (second,), 1) == versions(replace(first, title="New"))
    assert place(versions(A), (second,), 1) == versions(second)
    assert place(versions(first), (A,), 1) == versions(first)


def test_a_new_attempts_clips_take_the_place_of_the_old_ones() -> None:
    assert place(versions(A, B), (C,), 2) == versions(C, attempt=2)
    assert place(versions(A, B), (), 2) == versions(A, B)


def test_copies_stay_with_their_version() -> None:
    copied = Version(A, 1, ())
    assert place((copied,), (replace(A, title="New"),), 1)[0].copies == copied.copies


def test_after_the_end_only_unknown_clips_with_audio_are_added() -> None:
    assert add_unknown(versions(A), (replace(A, title="New"), B, STREAM_B, NAMELESS), 1) == versions(A, B)
    assert add_unknown(versions(A), (C,), 3) == versions(A) + versions(C, attempt=3)
    nameless = replace(NAMELESS, audio_url="https://files.example/n.mp3")
    assert add_unknown(versions(A), (nameless,), 1) == versions(A)


def test_a_clip_that_is_told_twice_after_the_end_is_added_once() -> None:
    assert add_unknown(versions(A), (B, replace(B, title="Again")), 1) == versions(A, B)


def test_however_many_clips_are_told_of_a_track_has_eight_versions_at_most_and_the_first_stay() -> None:
    growing: tuple[Version, ...] = ()
    grown = versions(A, B)
    for number in range(61):
        news = [clip(f"{number}-{place}") for place in range(10)]
        growing = place(growing, news, 1)
        grown = add_unknown(grown, news, 1)
    assert len(growing) == len(grown) == MOST_VERSIONS == 8
    assert growing == versions(*(clip(f"0-{place}") for place in range(8)))
    assert grown[:2] == versions(A, B)
    assert add_unknown(growing * 2, (A,), 1) == growing * 2


@given(st.lists(st.permutations([A, B, C]), min_size=1, max_size=4), st.sampled_from([A, B, C]))
def test_whatever_order_later_lists_have_the_first_clip_stays_variant_0(lists: list[list[Clip]], first: Clip) -> None:
    placed = place((), (first,), 1)
    for listed in lists:
        placed = place(placed, listed, 1)
    assert placed[0].clip == first
    assert {version.clip for version in placed} == {A, B, C}
    assert len(placed) == 3
