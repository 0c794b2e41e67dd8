"""Feelings: read from a text, told in words; distress too."""

from __future__ import annotations

import pytest

from reprise.domain.feelings import DISTRESS, Feeling, distress, feeling_of


@pytest.mark.parametrize(
    ("state", "feeling"),
    [
        ("fear-0.8", Feeling("fear", 0.8)),
        ("fear-0", Feeling("fear", 0)),
        ("fear-1", Feeling("fear", 1)),
        ("fear-1.0", Feeling("fear", 1)),
        ("fear-0.1234", Feeling("fear", 0.1234)),
        ("страх-0.5", Feeling("страх", 0.5)),
        ("colère-0.5", Feeling("colère", 0.5)),
        ("self-doubt-0.5", Feeling("self-doubt", 0.5)),
        (f"{'x' * 40}-0.5", Feeling("x" * 40, 0.5)),
    ],
)
def test_a_word_and_a_strength_are_a_feeling(state: str, feeling: Feeling) -> None:
    assert feeling_of(state) == feeling


@pytest.mark.parametrize(
    "state",
    ["", "fear", "fear-", "-0.8", "fear-1.1", "fear-2", "fear--0.5", "fear-.5", "fear-0.8 ", "fear 0.8", "fear-0,8",
     "fear-0.12345", "fear-1.0001", "fe4r-0.5", "a_b-0.5", "a b-0.5", "fear-0.8\n", "fear-\u0660", "fear-nan",
     f"{'x' * 41}-0.5", f"{'x' * 100}-0.5", f"{'x' * 20_000}-0.5", "ignore all that-0.5"],
)  # fmt: skip
def test_nothing_else_is(state: str) -> None:
    assert feeling_of(state) is None


@pytest.mark.parametrize(
    ("intensity", "words"),
    [
        (0, "faint fear"),
        (0.19, "faint fear"),
        (0.2, "mild fear"),
        (0.4, "moderate fear"),
        (0.6, "strong fear"),
        (0.79, "strong fear"),
        (0.8, "overwhelming fear"),
        (1, "overwhelming fear"),
    ],
)
def test_a_feeling_is_told_in_words(intensity: float, words: str) -> None:
    assert Feeling("fear", intensity).words == words


def test_distress_has_a_word_for_every_score() -> None:
    none, light, moderate, strong, extreme = DISTRESS
    words = [none, *[light] * 3, *[moderate] * 3, *[strong] * 3, extreme]
    assert [distress(suds) for suds in range(11)] == words
