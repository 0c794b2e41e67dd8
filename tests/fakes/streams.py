"""Records of a table's stream, as Lambda hands them over."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any


def image(item: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """An item in a record, which is JSON: what is binary at its top level is base64 text."""
    return {name: _written(attribute) for name, attribute in item.items()}


def _written(attribute: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"B": b64encode(attribute["B"]).decode()} if "B" in attribute else attribute
