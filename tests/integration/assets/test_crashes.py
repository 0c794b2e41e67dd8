"""A worker killed at any moment leaves whole objects or none, and the next delivery finishes its work."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import time

import pytest

from reprise.store.objects import Objects
from tests.integration.assets import campaign, stand

pytestmark = pytest.mark.integration
SONGS, KILLS = 60, 6


def _md5(key: str) -> str:
    return hashlib.md5(stand.song(int(key.split("/")[1])), usedforsecurity=False).hexdigest()


def _worker(endpoint: str, origin: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.integration.assets.worker", endpoint, origin, str(SONGS)]
    worker = subprocess.Popen(command, env=stand.python_path(), stdout=subprocess.PIPE)
    assert worker.stdout
    assert worker.stdout.readline() == b"ready\n"
    return worker


@pytest.mark.timeout(180)
def test_a_killed_worker_leaves_whole_objects_or_none(objects: Objects, s3_endpoint: str, liar_origin: str) -> None:
    chance, seen = random.Random(9), set()
    for _ in range(KILLS):
        with _worker(s3_endpoint, liar_origin) as worker:
            time.sleep(chance.uniform(0.0, 0.6))
            worker.kill()
        found = campaign.contents(objects, "campaign/")
        assert found == {key: _md5(key) for key in found}
        seen.add(len(found))
        objects.delete_prefix("campaign/")
    assert max(seen) > 0

    with _worker(s3_endpoint, liar_origin) as worker:
        time.sleep(0.3)
        worker.kill()
    with _worker(s3_endpoint, liar_origin) as worker:
        assert worker.wait() == 0
    found = campaign.contents(objects, "campaign/")
    assert len(found) == SONGS
    assert found == {key: _md5(key) for key in found}
    objects.delete_prefix("campaign/")
