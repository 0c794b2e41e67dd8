"""What `library` is made of."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.edge.bootstrap import paging, showing, tables
from reprise.edge.cursors import Cursors
from reprise.edge.surroundings import Surroundings
from reprise.edge.views import Sign
from reprise.usecases.library import Library


@dataclass(frozen=True)
class Settings(paging.PagingSettings, showing.SigningSettings, tables.TableSettings):
    """The function's environment."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the function works with."""

    library: Library
    sign: Sign
    cursors: Cursors


def build(settings: Settings, around: Surroundings) -> Parts:
    """The function's parts."""
    return Parts(showing.library(settings, around), showing.signer(settings, around), paging.cursors(settings, around))
