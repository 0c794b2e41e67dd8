"""What `library` and `sign_track` are made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from reprise.edge.compose import parts, shelves
from reprise.edge.settings import settings_of
from reprise.edge.views import Sign
from reprise.usecases.library import Library


@dataclass(frozen=True)
class Settings(shelves.SigningSettings, parts.TableSettings):
    """The function's environment."""


@cache
def library() -> Library:
    """The users' tracks."""
    return shelves.library(settings_of(Settings))


@cache
def signer() -> Sign:
    """Makes URLs that play objects."""
    return shelves.signer(settings_of(Settings))
