"""What `sync` is made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from reprise.edge.compose import parts, sending
from reprise.edge.settings import settings_of
from reprise.edge.views import Sign
from reprise.usecases.sync import Syncer


@dataclass(frozen=True)
class Settings(sending.SunoSettings, parts.SigningSettings, parts.TableSettings):
    """The function's environment."""


@cache
def syncer() -> Syncer:
    """Asks providers at once."""
    own = settings_of(Settings)
    return Syncer(parts.library(own), sending.providers(own))


@cache
def signer() -> Sign:
    """Makes URLs that play objects."""
    return parts.signer(settings_of(Settings))
