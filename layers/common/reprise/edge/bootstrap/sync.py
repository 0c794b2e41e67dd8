"""What `sync` is made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from reprise.edge.bootstrap import parts, sending, showing
from reprise.edge.settings import settings_of
from reprise.edge.views import Sign
from reprise.usecases.syncing import Syncer


@dataclass(frozen=True)
class Settings(sending.SunoSettings, showing.SigningSettings, parts.TableSettings):
    """The function's environment."""


@cache
def syncer() -> Syncer:
    """Asks providers at once."""
    own = settings_of(Settings)
    library = showing.library(own)
    return Syncer(library, sending.asker(library.tracks, own))


@cache
def signer() -> Sign:
    """Makes URLs that play objects."""
    return showing.signer(settings_of(Settings))
