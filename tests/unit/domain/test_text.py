"""What users send is cleaned before its length is judged."""

from __future__ import annotations

import pytest

from reprise.domain.text import clean_fields, clean_lyrics, clean_prompt, clean_title


@pytest.mark.parametrize(
    ("text", "prompt", "lyrics", "title"),
    [
        ("plain words", "plain words", "plain words", "plain words"),
        ("  rain \n", "rain", "rain", "rain"),
        ("a <b>bold</b> song", "a bold song", "a bold song", "a bbold/b song"),
        ("x<script>alert(1)</script>y", "xy", "xy", "xscriptalert(1)/scripty"),
        ("x<SCRIPT src='a'>\nmany\nlines</SCRIPT>y", "xy", "xy", "xSCRIPT src=a\nmany\nlines/SCRIPTy"),
        ("JavaScript:go", "go", "JavaScript:go", "JavaScript:go"),
        ("onclick=go ONLOAD=x", "go x", "onclick=go ONLOAD=x", "onclick=go ONLOAD=x"),
        ("the season=spring", "the season=spring", "the season=spring", "the season=spring"),
        ('it\'s "fine"', 'it\'s "fine"', 'it\'s "fine"', "its fine"),
        ("2 < 3 and 4 < 5", "2 < 3 and 4 < 5", "2 < 3 and 4 < 5", "2  3 and 4  5"),
        ("[Verse]\nla la", "[Verse]\nla la", "[Verse]\nla la", "[Verse]\nla la"),
        ("nul\x00 bell\x07 del\x7f tab\t", "nul bell del tab", "nul bell del tab", "nul bell del tab"),
        ("дождь — 雨", "дождь — 雨", "дождь — 雨", "дождь — 雨"),
        ("<p></p>", "", "", "p/p"),
        ("<>", "<>", "<>", ""),
    ],
)
def test_cleaning(text: str, prompt: str, lyrics: str, title: str) -> None:
    assert (clean_prompt(text), clean_lyrics(text), clean_title(text)) == (prompt, lyrics, title)


def test_each_field_is_cleaned_in_its_own_way() -> None:
    dirty = " <i>'javascript:' "
    fields = dict.fromkeys(("prompt", "lyrics", "title", "negativeTags", "projectId", "personaId"), dirty)
    assert clean_fields(fields | {"styleTags": [dirty, 7]}) == {
        "prompt": "''",
        "lyrics": "'javascript:'",
        "title": "ijavascript:",
        "negativeTags": "''",
        "projectId": "ijavascript:",
        "personaId": dirty,
        "styleTags": ["''", 7],
    }


def test_what_is_not_text_is_left_for_validation() -> None:
    odd = {"prompt": 5, "title": None, "styleTags": "rock", "lyrics": ["x"], "other": " x "}
    assert clean_fields(odd) == odd
