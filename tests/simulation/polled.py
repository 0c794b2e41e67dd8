"""Songs at the scripted provider, and what can be seen of its questions and its permits."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from tests.fakes.clock import START
from tests.fakes.provider import Script
from tests.simulation.audit import ACCOUNTS
from tests.simulation.staging import USER
from tests.simulation.world import World

SONG = {"prompt": "a song that nobody tells of", "provider": "scripted"}
ASKS = "AsksQueue"


def post(place: World, user: str = USER) -> str:
    """A song at the scripted provider; its id."""
    answer = place.post_track(user, SONG)
    assert answer.status == 202, answer
    return str(answer.body["trackId"])


def takes(place: World, seconds: float) -> None:
    """How long its songs take."""
    place.cloud.scripted.script = lambda _track, _attempt: Script(seconds=seconds)


def goes_on(place: World, seconds: float) -> None:
    """So much time passes, with all that is due in it."""
    place.run_until(place.cloud.clock.now + timedelta(seconds=seconds))


def asked(place: World) -> list[float]:
    """When the scripted provider was asked about its one task, in seconds from the start."""
    ((*moments,),) = place.cloud.scripted.asked.values()
    return [since_start(moment) for moment in moments]


def gaps(place: World) -> set[float]:
    """The times between two questions."""
    return {later - earlier for earlier, later in pairwise(asked(place))}


def since_start(moment: datetime) -> float:
    """Seconds from the beginning of the world."""
    return (moment - START).total_seconds()


def holders(place: World) -> list[str]:
    """Who holds a permit of an account whose permits have holders."""
    items = place.cloud.dynamodb.tables[ACCOUNTS].state.items.values()
    gates = [item for item in items if item["sk"] == {"S": "gate"}]
    return [value["S"] for gate in gates for name, value in gate.items() if name[0] == "h" and name[1:].isdigit()]
