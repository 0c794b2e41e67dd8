"""What the API shows of accounts: amounts as credits, messages in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from reprise.domain.accounts import Profile
from reprise.domain.credits import as_number
from reprise.edge.bodies import EntryView, NoticeView, ProfileView
from reprise.edge.cursors import encode_id
from reprise.edge.problems import pick_language, text


def profile_view(profile: Profile, now: datetime) -> ProfileView:
    """An account as `GET /credits` shows it to its owner."""
    current, limits = profile.at(now), profile.limits
    return {
        "plan": profile.plan,
        "remaining": as_number(profile.balance),
        "usedToday": as_number(current.day_used),
        "generationsToday": current.day_count,
        "running": len(profile.running),
        "limits": {"perMinute": limits.per_minute, "perDay": limits.per_day, "concurrent": limits.concurrent},
    }


def entry_view(entry: Mapping[str, Any]) -> EntryView:
    """A ledger entry."""
    return {
        "id": entry["entry_id"],
        "amount": as_number(entry["amount"]),
        "type": entry["type"],
        "trackId": entry.get("track_id"),
        "reason": entry["reason"],
        "balance": as_number(entry["balance"]),
        "createdAt": entry["created_at"],
    }


def notice_view(notice: Mapping[str, Any], accept_language: str) -> NoticeView:
    """A notification; its id is its place, so that it is found without looking for it."""
    place = str(notice["sk"]).partition("#")[2]
    return {
        "id": str(encode_id(place)),
        "type": notice["type"],
        "code": notice["code"],
        "message": text(notice["code"], pick_language(accept_language)),
        "trackId": notice.get("track_id"),
        "createdAt": notice["created_at"],
        "readAt": notice.get("read_at"),
    }
