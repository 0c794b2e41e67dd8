"""The collaborators that several functions share, and the settings that they are made of."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.edge import clients
from reprise.store.accounts import Accounts
from reprise.store.tracks import Tracks


@dataclass(frozen=True)
class TableSettings:
    """Names of the tables that transitions write."""

    tracks_table: str
    accounts_table: str


def accounts(table: str) -> Accounts:
    """The accounts table."""
    return Accounts(clients.dynamodb(), table)


def tracks(settings: TableSettings) -> Tracks:
    """The tracks table, with the accounts that its transitions settle with."""
    return Tracks(clients.dynamodb(), settings.tracks_table, accounts(settings.accounts_table))
