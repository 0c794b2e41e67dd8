"""What `sync` is made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from reprise.edge.compose import parts, sending, shelves
from reprise.edge.settings import settings_of
from reprise.edge.views import Sign
from reprise.usecases.sync import Syncer


@dataclass(frozen=True)
class Settings(sending.SunoSettings, shelves.SigningSettings, parts.TableSettings):
    """The function's environment."""


@cache
def syncer() -> Syncer:
    """Asks providers at once."""
    own = settings_of(Settings)
    library = shelves.library(own)
    return Syncer(library, sending.asker(library.tracks, own))


@cache
def signer() -> Sign:
    """Makes URLs that play objects."""
    return shelves.signer(settings_of(Settings))
