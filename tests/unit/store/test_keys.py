"""Keys, spelt out: what is stored under them is found again by every later release."""

from __future__ import annotations

import hashlib
import json

import pytest

from reprise.domain.credits import Entry, EntryType
from reprise.domain.jobs import CopyJob
from reprise.domain.media import MediaType
from reprise.domain.notification import Notification
from reprise.domain.versions import Asset
from reprise.store.keys import Keys
from tests.unit.domain.make import BEFORE

MOMENT = "2026-01-02T03:04:05.000000+00:00"


@pytest.mark.parametrize(("kind", "order"), [(EntryType.GRANT, 0), (EntryType.CHARGE, 1), (EntryType.REFUND, 2)])
def test_a_ledger_is_in_the_order_of_time_and_a_grant_comes_before_the_charge(kind: EntryType, order: int) -> None:
    entry = Entry("e", "ann", 5, kind, "why", BEFORE)
    assert Keys.entry(entry) == {"pk": "user#ann", "sk": f"entry#{MOMENT}#{order}#e"}


def test_an_account_is_one_partition() -> None:
    assert Keys.profile("ann") == {"pk": "user#ann", "sk": "profile"}
    assert Keys.grant("ann", "g") == {"pk": "user#ann", "sk": "mark#g"}
    assert Keys.gate("suno:main#0") == {"pk": "gate#suno:main#0", "sk": "gate"}
    assert Keys.gates("suno:main") == {"pk": "account#suno:main", "sk": "gates"}
    notice = Notification("n", "ann", "track.failed", "timeout", BEFORE, "t")
    assert Keys.note("ann", Keys.note_place(notice)) == {"pk": "user#ann", "sk": f"note#{MOMENT}#n"}


def test_a_delivery_is_with_its_track_or_with_its_providers_hour() -> None:
    place = "2026-01-02T03:04:05+00:00#d"
    assert Keys.delivery("d", "suno", "t", BEFORE) == {"pk": "track#t", "sk": place}
    assert Keys.delivery("d", "suno", None, BEFORE) == {"pk": "provider#suno#2026-01-02T03", "sk": place}


def test_a_record_is_its_users_whatever_the_ids_and_keys_are() -> None:
    keyed, other, keyless = (Keys.record(user, key, "f") for user, key in (("ann", "k"), ("ann,", "k"), ("ann", None)))
    assert len({keyed, other, keyless}) == 3
    assert keyed == f"key#{hashlib.sha256(json.dumps(['ann', 'k']).encode()).hexdigest()}"
    assert keyless.startswith("same#")


def test_a_tracks_objects_are_in_one_folder() -> None:
    job = CopyJob("ann", "t", (1,))
    assert Keys.folder(job) == "ann/t/"
    assert Keys.file(Keys.stem(job, 1, Asset.AUDIO), MediaType.MP3) == "ann/t/1/audio.mp3"


def test_the_audio_of_a_part_of_a_run_lies_in_the_runs_folder_under_its_own_name() -> None:
    job = CopyJob("ann", "s", (1,), "r")
    assert Keys.run("r") == {"run_id": "r"}
    assert (Keys.run_folder("r"), Keys.folder(job)) == ("runs/r/", "runs/r/s.")
    assert Keys.file(Keys.stem(job, 1, Asset.AUDIO), MediaType.MP3) == "runs/r/s.mp3"
