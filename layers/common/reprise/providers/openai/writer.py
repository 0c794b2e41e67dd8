"""Writes the words of a journey for one person, through OpenAI's structured outputs."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from reprise.domain.presets import Language, Preset, Script
from reprise.providers.exchange import Allowance, Request, Unheard, bearer, exchange
from reprise.providers.openai.asking import question
from reprise.providers.openai.bounds import ANSWER_BYTES
from reprise.providers.writer import Unwritten

_PATH = "/v1/chat/completions"
_OK = 200


@dataclass(frozen=True, slots=True)
class Writer:
    """An account at OpenAI. `seconds` are for a whole exchange, from the name's lookup to the last byte."""

    base_url: str
    api_key: str = field(repr=False)
    model: str
    seconds: float = 10.0
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)
    name: str = "openai"

    def write(self, preset: Preset, feeling: str | None, language: Language) -> Script:
        """A script for who feels so, in words that the caller made of it. Asks at most once. Raises Unwritten."""
        asked = json.dumps(question(self.model, preset, feeling, language)).encode()
        try:
            answer = self._answer(asked)
        except Unheard as silence:
            raise Unwritten(silence.reason) from None
        # pydantic is slow to start, and only who has an answer needs it.
        from reprise.providers.openai.answer import script_of  # noqa: PLC0415

        return script_of(answer)

    def _answer(self, asked: bytes) -> bytes:
        """The body of a 200. Raises Unheard, and Unwritten for every other status."""
        request = Request(self.base_url.rstrip("/") + _PATH, bearer(self.api_key), asked)
        with exchange(request, Allowance(self.seconds, ANSWER_BYTES, self.clock)) as answer:
            if answer.status != _OK:
                raise Unwritten(f"status_{answer.status}")
            return answer.body()
