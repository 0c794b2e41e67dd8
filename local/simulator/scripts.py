"""Writes what a schema asks for: varied by what the messages say, and always the same for the same request."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from itertools import cycle
from typing import Any

from .config import Json
from .lexicon import LANGUAGES, OTHER, decks

_LANGUAGE = re.compile("|".join(LANGUAGES))
_COUNT = re.compile(r"\b([0-9]+) passages\b")
_FEW, _MANY = 3, 6
_LOW, _HIGH = 60, 360
_ALL_LOW, _ALL_HIGH = 18 * 60, 24 * 60
_STEP = 15


def script_for(body: Json) -> Json:
    """What the model writes. A system message names the language, and may say `<n> passages`."""
    schema = body["response_format"]["json_schema"]["schema"]
    rules = " ".join(message["content"] for message in body["messages"] if message["role"] in ("system", "developer"))
    chance = random.Random(json.dumps([body["messages"], schema], sort_keys=True))  # noqa: S311 - repeatable on purpose
    written: Json = _Author(chance, rules).fill(schema, "")
    return written


class _Author:
    def __init__(self, chance: random.Random, rules: str) -> None:
        self._chance = chance
        found, count = _LANGUAGE.search(rules), _COUNT.search(rules)
        self._words = decks()[LANGUAGES[found[0]] if found else "en"]
        self._count = int(count[1]) if count else None
        self._decks: dict[str, Iterator[str]] = {}

    def fill(self, schema: Json, name: str) -> Any:
        """A value for the schema; `name` is the path of properties to it."""
        if "anyOf" in schema:
            return self.fill(schema["anyOf"][0], name)
        if "const" in schema or "enum" in schema:
            return self._chance.choice(schema.get("enum") or [schema["const"]])
        kind = schema.get("type", "null")
        return getattr(self, f"_{kind if isinstance(kind, str) else kind[0]}")(schema, name)

    def _object(self, schema: Json, name: str) -> Json:
        prefix = f"{name}." if name else ""
        return {key: self.fill(one, prefix + key) for key, one in schema["properties"].items()}

    def _array(self, schema: Json, name: str) -> list[Any]:
        few, many = schema.get("minItems", _FEW), schema.get("maxItems", _MANY)
        count = min(max(self._count or self._chance.randint(few, many), few), many)
        items = [self.fill(schema["items"], name) for _ in range(count)]
        return self._timed(items, schema["items"])

    def _timed(self, items: list[Any], schema: Json) -> list[Any]:
        """Where items have `seconds`, all together are as long as a journey."""
        bounds = schema.get("properties", {}).get("seconds")
        if not bounds:
            return items
        low, high = bounds.get("minimum", _LOW), bounds.get("maximum", _HIGH)
        return [item | {"seconds": one} for item, one in zip(items, self._shares(len(items), low, high), strict=True)]

    def _shares(self, count: int, low: int, high: int) -> list[int]:
        total = self._chance.randint(max(_ALL_LOW, count * low), max(_ALL_LOW, min(_ALL_HIGH, count * high)))
        each, rest = divmod(total, count)
        shares = [each + (number < rest) for number in range(count)]
        for first, second in zip(range(0, count, 2), range(1, count, 2), strict=False):
            moved = min(_STEP, high - shares[first], shares[second] - low)
            shares[first], shares[second] = shares[first] + moved, shares[second] - moved
        return shares

    def _string(self, _schema: Json, name: str) -> str:
        if name not in self._decks:
            words = list(self._words.get(name, OTHER))
            self._chance.shuffle(words)
            self._decks[name] = cycle(words)
        return next(self._decks[name])

    def _integer(self, schema: Json, _name: str) -> int:
        return self._chance.randint(schema.get("minimum", _LOW), schema.get("maximum", _HIGH))

    def _number(self, schema: Json, name: str) -> float:
        return float(self._integer(schema, name))

    def _boolean(self, _schema: Json, _name: str) -> bool:
        return self._chance.random() < 0.5

    def _null(self, _schema: Json, _name: str) -> None:
        return None
