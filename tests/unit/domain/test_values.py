"""Domain values cannot be changed, only replaced; and they begin at nothing."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from datetime import timedelta

import pytest

from reprise.domain import events as ev
from reprise.domain.accounts import LIMITS, Plan, Profile
from reprise.domain.codes import CALLBACK_CODES
from reprise.domain.credits import grant
from reprise.domain.decision import Decision
from reprise.domain.gates import AtOnce, Gate, Rate
from reprise.domain.loudness import Loudness
from reprise.domain.requests import Song
from reprise.domain.states import Answer, Status
from reprise.domain.track import Failure
from reprise.domain.versions import Asset, Copy, Version
from tests.unit.domain import make
from tests.unit.domain.make import NOW, A, after

VALUES = [
    make.queued(), A, Version(A, 1), Copy(Asset.AUDIO), Failure("x"), Answer(Status.PENDING), Decision(make.queued()),
    Profile("u"), LIMITS[Plan.FREE], grant("u", "g", 1, "gift", NOW), Rate(20, 10), AtOnce(8),
    Gate("a#0", 20), Song(), Loudness(-14.0, 1.0),
    CALLBACK_CODES[400], ev.Accepted(1, "t"), ev.AnswerLost(1), ev.Revisit(NOW), ev.Preferred(1),
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_stays_what_it_is(value: object) -> None:
    name = fields(value)[0].name  # type: ignore[arg-type]
    with pytest.raises(FrozenInstanceError):
        setattr(value, name, None)


def test_what_is_new_begins_at_nothing() -> None:
    assert Gate("a#0", 20) == Gate("a#0", 20, {}, frozenset(), 0, None, None, None, None, None, frozenset(), 0)
    assert Decision(make.queued()) == Decision(make.queued(), (), frees_slot=False, deletes=False)
    assert ev.Deferred(1) == ev.Deferred(1, 0)


@pytest.mark.parametrize(("seconds", "due"), [(300, 300), (600, 523), (523, 523)])
def test_an_attempt_is_looked_after_no_later_than_the_deadline(seconds: int, due: int) -> None:
    # The deadline is 600 seconds after the track was made, 523 from now.
    claimed = after(make.queued(), ev.Claimed("hash", NOW + timedelta(seconds=seconds))).track
    assert claimed.due_at == NOW + timedelta(seconds=due)
