"""Notifications of a user, beside the account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reprise.domain.notification import Notification
from reprise.store.accounts import Accounts
from reprise.store.attributes import encode
from reprise.store.dynamo import Lost, put, update
from reprise.store.keys import Keys


@dataclass(frozen=True, slots=True)
class Notifications:
    """The notifications in the accounts table."""

    accounts: Accounts

    def add(self, notice: Notification) -> None:
        """Keep a notice; the same one again changes nothing, so what was read stays read."""
        key = Keys.note(notice.user_id, Keys.note_place(notice))
        operation = put(self.accounts.table, {**key, **encode(notice)}, "attribute_not_exists(pk)")
        try:
            self.accounts.write([operation])
        except Lost:
            return

    def page(self, user_id: str, limit: int, before: str | None) -> tuple[list[dict[str, Any]], str | None]:
        """Notices, newest first, and where the next page starts."""
        return self.accounts.page(user_id, "note", limit, before)

    def mark_read(self, user_id: str, place: str, now: datetime) -> bool:
        """Whether there was such a notice to be read."""
        operation = update(
            self.accounts.table,
            Keys.note(user_id, place),
            "SET read_at = :now",
            "attribute_exists(pk)",
            now=now.isoformat(),
        )
        try:
            self.accounts.write([operation])
        except Lost:
            return False
        return True
