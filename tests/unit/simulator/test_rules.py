"""Limits, refusals and the draw of faults."""

from __future__ import annotations

import pytest

from local.simulator.dialects import Reason, Refusal, refused
from local.simulator.faults import Faults, Rule
from local.simulator.limits import Credits, SlidingWindow


@pytest.mark.parametrize(
    ("reason", "sunoapi", "kie"),
    [
        (Reason.UNAUTHORIZED, (401, 200), (401, 200)),
        (Reason.CREDITS, (429, 200), (402, 200)),
        (Reason.RATE, (430, 200), (429, 429)),
        (Reason.TOO_LONG, (413, 200), (422, 200)),
        (Reason.INVALID, (400, 200), (422, 200)),
        (Reason.BAD_JSON, (400, 200), (400, 200)),
    ],
)
def test_numbers_mean_different_things(reason: Reason, sunoapi: tuple[int, int], kie: tuple[int, int]) -> None:
    for dialect, (code, status) in (("sunoapi", sunoapi), ("kie", kie)):
        answer = refused(dialect, "generate", Refusal(reason))
        assert (answer.body["code"], answer.status, answer.body["data"]) == (code, status, None)


def test_a_window_slides_and_refusals_do_not_count() -> None:
    window = SlidingWindow()

    assert [window.allows("k", now, 2, 10) for now in (0.0, 5.0, 6.0, 9.9, 10.0, 14.9, 15.0)] == [
        True, True, False, False, True, False, True,
    ]  # fmt: skip
    assert window.allows("other", 6.0, 2, 10)
    assert window.allows("k", 6.0, 0, 10)


def test_credits_are_taken_whole_or_not_at_all() -> None:
    purse = Credits(20)

    assert (purse.take("k", 12), purse.take("k", 12), purse.left("k")) == (True, False, 8)
    purse.give("k", 12)
    assert (purse.left("k"), purse.left("other")) == (20, 20)


def test_count_goes_to_the_first_that_match() -> None:
    rule = Rule.of({"kind": "create_error", "count": 2, "match": "slow"})

    assert [rule.hits(number, text) for number, text in enumerate(["slow", "fast", "slow", "slow"])] == [
        True, False, True, False,
    ]  # fmt: skip
    assert rule.hits(0, "slow")


def test_a_draw_depends_on_seed_and_number_only() -> None:
    def drawn(seed: int, numbers: list[int]) -> dict[int, bool]:
        rule = Rule.of({"kind": "asset_empty", "rate": 0.3, "seed": seed})
        return {number: rule.hits(number, "") for number in numbers}

    forwards = list(range(200))
    assert drawn(1, forwards) == drawn(1, forwards[::-1])
    assert drawn(1, forwards) != drawn(2, forwards)
    assert 30 < sum(drawn(1, forwards).values()) < 90


def test_fetches_are_counted_for_each_file() -> None:
    rule = Rule.of({"kind": "asset_empty", "fetches": 1})

    assert [rule.spend("a"), rule.spend("a"), rule.spend("b")] == [True, False, True]


def test_stages_narrow_a_fault() -> None:
    faults = Faults()
    faults.rules.append(Rule.of({"kind": "callback_lost", "stages": ["first"]}))

    assert faults.find("callback_lost", 1, "", "first")
    assert faults.find("callback_lost", 1, "", "complete") is None


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="asteroid"):
        Rule.of({"kind": "asteroid"})
