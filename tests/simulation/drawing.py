"""Stories drawn from a seed: the same seed tells the same story."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.simulation.ending import finish
from tests.simulation.made import TASKS
from tests.simulation.staging import early, world
from tests.simulation.story import PLANS, STAGES, USERS, Story
from tests.simulation.working import work_on

ACTS = 60
_LAGS = (0.0, 0.0, 0.5, 3.0)
_DEFAULTS = ("suno", "suno", "scripted")
_RATES = (0.02, 0.05, 0.1)
_WAITS = (0.5, 2.0, 5.0, 11.0, 40.0, 70.0, 200.0, 700.0)
_OUTAGES = (30.0, 900.0, 86_400.0, 5 * 86_400.0)


def _burst(story: Story, draw: Random) -> None:
    story.burst(draw.randrange(len(USERS)), 1 + draw.randrange(8))


def _asked(story: Story, draw: Random) -> None:
    story.burst(draw.randrange(len(USERS)), 1 + draw.randrange(3), "scripted")


def _extend(story: Story, draw: Random) -> None:
    story.extend(draw.randrange(len(USERS)), draw.randrange(32))


def _task(story: Story, draw: Random) -> None:
    work_on(story, draw.randrange(len(USERS)), draw.randrange(32), draw.randrange(len(TASKS)))


def _keyed(story: Story, draw: Random) -> None:
    story.keyed(draw.randrange(len(USERS)), draw.randrange(6), draw.randrange(3))


def _callback(story: Story, draw: Random) -> None:
    story.callback(draw.randrange(12), draw.randrange(len(STAGES)))


def _foreign(story: Story, draw: Random) -> None:
    story.foreign(draw.randrange(12), draw.randrange(12), draw.randrange(len(STAGES)))


def _account(story: Story, draw: Random) -> None:
    story.account(draw.randrange(len(USERS)), draw.choice((0, 1, 2, 2, 2)) % len(PLANS), 1 + draw.randrange(40))


Act = Callable[[Story, Random], None]
_DECK: tuple[tuple[int, Act], ...] = (
    (9, _burst),
    (2, _asked),
    (4, lambda story, draw: story.lyrics(draw.randrange(len(USERS)))),
    (3, _extend),
    (8, _task),
    (3, _keyed),
    (1, lambda story, draw: story.repeat(draw.randrange(len(USERS)))),
    (14, _callback),
    (1, _foreign),
    (2, lambda story, draw: story.poll(draw.randrange(len(USERS)))),
    (2, lambda story, draw: story.delete(draw.randrange(30))),
    (3, _account),
    (6, lambda story, draw: story.work(everything=draw.random() < 0.7)),
    (8, lambda story, draw: story.wait(draw.choice(_WAITS))),
    (1, lambda story, draw: story.outage(draw.choice(_OUTAGES))),
)
_ACTS = [act for _, act in _DECK]
_WEIGHTS = [weight for weight, _ in _DECK]


def tell(seed: int) -> int:
    """Tell the story of a seed to its end; how many tracks were in it. Raises AssertionError if anything is wrong."""
    draw = Random(seed)
    with world(draw.choice(_LAGS), draw.choice(_DEFAULTS), **early(seed % 4 == 3)) as place:
        story = Story(place, seed, rate=draw.choice(_RATES))
        for user in range(len(USERS)):
            story.account(user, draw.choice((1, 2, 2)), 60)
        for act in draw.choices(_ACTS, _WEIGHTS, k=ACTS):
            act(story, draw)
        finish(story.world)
        return story.made
