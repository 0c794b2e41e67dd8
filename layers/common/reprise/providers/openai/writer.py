"""Writes the words of a journey for one person, through OpenAI's structured outputs."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from reprise.domain.presets import Language, Preset, Script
from reprise.providers.openai.asking import question
from reprise.providers.openai.bounds import ANSWER_BYTES
from reprise.providers.openai.exchange import Allowance, post
from reprise.providers.writer import Unwritten

_PATH = "/v1/chat/completions"
_KEY = re.compile(r"[\x21-\x7e]+")


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
        headers = self._headers()
        body = json.dumps(question(self.model, preset, feeling, language)).encode()
        allowance = Allowance(self.seconds, ANSWER_BYTES, self.clock)
        answer = post(self.base_url.rstrip("/") + _PATH, headers, body, allowance, ANSWER_BYTES)
        # pydantic is slow to start, and only who has an answer needs it.
        from reprise.providers.openai.answer import script_of  # noqa: PLC0415

        return script_of(answer)

    def _headers(self) -> dict[str, str]:
        if not self.api_key:
            raise Unwritten("no_key")
        if not _KEY.fullmatch(self.api_key):
            # http.client would quote the key in its complaint.
            raise Unwritten("bad_key")
        return {
            "Authorization": f"Bearer {self.api_key}",
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "User-Agent": "reprise",
        }
