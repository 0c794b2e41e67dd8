"""What users send is cleaned before its length is judged: markup and control characters go, all else stays."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprise.domain.text import CLEANERS, clean_lyrics, clean_prompt, clean_tag, clean_title

MARKUP = re.compile(r"<[a-zA-Z/!?]")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
PIECES = ["<", ">", "</", "<b", "b>", "<script>", "</script>", "<!--", "-->", "<3", " ", "\n", "\r\n", "\x00", "\x85",
          "onclick=", "on", "click=", "javascript:", "java", "script:", "x", "'", '"', "&amp;", "=", "İ"]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "prompt", "lyrics", "title"),
    [
        ("plain words", "plain words", "plain words", "plain words"),
        ("  rain \n", "rain", "rain", "rain"),
        ("a <b>bold</b> song", "a bold song", "a bold song", "a bold song"),
        ("x<script>alert(1)</script>y", "xy", "xy", "xy"),
        ("x<SCRIPT src='a'>\nmany\nlines</SCRIPT>y", "xy", "xy", "xy"),
        ("<script>never ended", "never ended", "never ended", "never ended"),
        ("<scripture>a</scripture>", "a", "a", "a"),
        ("JavaScript:go", "go", "JavaScript:go", "JavaScript:go"),
        ("onclick=go ONLOAD=x", "go x", "onclick=go ONLOAD=x", "onclick=go ONLOAD=x"),
        ("la\r\nla\rla\tla\x85la", "la\nla\nla\tla\nla", "la\nla\nla\tla\nla", "la la la la la"),
        ("nul\x00 bell\x07 del\x7f next\x9b", "nul bell del next", "nul bell del next", "nul bell del next"),
        ("<p></p>", "", "", ""),
        ("a <!-- no --> b <?xml?>", "a  b", "a  b", "a  b"),
    ],
)
def test_cleaning(text: str, prompt: str, lyrics: str, title: str) -> None:
    assert (clean_prompt(text), clean_lyrics(text), clean_title(text)) == (prompt, lyrics, title)


@pytest.mark.parametrize(
    "text",
    [
        "I <3 you & me", "2 < 3 and 4 < 5", "5 > 4", 'it\'s "fine"', "one=two", "the season=spring", "on=off",
        "&amp; &lt;",
        "[Verse]\nla la", "дождь — 雨", "<>", "x<", "a << b", "AT&T &copy 5", "100%", "{name} \\n",
    ],
)  # fmt: skip
def test_what_is_no_markup_stays_as_it_was_written(text: str) -> None:
    assert (clean_prompt(text), clean_lyrics(text)) == (text, text)
    assert clean_title(text) == text.replace("\n", " ")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<<b>script>alert(1)", "script>alert(1)"),
        ("<scr<b>ipt>x", "ipt>x"),
        ("<img src=x onerror", "img src=x onerror"),
        ("I <love you", "I love you"),
        ("<<<<b", "b"),
    ],
)
def test_a_tag_that_is_never_closed_or_comes_into_being_loses_its_bracket(text: str, left: str) -> None:
    assert clean_lyrics(text) == left


def test_a_tag_is_one_line() -> None:
    assert clean_tag(" lo\nfi <i>onclick=calm</i>\t") == "lo fi calm"


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=60))
def test_what_is_clean_holds_no_markup_and_is_not_cleaned_further(text: str) -> None:
    for cleaning, clean in CLEANERS.items():
        cleaned = clean(text)
        assert not MARKUP.search(cleaned)
        assert not CONTROL.search(cleaned)
        assert clean(cleaned) == cleaned, cleaning
