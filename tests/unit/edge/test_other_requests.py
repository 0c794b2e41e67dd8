"""The other bodies, and pages."""

from __future__ import annotations

from typing import Any

import pytest

from reprise.domain.accounts import Plan
from reprise.domain.errors import InvalidInput
from reprise.domain.versions import Asset
from reprise.edge.requests import (
    GrantRequest,
    PlanRequest,
    PreferRequest,
    SignRequest,
    SyncRequest,
    body_as,
    page_of,
)
from tests.unit.edge.calls import CURSORS, call, listing


def fields_wrong(kind: type, body: Any) -> list[str]:
    with pytest.raises(InvalidInput) as refusal:
        body_as(kind, call(body))
    return [error.field for error in refusal.value.errors]


def test_sign_track() -> None:
    assert body_as(SignRequest, call({"trackId": "t"})) == SignRequest(track_id="t")
    assert SignRequest(track_id="t") == SignRequest(track_id="t", variant_index=0, asset=Asset.AUDIO)
    full = {"trackId": "t", "variantIndex": 1, "asset": "cover"}
    assert body_as(SignRequest, call(full)) == SignRequest(track_id="t", variant_index=1, asset=Asset.COVER)
    assert [body_as(SignRequest, call({name: "x"})).subject for name in ("trackId", "segmentId")] == ["x", "x"]


@pytest.mark.parametrize("request_", [SignRequest(), SignRequest(track_id="t", segment_id="s")])
def test_sign_track_is_of_a_track_or_of_a_segment(request_: SignRequest) -> None:
    with pytest.raises(InvalidInput, match="trackId: track_or_segment"):
        _ = request_.subject


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"trackId": ""}, "trackId"), ({"trackId": 5}, "trackId"), ({"trackId": "x" * 129}, "trackId"),
        ({"trackId": "t", "variantIndex": -1}, "variantIndex"), ({"trackId": "t", "variantIndex": 100}, "variantIndex"),
        ({"trackId": "t", "variantIndex": "0"}, "variantIndex"),
        ({"trackId": "t", "variantIndex": True}, "variantIndex"),
        ({"trackId": "t", "asset": "lyrics"}, "asset"), ({"trackId": "t", "x": 1}, "x"),
    ],
)  # fmt: skip
def test_sign_track_is_strict(body: dict[str, Any], field: str) -> None:
    assert fields_wrong(SignRequest, body) == [field]


@pytest.mark.parametrize(
    ("body", "field"),
    [({}, "variantIndex"), ({"variantIndex": -1}, "variantIndex"), ({"variantIndex": 100}, "variantIndex"),
     ({"variantIndex": 1.5}, "variantIndex"), ({"variantIndex": 0, "track": 1}, "track")],
)  # fmt: skip
def test_preferred_is_strict(body: dict[str, Any], field: str) -> None:
    assert fields_wrong(PreferRequest, body) == [field]
    assert body_as(PreferRequest, call({"variantIndex": 99})) == PreferRequest(variant_index=99)


@pytest.mark.parametrize("raw", ["", "  ", "{}", '{"taskIds": null}'])
def test_sync_needs_no_body(raw: str) -> None:
    assert body_as(SyncRequest, call(raw=raw)) == SyncRequest(task_ids=None)


def test_sync_of_some_tasks() -> None:
    assert body_as(SyncRequest, call({"taskIds": ["a"] * 100})) == SyncRequest(task_ids=("a",) * 100)
    assert fields_wrong(SyncRequest, {"taskIds": ["a"] * 101}) == ["taskIds"]
    assert fields_wrong(SyncRequest, {"taskIds": "a"}) == ["taskIds"]
    assert fields_wrong(SyncRequest, {"taskIds": [1]}) == ["taskIds.0"]


@pytest.mark.parametrize(("amount", "tenths"), [(1, 10), (0.1, 1), (-0.5, -5), (12.30, 123), (1_000_000, 10_000_000)])
def test_a_grant_is_exact_to_a_tenth(amount: float, tenths: int) -> None:
    wanted = body_as(GrantRequest, call({"userId": "u", "amount": amount, "reason": "gift"}))
    assert (wanted.user_id, wanted.tenths, wanted.reason) == ("u", tenths, "gift")


@pytest.mark.parametrize(
    ("amount", "field"),
    [(1_000_000.1, "amount"), (-1_000_000.1, "amount"), (True, "amount"), (float("nan"), "amount"), (None, "amount"),
     (float("inf"), "amount"), ({}, "amount")],
)  # fmt: skip
def test_a_grant_has_bounds(amount: Any, field: str) -> None:
    assert fields_wrong(GrantRequest, {"userId": "u", "amount": amount, "reason": "gift"}) == [field]


@pytest.mark.parametrize("amount", [0, 0.05, 1.01, -0.01])
def test_nothing_and_less_than_a_tenth_cannot_be_granted(amount: float) -> None:
    wanted = body_as(GrantRequest, call({"userId": "u", "amount": amount, "reason": "gift"}))
    with pytest.raises(InvalidInput, match="amount"):
        _ = wanted.tenths


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"userId": ""}, "userId"), ({"userId": "x" * 129}, "userId"), ({"reason": ""}, "reason"),
     ({"reason": "x" * 201}, "reason"), ({"extra": 1}, "extra")],
)  # fmt: skip
def test_a_grant_says_to_whom_and_why(changes: dict[str, Any], field: str) -> None:
    assert fields_wrong(GrantRequest, {"userId": "u", "amount": 1, "reason": "gift"} | changes) == [field]


def test_a_plan_is_one_of_three() -> None:
    assert body_as(PlanRequest, call({"plan": "pro"})) == PlanRequest(plan=Plan.PRO)
    for wrong in ({"plan": "gold"}, {"plan": None}, {}):
        assert fields_wrong(PlanRequest, wrong) == ["plan"]


@pytest.mark.parametrize(("limit", "meant"), [(None, 20), ("1", 1), ("100", 100)])
def test_a_page_has_up_to_100_items(limit: str | None, meant: int) -> None:
    assert page_of(call(query={"limit": limit} if limit else None), CURSORS) == (meant, None)


@pytest.mark.parametrize("limit", ["0", "101", "-1", "x", "1.5", " 5", "²", "9" * 5000])
def test_a_limit_is_a_whole_number(limit: str) -> None:
    with pytest.raises(InvalidInput, match="limit: page_size"):
        page_of(call(query={"limit": limit}), CURSORS)


def test_a_page_goes_on_where_its_cursor_says() -> None:
    place = page_of(listing("u", cursor=str(CURSORS.encode(listing("u"), "place"))), CURSORS)
    assert place == (20, "place")
    assert page_of(listing("u", cursor=""), CURSORS) == (20, None)
    assert CURSORS.encode(listing("u"), None) is None
