"""How long a written script and its parts may be. Lengths are in characters, after cleaning."""

from __future__ import annotations

from reprise.domain.requests import Between, Length, text

TITLE = text(60)
BRIEF = text(600)
TECHNIQUE = text(120)
PROMPT = Length(20, 380)
PASSAGES = Length(3, 6)
SECONDS = Between(60, 360)
"""Of one passage."""

ALL_SECONDS = Between(18 * 60, 24 * 60)
"""Of all passages together."""

ANSWER_BYTES = 64 * 1024
"""Of the whole answer, its headers included."""
