"""Where everything is: the keys of items and of objects, all built here and nowhere else."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from typing import Protocol

from reprise.domain.credits import Entry, EntryType
from reprise.domain.media import MediaType
from reprise.domain.notification import Notification
from reprise.domain.versions import Asset

Key = dict[str, str]


class Owned(Protocol):
    """What names a track and its owner: the track itself, or a job of it."""

    @property
    def user_id(self) -> str:
        """The owner."""

    @property
    def track_id(self) -> str:
        """The track."""

    @property
    def run_id(self) -> str | None:
        """The run that it is a part of."""


class Keys:
    """Keys by what they lead to."""

    # --- accounts -----------------------------------------------------------------------------------------------------
    @staticmethod
    def account(user_id: str) -> str:
        """The partition of all that belongs to a user's account."""
        return f"user#{user_id}"

    @staticmethod
    def profile(user_id: str) -> Key:
        """A user's profile."""
        return {"pk": Keys.account(user_id), "sk": "profile"}

    @staticmethod
    def entry(entry: Entry) -> Key:
        """A line of a ledger; of one moment, the grant comes before the charge that it pays for."""
        order = list(EntryType).index(entry.type)
        place = f"{_moment(entry.created_at)}#{order}#{entry.entry_id}"
        return {"pk": Keys.account(entry.user_id), "sk": f"entry#{place}"}

    @staticmethod
    def grant(user_id: str, grant_id: str) -> Key:
        """The record of a grant that was made under a key."""
        return {"pk": Keys.account(user_id), "sk": f"mark#{grant_id}"}

    @staticmethod
    def note(user_id: str, place: str) -> Key:
        """A notification, by its place in its owner's list."""
        return {"pk": Keys.account(user_id), "sk": f"note#{place}"}

    @staticmethod
    def note_place(notice: Notification) -> str:
        """The place of a notification in its owner's list, which is in the order of time."""
        return f"{_moment(notice.created_at)}#{notice.notification_id}"

    @staticmethod
    def gate(gate: str) -> Key:
        """A gate of a provider's account."""
        return {"pk": f"gate#{gate}", "sk": "gate"}

    @staticmethod
    def gates(account: str) -> Key:
        """How many gates an account has had at most."""
        return {"pk": f"account#{account}", "sk": "gates"}

    # --- the other tables ---------------------------------------------------------------------------------------------
    @staticmethod
    def track(track_id: str) -> Key:
        """A track."""
        return {"track_id": track_id}

    @staticmethod
    def run(run_id: str) -> Key:
        """A run."""
        return {"run_id": run_id}

    @staticmethod
    def record(user_id: str, key: str | None, fingerprint: str) -> str:
        """The id of an idempotency record. Hashed as a list, so that no user's id and key can spell another's."""
        kind, text = ("key", key) if key else ("same", fingerprint)
        return f"{kind}#{hashlib.sha256(json.dumps([user_id, text]).encode()).hexdigest()}"

    @staticmethod
    def run_record(run_id: str) -> str:
        """The id of the record that a run was made under a key."""
        return f"run#{run_id}"

    @staticmethod
    def gone(track_id: str) -> str:
        """The id of what is left of a deleted track; beside the idempotency records, which lead to it."""
        return f"gone#{track_id}"

    @staticmethod
    def delivery(delivery_id: str, provider: str, track_id: str | None, received_at: datetime) -> Key:
        """An entry of the callback log: by its track, or by provider and hour where no track is named."""
        hour = f"provider#{provider}#{received_at:%Y-%m-%dT%H}"
        partition = f"track#{track_id}" if track_id else hour
        return {"pk": partition, "sk": f"{received_at.isoformat()}#{delivery_id}"}

    @staticmethod
    def metrics(hour: datetime, shard: str) -> Key:
        """The figures of an hour that one shard of the tracks' stream has told of."""
        return {"pk": Keys.metrics_day(hour), "sk": f"{Keys.metrics_hour(hour)}#{shard}"}

    @staticmethod
    def metrics_day(day: date) -> str:
        """The partition of a day's figures."""
        return f"{day:%Y-%m-%d}"

    @staticmethod
    def metrics_hour(hour: datetime) -> str:
        """What the places of an hour's figures begin with."""
        return f"{hour:%Y-%m-%dT%H}"

    # --- objects ------------------------------------------------------------------------------------------------------
    @staticmethod
    def folder(owner: Owned) -> str:
        """What the keys of a track's objects begin with: its folder, or in its run's folder its own name."""
        if owner.run_id:
            return f"{Keys.run_folder(owner.run_id)}{owner.track_id}."
        return f"{owner.user_id}/{owner.track_id}/"

    @staticmethod
    def run_folder(run_id: str) -> str:
        """The folder of a run's objects, with the slash."""
        return f"runs/{run_id}/"

    @staticmethod
    def stem(owner: Owned, place: int, asset: Asset) -> str:
        """An object's key up to the dot; what follows is known when its bytes are."""
        if owner.run_id:
            return f"{Keys.run_folder(owner.run_id)}{owner.track_id}"
        return f"{Keys.folder(owner)}{place}/{asset}"

    @staticmethod
    def file(stem: str, media: MediaType) -> str:
        """The key of an object."""
        return f"{stem}.{media.extension}"


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
