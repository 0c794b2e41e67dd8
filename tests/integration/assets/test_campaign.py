"""Two thousand copies from a server that lies in every way: nothing bad is stored, nothing good is lost."""

from __future__ import annotations

import pytest

from reprise.store.objects import Objects
from tests.integration.assets import campaign, faults

COPIES = 2000


@pytest.mark.integration
@pytest.mark.timeout(240)
def test_no_lie_is_stored_and_no_song_is_lost(objects: Objects, liar_origin: str) -> None:
    work = list(campaign.jobs(first=0, count=COPIES, seed=20))
    assert {job.fault for job in work} == set(faults.FAULTS)

    outcome = campaign.run(work, liar_origin, objects)

    assert not outcome.bad
    assert not outcome.lost
    assert outcome.stored + outcome.refused == COPIES
    assert objects.delete_prefix("campaign/") == outcome.stored
    assert campaign.contents(objects, "campaign/") == {}
