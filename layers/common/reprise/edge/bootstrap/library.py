"""What `library` is made of."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.edge.bootstrap import paging, showing, tables
from reprise.edge.cursors import Cursors
from reprise.edge.surroundings import Surroundings
from reprise.edge.views import Sign
from reprise.store.records import Records
from reprise.usecases.deleting import Deleter
from reprise.usecases.library import Library


@dataclass(frozen=True)
class Settings(paging.PagingSettings, showing.SigningSettings, tables.TableSettings):
    """The function's environment."""

    idempotency_table: str
    refunded_cancels_per_day: int


@dataclass(frozen=True, slots=True)
class Parts:
    """What the function works with."""

    library: Library
    deleter: Deleter
    sign: Sign
    cursors: Cursors


def build(settings: Settings, around: Surroundings) -> Parts:
    """The function's parts."""
    library = showing.library(settings, around)
    records = Records(around.dynamodb, settings.idempotency_table)
    return Parts(
        library=library,
        deleter=Deleter(library, records, settings.refunded_cancels_per_day),
        sign=showing.signer(settings, around),
        cursors=paging.cursors(settings, around),
    )
