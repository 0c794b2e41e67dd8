"""What the auditor looks at of an item, and which way an item may go."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypedDict

import msgspec

from reprise.domain.operations import OPERATIONS
from reprise.domain.states import Stage
from reprise.store.attributes import from_item
from reprise.store.packing import unpack
from tests.fakes.tables import Item

Plain = Mapping[str, Any]
ENDED = ("completed", "failed")
_STATUSES = ("pending", "processing", *ENDED)
_MOMENTS = ("text_at", "first_at", "completed_at", "failed_at")
_RANKS = {stage.value: stage.rank for stage in Stage}


class _Copy(TypedDict, total=False):
    """A copy, as far as the auditor looks at it."""

    key: str


class _Version(TypedDict, total=False):
    """A version, as far as the auditor looks at it."""

    copies: list[_Copy]


class _Packed(TypedDict, total=False):
    """What of a track's or a run's packed part the auditor looks at."""

    refunded: int
    text_at: str
    first_at: str
    completed_at: str
    failed_at: str
    lingers: bool
    run_index: int
    is_deleted: bool
    versions: list[_Version]


def told(item: Item | None, names: tuple[str, ...]) -> dict[str, Any] | None:
    """What of an item is looked at; decoding it all would take longer than what is checked."""
    if item is None:
        return None
    packed = _packed(item["bulk"]["B"]) if "bulk" in item else {}
    return from_item({name: item[name] for name in names if name in item}) | packed


@lru_cache(maxsize=4096)  # every image is looked at twice: as the new one, then as the old one
def _packed(bulk: bytes) -> dict[str, Any]:
    return dict(msgspec.json.decode(unpack(bulk), type=_Packed))


def takes_slot(track: Plain) -> bool:
    """Whether a track of this type takes a slot of its owner's."""
    return OPERATIONS[str(track["task_type"])].takes_slot


def check_forward(old: Plain, new: Plain) -> None:
    """A track only goes forward."""
    assert new["rev"] == old["rev"] + 1 if "rev" in old else new["rev"] == 1
    assert _STATUSES.index(new["status"]) >= _STATUSES.index(old["status"]), (old["status"], new["status"])
    assert _RANKS[new["stage"]] >= _RANKS[old["stage"]], (old["stage"], new["stage"])
    assert old["status"] not in ENDED or new["status"] == old["status"], (old["status"], new["status"])
    assert old.get("refunded", 0) == 0 or new.get("refunded") == old["refunded"]
    for moment in _MOMENTS:
        assert old.get(moment) in (None, new.get(moment)), f"{moment} changed"
