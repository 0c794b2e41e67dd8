"""What `library` and `sign_track` are made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from reprise.edge.bootstrap import parts, showing
from reprise.edge.settings import settings_of
from reprise.edge.views import Sign
from reprise.usecases.library import Library


@dataclass(frozen=True)
class Settings(showing.SigningSettings, parts.TableSettings):
    """The function's environment."""


@cache
def library() -> Library:
    """The users' tracks."""
    return showing.library(settings_of(Settings))


@cache
def signer() -> Sign:
    """Makes URLs that play objects."""
    return showing.signer(settings_of(Settings))
