"""Names that nobody knows, of fields and of parameters: told with the one that may be meant."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from itertools import islice

from reprise.domain.errors import MOST_ERRORS, FieldError

_LONGEST = 60
"""Characters. No name of ours is as long, and a longer one is not told back as it is."""


def unknown_names(given: Collection[str], known: Collection[str], reason: str) -> list[FieldError]:
    """What is wrong with the given names: the first of those that are unknown."""
    unknown = islice((name for name in given if name not in known), MOST_ERRORS)
    return [_unknown(_shown(name), known, reason) for name in unknown]


def _unknown(name: str, known: Collection[str], reason: str) -> FieldError:
    near = [*_other_spellings(name, known), *get_close_matches(name, known, n=1)]
    return FieldError(name, f"{reason}_near", {"near": near[0]}) if near else FieldError(name, reason)


def _shown(name: str) -> str:
    """The name in short, as it can be told back: half a surrogate pair cannot."""
    return name[:_LONGEST].encode("utf-8", "replace").decode()


def _other_spellings(name: str, known: Collection[str]) -> list[str]:
    """`style_tags` and `STYLETAGS` are `styleTags`."""
    bare = name.replace("_", "").replace("-", "").lower()
    return [one for one in known if one.lower() == bare]
