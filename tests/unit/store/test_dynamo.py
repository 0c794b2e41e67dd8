"""What a refused write means: decide again, or a fault. And reading what a batch left over."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from reprise.store.dynamo import Lost, put, read_all, write

ONE = put("table", {"id": "1"})
KEYS = {"table": [{"id": str(number)} for number in range(3)]}


class Refusing:
    """A client whose every write ends like this."""

    def __init__(self, code: str, reasons: list[str] | None = None) -> None:
        response: Any = {"Error": {"Code": code}}
        if reasons is not None:
            response["CancellationReasons"] = [{"Code": reason} for reason in reasons]
        self.error = ClientError(response, "Write")

    def put_item(self, **_request: Any) -> None:
        raise self.error

    update_item = delete_item = transact_write_items = put_item


class LeavingOver:
    """A client that gives one item at a time, or none at all."""

    def __init__(self, *, stuck: bool = False) -> None:
        self.stuck = stuck

    def batch_get_item(self, *, RequestItems: dict[str, Any]) -> dict[str, Any]:  # noqa: N803 - AWS's spelling
        if self.stuck:
            return {"Responses": {}, "UnprocessedKeys": RequestItems}
        first, *rest = RequestItems["table"]["Keys"]
        return {"Responses": {"table": [first]}, "UnprocessedKeys": {"table": {"Keys": rest}} if rest else {}}


@pytest.mark.parametrize(
    "reasons",
    [
        ["None", "ConditionalCheckFailed"],
        ["TransactionConflict", "None"],
        ["ThrottlingError", "None"],
        ["None", "ProvisionedThroughputExceeded"],
    ],
)
def test_a_transaction_that_may_succeed_the_next_time_is_lost(reasons: list[str]) -> None:
    client: Any = Refusing("TransactionCanceledException", reasons)
    with pytest.raises(Lost) as lost:
        write(client, [ONE, ONE])
    assert lost.value.reasons == tuple(reasons)


@pytest.mark.parametrize("code", ["ConditionalCheckFailedException", "TransactionConflictException"])
def test_a_write_that_came_second_is_lost(code: str) -> None:
    client: Any = Refusing(code)
    with pytest.raises(Lost):
        write(client, [ONE])


@pytest.mark.parametrize(
    ("code", "reasons"),
    [("TransactionCanceledException", ["None", "ValidationError"]), ("AccessDeniedException", None)],
)
def test_anything_else_is_a_fault(code: str, reasons: list[str] | None) -> None:
    client: Any = Refusing(code, reasons)
    with pytest.raises(ClientError):
        write(client, [ONE, ONE])


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    slept: list[float] = []
    monkeypatch.setattr("reprise.store.dynamo.time.sleep", slept.append)
    return slept


def test_what_a_batch_leaves_over_is_asked_for_again_after_a_pause(pauses: list[float]) -> None:
    client: Any = LeavingOver()
    assert [item["id"]["S"] for item in read_all(client, KEYS)] == ["0", "1", "2"]
    assert pauses == [0.05, 0.1]


def test_a_batch_that_never_ends_is_given_up() -> None:
    client: Any = LeavingOver(stuck=True)
    with pytest.raises(Lost):
        list(read_all(client, KEYS))
