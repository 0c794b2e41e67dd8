"""The tables that several functions use, and the settings that name them."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.edge.surroundings import Surroundings
from reprise.store.accounts import Accounts
from reprise.store.tracks import Tracks


@dataclass(frozen=True)
class TableSettings:
    """Names of the tables that transitions write."""

    tracks_table: str
    accounts_table: str


def accounts(table: str, around: Surroundings) -> Accounts:
    """The accounts table."""
    return Accounts(around.dynamodb, table)


def tracks(settings: TableSettings, around: Surroundings) -> Tracks:
    """The tracks table, with the accounts that its transitions settle with."""
    return Tracks(around.dynamodb, settings.tracks_table, accounts(settings.accounts_table, around))
