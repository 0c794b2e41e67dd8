"""Granting a wish: what a key used again means, whom it costs what, and what comes into being with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from reprise.domain.accounts import Plan, Profile, day_of, minute_of
from reprise.domain.admission import Admission, Standing, Task, Terms, admit, made_before, provider_of
from reprise.domain.credits import Entry, EntryType
from reprise.domain.errors import DomainError, IdempotencyMismatch, InsufficientCredits, RateLimited
from reprise.domain.gates import Gate
from reprise.domain.operations import EXTEND, LYRICS
from reprise.domain.requests import Extend, Lyrics
from reprise.domain.states import Lane
from reprise.domain.track import Track
from reprise.domain.versions import Source
from reprise.domain.wishes import IdempotencyRecord, SourceRef, Wish
from tests.unit.domain import make
from tests.unit.domain.make import NOW, song

TERMS = Terms(timedelta(seconds=600), 100)
MINUTE, DAY = minute_of(NOW), day_of(NOW)
PRO = Profile("user-1", Plan.PRO, 50, MINUTE, 2, DAY, 3, 30, frozenset({"old"}), rev=4)
EXTENSION = make.wish(operation=EXTEND, request=Extend(), provider=None, sources=(SourceRef("track-1", 0),))
SOURCE = Source("track-1", 0, "task-1", "id-a")


def standing(**changes: Any) -> Standing:
    """Nothing is known of the user, but what is told."""
    return replace(Standing(None, None, Gate("suno:main#0", 20)), **changes)


def granted(found: Standing, wish: Wish, *sources: Source) -> Admission:
    return admit(found, wish, Task("track-9", provider_of(found, wish) or "suno", sources), TERMS, NOW)


def entry(name: str, amount: int, kind: EntryType, reason: str, track_id: str | None = None) -> Entry:
    return Entry(name, "user-1", amount, kind, reason, NOW, track_id)


def made(**changes: Any) -> Track:
    """The song that `make.wish` asks for, as it begins."""
    usual = Track(
        track_id="track-9", user_id="user-1", request=song(), task_type="track", provider="suno", charged=10,
        created_at=NOW, updated_at=NOW, deadline_at=NOW + timedelta(seconds=600),
    )  # fmt: skip
    return replace(usual, **changes)


def test_a_new_user_gets_the_welcome_pays_for_the_song_and_takes_a_slot() -> None:
    assert granted(standing(), make.wish(project_id="project-1")) == Admission(
        IdempotencyRecord(make.wish(project_id="project-1").fingerprint, "track-9", NOW, None),
        Profile("user-1", Plan.FREE, 90, MINUTE, 1, DAY, 1, 10, frozenset({"track-9"})),
        (
            entry("user-1.signup", 100, EntryType.GRANT, "signup"),
            entry("track-9.charge", -10, EntryType.CHARGE, "track", "track-9"),
        ),
        made(project_id="project-1"),
    )


def test_a_known_user_pays_for_words_which_do_not_count_towards_the_day() -> None:
    wish = make.wish(operation=LYRICS, request=Lyrics(prompt="rain"), key=None)
    assert granted(standing(profile=PRO), wish) == Admission(
        IdempotencyRecord(wish.fingerprint, "track-9", NOW, int(NOW.timestamp()) + 86400),
        replace(PRO, balance=49, minute_count=3, day_used=31, running=frozenset({"old", "track-9"})),
        (entry("track-9.charge", -1, EntryType.CHARGE, "lyrics", "track-9"),),
        made(request=Lyrics(prompt="rain"), task_type="lyrics", charged=1),
    )


def test_an_extension_goes_on_from_its_source_at_the_provider_of_the_source() -> None:
    found = standing(profile=PRO, sources={"track-1": make.completed(provider="other")})
    assert granted(found, EXTENSION, SOURCE) == Admission(
        IdempotencyRecord(EXTENSION.fingerprint, "track-9", NOW, None),
        replace(PRO, balance=45, minute_count=3, day_count=4, day_used=35, running=frozenset({"old", "track-9"})),
        (entry("track-9.charge", -5, EntryType.CHARGE, "extend", "track-9"),),
        made(request=Extend(), task_type="extend", provider="other", charged=5, sources=(SOURCE,)),
    )


@pytest.mark.parametrize(
    ("plan", "lane"), [(Plan.FREE, Lane.STANDARD), (Plan.PRO, Lane.STANDARD), (Plan.PREMIUM, Lane.PREMIUM)]
)
def test_the_plan_decides_who_is_sent_first(plan: Plan, lane: Lane) -> None:
    rich = Profile("user-1", plan, 100)
    assert granted(standing(profile=rich), make.wish()).track == made(lane=lane)


@pytest.mark.parametrize(
    ("changes", "refusal", "told"),
    [
        ({"balance": 9}, InsufficientCredits, "cost cost=1 balance=0.9"),
        ({"balance": 9, "running": frozenset("abc")}, RateLimited, "concurrent"),
        ({"balance": 9, "running": frozenset("abc"), "day_count": 100}, RateLimited, "perDay"),
        ({"balance": 9, "running": frozenset("abc"), "day_count": 100, "minute_count": 10}, RateLimited, "perMinute"),
    ],
)
def test_of_several_reasons_to_refuse_the_first_is_told(
    changes: dict[str, Any], refusal: type[DomainError], told: str
) -> None:
    with pytest.raises(refusal) as refused:
        granted(standing(profile=replace(PRO, **changes)), make.wish())
    assert str(refused.value) == told


def test_a_welcome_that_does_not_cover_the_cost_is_told_as_it_stands() -> None:
    with pytest.raises(InsufficientCredits) as refused:
        admit(standing(), make.wish(), Task("track-9", "suno"), Terms(timedelta(seconds=600), 5), NOW)
    assert str(refused.value) == "cost cost=1 balance=0.5"


def recorded(wish: Wish, age: float) -> IdempotencyRecord:
    """The record of a wish that was granted so many seconds ago."""
    return IdempotencyRecord(wish.fingerprint, "track-0", NOW - timedelta(seconds=age))


def test_what_was_never_asked_for_was_not_made_before() -> None:
    assert made_before(standing(), make.wish(), NOW) is None
    assert made_before(standing(), make.wish(key=None), NOW) is None


@pytest.mark.parametrize("age", [0, 4, 6, 10_000_000])
def test_a_key_stands_for_its_request_for_good(age: float) -> None:
    record = recorded(make.wish(), age)
    assert made_before(standing(record=record), make.wish(), NOW) is record


@pytest.mark.parametrize("age", [0, 4, 6, 10_000_000])
def test_a_key_cannot_be_used_for_another_request(age: float) -> None:
    with pytest.raises(IdempotencyMismatch) as refused:
        made_before(standing(record=recorded(make.wish(), age)), make.wish(request=song(title="Tides")), NOW)
    assert (refused.value.code, str(refused.value)) == (
        "idempotency_mismatch",
        "",
    )


@pytest.mark.parametrize(("age", "same"), [(0, True), (4.9, True), (5, False), (60, False)])
def test_without_a_key_a_request_is_the_same_one_for_five_seconds(age: float, *, same: bool) -> None:
    record = recorded(make.wish(), age)
    assert made_before(standing(record=record), make.wish(key=None), NOW) == (record if same else None)


@pytest.mark.parametrize(
    ("wished", "source", "provider"),
    [
        ("suno", None, "suno"),
        ("suno", make.completed(provider="other"), "suno"),
        (None, make.completed(provider="other"), "other"),
        (None, None, None),
    ],
)
def test_the_wished_provider_makes_it_else_the_one_of_the_source(
    wished: str | None, source: Track | None, provider: str | None
) -> None:
    sources = {source.track_id: source} if source else {}
    assert (
        provider_of(standing(sources=sources), make.wish(operation=EXTEND, request=Extend(), provider=wished))
        == provider
    )
