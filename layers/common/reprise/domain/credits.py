"""Amounts and ledger entries. An amount is a whole number of tenths of a credit, so sums are exact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

Tenths = int
"""Tenths of a credit."""


class EntryType(StrEnum):
    """Why the balance moved."""

    GRANT = "grant"
    CHARGE = "charge"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a user's ledger; the balance is the sum of all amounts."""

    entry_id: str
    user_id: str
    amount: Tenths
    type: EntryType
    reason: str
    created_at: datetime
    track_id: str | None = None


def charge(user_id: str, track_id: str, amount: Tenths, reason: str, now: datetime) -> Entry:
    """The one charge of a track; its id makes a second one impossible."""
    return Entry(f"{track_id}.charge", user_id, -amount, EntryType.CHARGE, reason, now, track_id)


def refund(user_id: str, track_id: str, amount: Tenths, reason: str, now: datetime) -> Entry:
    """The one refund of a track's charge."""
    return Entry(f"{track_id}.refund", user_id, amount, EntryType.REFUND, reason, now, track_id)


def grant(user_id: str, entry_id: str, amount: Tenths, reason: str, now: datetime) -> Entry:
    """Credits given."""
    return Entry(entry_id, user_id, amount, EntryType.GRANT, reason, now)


def as_number(amount: Tenths) -> int | float:
    """Credits as JSON shows them: whole numbers stay whole, tenths print exactly one digit."""
    return amount // 10 if amount % 10 == 0 else amount / 10
