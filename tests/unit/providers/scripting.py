"""A preset, a script as the model writes it, and the answer that brings it."""

from __future__ import annotations

import json
from typing import Any

from reprise.domain.presets import Passage, Preset, Script

Json = dict[str, Any]
SECRET = "sk-a-secret-key"

PRESET = Preset(
    key="stress-overwhelm",
    starts_from="le stress",
    leads_to="le ralentissement",
    minutes=(18, 20),
    bpm=(70, 70),
    mode="dorian 4/4",
    instruments=("Rhodes", "vinyl hiss"),
    style_tags=("lo-fi", "instrumental"),
    script=Script(
        "Ralentir",
        "La musique ouvre le chemin.",
        tuple(Passage(f"Pas {number}", "Expirer", "Accords de Rhodes calmes", 220) for number in range(5)),
    ),
)


def passage(**changes: Any) -> Json:
    """One passage of a script that keeps all bounds."""
    return {
        "title": "Ground",
        "technique": "Feel the feet",
        "prompt": "Slow Rhodes chords, warm",
        "seconds": 240,
    } | changes


def script(**changes: Any) -> Json:
    """A script that keeps all bounds."""
    return {"title": "Slower", "brief": "Sit as you like.", "passages": [passage() for _ in range(5)]} | changes


def completion(content: Any, end: str = "stop", refusal: str | None = None) -> bytes:
    """The answer with this content; what is no text goes in as JSON."""
    said = content if isinstance(content, str | None) else json.dumps(content)
    message = {"role": "assistant", "content": said, "refusal": refusal}
    return json.dumps({"id": "1", "choices": [{"index": 0, "message": message, "finish_reason": end}]}).encode()
