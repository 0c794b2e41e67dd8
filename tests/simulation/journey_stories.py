"""Stories of journeys drawn from a seed: the same seed tells the same story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random

from tests.simulation.ending import finish
from tests.simulation.staging import early, world
from tests.simulation.story import STAGES, USERS
from tests.simulation.travelling import Travelling

ACTS = 60
_LAGS = (0.0, 0.0, 0.5, 3.0)
_DEFAULTS = ("suno", "suno", "suno", "scripted")
_RATES = (0.0, 0.02, 0.05, 0.1)
_WAITS = (0.5, 5.0, 30.0, 70.0, 70.0, 200.0, 400.0, 700.0)
_OUTAGES = (30.0, 400.0, 1000.0, 86_400.0)
Act = Callable[[Travelling, Random], None]


def _travel(story: Travelling, draw: Random) -> None:
    key = draw.choice((None, None, 0, 1, 2))
    story.travel(draw.randrange(len(USERS)), key, starts=draw.random() < 0.7)


def _callback(story: Travelling, draw: Random) -> None:
    story.callback(draw.randrange(6), draw.randrange(len(STAGES)))


_DECK: tuple[tuple[int, Act], ...] = (
    (18, _travel),
    (6, lambda story, draw: story.start(draw.randrange(8))),
    (3, lambda story, draw: story.cancel(draw.randrange(8))),
    (2, lambda story, draw: story.forget(draw.randrange(8))),
    (1, lambda story, draw: story.look(draw.randrange(8))),
    (3, lambda story, draw: story.kill(draw.randrange(8))),
    (2, lambda story, draw: story.step_again(draw.randrange(12))),
    (1, lambda story, _draw: story.stick()),
    (1, lambda story, draw: story.delete_part(draw.randrange(16))),
    (1, lambda story, draw: story.burst(draw.randrange(len(USERS)), 1)),
    (5, _callback),
    (2, lambda story, draw: story.work(everything=draw.random() < 0.7)),
    (14, lambda story, draw: story.wait(draw.choice(_WAITS))),
    (1, lambda story, draw: story.outage(draw.choice(_OUTAGES))),
)
_ACTS = [act for _, act in _DECK]
_WEIGHTS = [weight for weight, _ in _DECK]


def tell(seed: int) -> Counter[str]:
    """Tell the story of a seed to its end; what was in it. Raises AssertionError if anything is wrong."""
    draw = Random(seed)
    with world(draw.choice(_LAGS), draw.choice(_DEFAULTS), **early(seed % 4 == 3)) as place:
        story = Travelling(place, seed, rate=draw.choice(_RATES))
        for user in range(len(USERS)):
            story.account(user, draw.choice((1, 2, 2)), 90)
        for act in draw.choices(_ACTS, _WEIGHTS, k=ACTS):
            act(story, draw)
        place.stuck = frozenset()
        finish(place)
        return story.travelled()
