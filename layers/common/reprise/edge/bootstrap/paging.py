"""What functions with lists need for their cursors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from reprise.edge.cursors import Cursors
from reprise.edge.surroundings import Surroundings
from reprise.store.vault import derived


@dataclass(frozen=True)
class PagingSettings:
    """The KMS key that the cursors' secret is derived from."""

    cursor_key: str


def cursors(settings: PagingSettings, around: Surroundings) -> Cursors:
    """Cursors whose secret is fetched once in the life of a process, and not before a list goes on."""
    return Cursors(cache(lambda: derived(around.client("kms"), settings.cursor_key, "cursors")))
