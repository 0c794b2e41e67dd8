"""The act of a story in which somebody wants something made of a song."""

from __future__ import annotations

from tests.simulation.made import BODIES, TASKS
from tests.simulation.story import EXPECTED, OF_A_SOURCE, USERS, Story

_MADE = {201}


def work_on(story: Story, user: int, number: int, kind: int) -> None:
    """Work on a song, or on what is none: one's own or somebody else's, finished or not."""
    source = story.source(USERS[user], number)
    if source is None:
        return
    operation = TASKS[kind % len(TASKS)]
    answer = story.world.post_task(operation, USERS[user], source.track_id, BODIES.get(operation))
    story.told(answer, EXPECTED | OF_A_SOURCE | _MADE)
    if answer.ok:
        assert source.user_id == USERS[user], answer
        assert story.world.audit.books.ends[source.track_id] in ("completed", "deleted"), source
