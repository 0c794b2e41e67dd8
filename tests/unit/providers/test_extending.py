"""What of an extension's wishes goes where in the create call: none is dropped, the source gives the others."""

from __future__ import annotations

from typing import Any

import pytest

from reprise.domain.errors import InvalidInput
from reprise.domain.requests import Extend
from reprise.domain.versions import Source
from reprise.providers.suno import extending

SOURCE = Source(
    track_id="t", place=0, task_id="task", audio_id="audio", model="V5", seconds=200.0,
    title="Old", tags="jazz", lyrics="old words",
)  # fmt: skip
INHERITED = {"prompt": "old words", "style": "jazz", "title": "Old"}


@pytest.mark.parametrize(
    ("wishes", "texts"),
    [
        ({}, {}),
        ({"continue_at": 9.5}, INHERITED),
        ({"continue_at": 9.5, "prompt": "softly"}, INHERITED | {"prompt": "softly"}),
        ({"continue_at": 9.5, "lyrics": "la"}, INHERITED | {"prompt": "la"}),
        ({"continue_at": 9.5, "lyrics": "la", "prompt": "softly"}, INHERITED | {"prompt": "la", "style": "softly"}),
        (
            {"continue_at": 9.5, "lyrics": "la", "prompt": "softly", "style_tags": ("pop", "slow"), "title": "New"},
            {"prompt": "la", "style": "pop, slow, softly", "title": "New"},
        ),
    ],
)
def test_every_wish_is_sent_and_the_source_gives_the_others(wishes: dict[str, Any], texts: dict[str, str]) -> None:
    sent = extending.fields_of(Extend(**wishes), SOURCE, "https://back.example")
    assert {name: sent[name] for name in ("prompt", "style", "title") if name in sent} == texts
    assert (sent["audioId"], sent["defaultParamFlag"]) == ("audio", bool(wishes))


def test_a_prompt_that_becomes_style_is_measured_with_the_tags() -> None:
    tags = tuple("x" * 200 for _ in range(4))
    with pytest.raises(InvalidInput) as caught:
        extending.check(Extend(continue_at=9, lyrics="la", prompt="y" * 300, style_tags=tags), SOURCE)
    assert [error.field for error in caught.value.errors] == ["styleTags"]
