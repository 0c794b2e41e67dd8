"""What the meter of the fakes counts, against what DynamoDB Local says that each write has consumed."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local import dynamodb
from reprise.store.attributes import to_item
from reprise.store.dynamo import delete, put, update
from tests.fakes.blueprint import name_of
from tests.fakes.cloud import Cloud
from tests.fakes.remote import empty
from tests.fakes.units import UNIT, Meter, size_of

pytestmark = [
    pytest.mark.xdist_group("contract"),
    pytest.mark.skipif(dynamodb.choose() != "local", reason="moto does not count index writes"),
]
ACCOUNTS, TRACKS = name_of("AccountsTable"), name_of("TracksTable")
KEY = {"pk": "user#1", "sk": "profile"}
BIG = "x" * 1500
TRACK = {"track_id": "a" * 32, "user_id": "ann", "created_at": "2026-01-01"}
DUE = TRACK | {"due_shard": "due#1", "due_at": "2026-01-02"}


@pytest.fixture
def both(tables: Any) -> tuple[Any, Any]:
    """DynamoDB Local and the fake with a meter, both empty."""
    empty(tables)
    fake = Cloud().dynamodb
    fake.meter = Meter()
    return tables, fake


def consumed(answer: dict[str, Any]) -> Counter[str]:
    """What a write has consumed, by table and `table.index`."""
    told = answer["ConsumedCapacity"]
    name = told["TableName"]
    indexes = told.get("GlobalSecondaryIndexes", {})
    units = {f"{name}.{index}": int(one["CapacityUnits"]) for index, one in indexes.items()}
    return Counter(units | {name: int(told["Table"]["CapacityUnits"])})


def written(both: tuple[Any, Any], operation: dict[str, dict[str, Any]]) -> Counter[str]:
    """What an operation costs, DynamoDB Local and the meter agreeing."""
    ((kind, request),) = operation.items()
    real, fake = (getattr(client, f"{kind.lower()}_item") for client in both)
    meter = both[1].meter
    before = meter.used.copy()
    fake(**request)
    told = consumed(real(**request, ReturnConsumedCapacity="INDEXES"))
    assert meter.used - before == told
    return told


@pytest.mark.parametrize(
    "value",
    ["text", "tëxt", b"bytes", True, 0, 7, -12345, 1.5, 100, 123456789012, frozenset({"abc"}), [], ["a", 1, ["b"]],
     {"a": {"b": "c"}, "d": False}],
    ids=repr,
)  # fmt: skip
def test_the_size_of_a_value_is_known_to_the_byte(both: tuple[Any, Any], value: object) -> None:
    item = {**KEY, "value": value, "padding": "x"}
    padding = "x" * (UNIT - size_of(to_item(item)) + 1)
    assert written(both, put(ACCOUNTS, {**item, "padding": padding})).total() == 1
    assert written(both, put(ACCOUNTS, {**item, "padding": padding + "x"})).total() == 2


def test_an_index_costs_what_changes_in_it(both: tuple[Any, Any]) -> None:
    by_due, by_owner, by_task = (f"{TRACKS}.{name}" for name in ("byDue", "byOwner", "byTask"))
    costs = (
        (put(TRACKS, DUE), {TRACKS: 1, by_owner: 1, by_due: 1}),
        (put(TRACKS, DUE | {"bulk": BIG}), {TRACKS: 2}),
        (put(TRACKS, DUE | {"task_id": "t"}), {TRACKS: 2, by_task: 1}),
        (put(TRACKS, DUE | {"due_at": "2026-01-03"}), {TRACKS: 1, by_task: 1, by_due: 2}),
        (put(TRACKS, DUE | {"due_at": "2026-01-03", "user_id": BIG}), {TRACKS: 2, by_owner: 3, by_due: 2}),
        (put(TRACKS, TRACK), {TRACKS: 2, by_owner: 3, by_due: 2}),
        (
            delete(TRACKS, {"track_id": TRACK["track_id"]}, "attribute_exists(user_id)"),
            {TRACKS: 1, by_owner: 1},
        ),
    )
    for operation, cost in costs:
        assert written(both, operation) == cost, operation


def test_an_update_costs_its_larger_image(both: tuple[Any, Any]) -> None:
    written(both, put(ACCOUNTS, {**KEY, "note": BIG}))
    assert written(both, update(ACCOUNTS, KEY, "SET note = :note", note="short")) == {ACCOUNTS: 2}
    assert written(both, update(ACCOUNTS, KEY, "SET note = :note", note="brief")) == {ACCOUNTS: 1}


def test_a_transaction_costs_its_tables_twice(both: tuple[Any, Any]) -> None:
    """Its indexes once: so AWS bills it, though DynamoDB Local doubles them too."""
    real, fake = both
    items = [put(ACCOUNTS, {**KEY, "note": BIG}), put(TRACKS, TRACK)]
    fake.transact_write_items(TransactItems=items)
    told = real.transact_write_items(TransactItems=items, ReturnConsumedCapacity="INDEXES")["ConsumedCapacity"]
    assert {one["TableName"]: one["Table"]["CapacityUnits"] for one in told} == {ACCOUNTS: 4, TRACKS: 2}
    assert fake.meter.used == Counter({ACCOUNTS: 4, TRACKS: 2, f"{TRACKS}.byOwner": 1})


def test_a_write_that_is_refused_costs_as_if_it_had_been_done() -> None:
    """DynamoDB Local says nothing of it; the developer guide does."""
    fake = Cloud().dynamodb
    fake.meter = Meter()
    refused = put(ACCOUNTS, {**KEY, "note": BIG}, "attribute_exists(pk)")
    with pytest.raises(ClientError):
        fake.put_item(**refused["Put"])
    with pytest.raises(ClientError):
        fake.transact_write_items(TransactItems=[refused, put(TRACKS, TRACK)])
    assert fake.meter.used == {ACCOUNTS: 2 + 4, TRACKS: 2}
