"""What a person notes of a run: readable for them, and for nobody else."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace

import pytest

from tests.integration.handlers import journeys
from tests.integration.handlers.journeys import call, created, kept, shown, started
from tests.integration.handlers.world import World

SECRET = "Я боюсь завтрашнего дня"


SPELLINGS = (SECRET, SECRET.encode("unicode_escape").decode(), b64encode(SECRET.encode()).decode()[:-4])


class TestNotes:
    def test_they_are_readable_for_their_owner(self, world: World) -> None:
        run_id = created(world, sudsStart=8)
        status, body, _ = call(world, "patch", run_id, body={"sudsMid": 5, "sudsEnd": 0, "notes": SECRET})
        assert (status, body["notes"], body["sudsMid"], body["sudsEnd"]) == (200, SECRET, "moderate", "at peace")
        assert shown(world, run_id)["notes"] == SECRET

    def test_they_stand_in_no_table_no_message_and_no_line_of_a_log(
        self, world: World, caplog: pytest.LogCaptureFixture
    ) -> None:
        run_id = created(world)
        before = kept(world, run_id)
        call(world, "patch", run_id, body={"notes": SECRET})
        shown(world, run_id)
        journeys.follow_run(world, before, kept(world, run_id))
        kept_of_it = [str(world.rows(table.logical_id)) for table in world.plan.tables]
        said = [str(vars(record)) for record in caplog.records]
        sent = [str(world.bodies(queue.logical_id)) for queue in world.plan.queues]
        assert kept(world, run_id).notes
        for text in (repr(kept(world, run_id)), *kept_of_it, *said, *sent, str(world.machine)):
            assert not any(spelling in text for spelling in SPELLINGS)

    def test_4000_characters_fit_and_come_back(self, world: World) -> None:
        run_id, longest = created(world), "Тревога." * 500
        call(world, "patch", run_id, body={"notes": longest})
        assert shown(world, run_id)["notes"] == longest

    def test_what_is_not_told_stays_and_empty_notes_go(self, world: World) -> None:
        run_id = created(world)
        call(world, "patch", run_id, body={"sudsMid": 5, "notes": SECRET})
        _, body, _ = call(world, "patch", run_id, body={"sudsEnd": 2})
        assert (body["sudsMid"], body["sudsEnd"], body["notes"]) == ("moderate", "light", SECRET)
        _, body, _ = call(world, "patch", run_id, body={"notes": ""})
        assert (body["notes"], kept(world, run_id).notes) == (None, None)

    def test_notes_that_are_moved_to_another_run_cannot_be_read_there(self, world: World) -> None:
        run_id, other = created(world), created(world)
        call(world, "patch", run_id, body={"notes": SECRET})
        journeys.keep(world, replace(kept(world, other), notes=kept(world, run_id).notes))
        status, body, _ = call(world, "get", other)
        assert (status, body["code"]) == (500, "internal")

    def test_they_can_be_made_at_any_time(self, world: World) -> None:
        run_id = started(world)
        call(world, "cancel", run_id)
        assert call(world, "patch", run_id, body={"sudsEnd": 4})[0] == 200
