"""What `account` is made of."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.edge.bootstrap import paging, tables
from reprise.edge.cursors import Cursors
from reprise.edge.surroundings import Surroundings
from reprise.store.notifications import Notifications
from reprise.usecases.accounts import Bookkeeping
from reprise.usecases.transition import Clock


@dataclass(frozen=True)
class Settings(paging.PagingSettings):
    """The function's environment."""

    accounts_table: str
    signup_credits: int


@dataclass(frozen=True, slots=True)
class Parts:
    """What the function works with."""

    bookkeeping: Bookkeeping
    notifications: Notifications
    cursors: Cursors
    clock: Clock


def build(settings: Settings, around: Surroundings) -> Parts:
    """The function's parts."""
    accounts = tables.accounts(settings.accounts_table, around)
    return Parts(
        bookkeeping=Bookkeeping(accounts, settings.signup_credits * 10, around.clock, around.new_id),
        notifications=Notifications(accounts),
        cursors=paging.cursors(settings, around),
        clock=around.clock,
    )
