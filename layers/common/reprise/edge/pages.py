"""Pages of lists, as large as can be handed over."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import accumulate
from typing import TypeVar

V = TypeVar("V")

LARGEST_PAGE = 5_000_000
"""Bytes of a page: Lambda hands over 6 MB at most."""


def fitting(views: Sequence[tuple[V, str]]) -> tuple[list[V], str | None]:
    """As many of these views, which are given with their places, as fit into a page; at least one.

    The place of the last one, where something had to be left out.
    """
    sizes = accumulate(len(json.dumps(view, ensure_ascii=False).encode()) for view, _ in views)
    fits = max(1, sum(size <= LARGEST_PAGE for size in sizes))
    shown = [view for view, _ in views[:fits]]
    return shown, views[fits - 1][1] if fits < len(views) else None
