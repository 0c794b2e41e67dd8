"""What `account` is made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from reprise.edge.bootstrap import parts
from reprise.edge.clock import utc_now
from reprise.edge.settings import settings_of
from reprise.store.notifications import Notifications
from reprise.usecases.accounts import Bookkeeping


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    accounts_table: str
    signup_credits: int


@cache
def bookkeeping() -> Bookkeeping:
    """What accounts can be asked."""
    own = settings_of(Settings)
    return Bookkeeping(parts.accounts(own.accounts_table), own.signup_credits * 10, utc_now)


@cache
def notifications() -> Notifications:
    """Messages to users."""
    return Notifications(parts.accounts(settings_of(Settings).accounts_table))
