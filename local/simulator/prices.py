"""What each operation costs, in the provider's credits."""

from __future__ import annotations

from .config import Config, Json
from .operations import Operation
from .particulars import STEM_TYPES

_PRICES = {
    "lyrics": 1.0, "wav": 1.0, "mp4": 2.0, "separate_vocal": 10.0, "split_stem": 50.0, "recovery": 1.0,
    "timestamped-lyrics": 1.0, "persona": 0.0, "boost-style": 1.0,
}  # fmt: skip


def price(operation: Operation, body: Json, config: Config) -> float:
    """The price that is set, the usual one, or that of music; stems have a price by their type."""
    name = str(body.get("type", STEM_TYPES[0])) if operation.name == "vocal-removal" else operation.name
    return config.prices.get(name, _PRICES.get(name, config.cost))
