"""What the store relies on in DynamoDB, of the fake and of the real one."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from local import dynamodb
from reprise.store.attributes import from_item, to_item
from reprise.store.dynamo import Operation, delete, put, update, values_of, write
from tests.fakes.blueprint import name_of

pytestmark = pytest.mark.xdist_group("contract")
ACCOUNTS, TRACKS = name_of("AccountsTable"), name_of("TracksTable")
KEY = {"pk": "user#1", "sk": "profile"}


def kept(table: Any, key: dict[str, str] = KEY) -> dict[str, Any]:
    found = table.get_item(TableName=ACCOUNTS, Key=to_item(key), ConsistentRead=True)
    return from_item(found["Item"]) if "Item" in found else {}


def _write(table: Any, operations: tuple[Operation, ...]) -> None:
    if len(operations) > 1:
        table.transact_write_items(TransactItems=list(operations))
        return
    ((kind, request),) = operations[0].items()
    getattr(table, f"{kind.lower()}_item")(**request)


def refused(table: Any, *operations: Operation) -> tuple[str, list[str]]:
    """The error code of a write that must fail, and the reasons it gives."""
    with pytest.raises(ClientError) as error:
        _write(table, operations)
    response: dict[str, Any] = dict(error.value.response)
    return response["Error"]["Code"], [reason["Code"] for reason in response.get("CancellationReasons", [])]


def test_an_item_comes_back_as_it_was_put(table: Any) -> None:
    item = {**KEY, "n": 7, "half": 1.5, "yes": True, "set": frozenset("ab"), "deep": {"list": ["x", {"y": 1}]}}
    write(table, [put(ACCOUNTS, item)])
    assert kept(table) == {**item, "set": ["a", "b"]}


def test_a_condition_that_does_not_hold_refuses_the_write_and_changes_nothing(table: Any) -> None:
    write(table, [put(ACCOUNTS, {**KEY, "rev": 1}, "attribute_not_exists(pk)")])
    lost: tuple[str, list[str]] = ("ConditionalCheckFailedException", [])
    assert refused(table, put(ACCOUNTS, {**KEY, "rev": 9}, "attribute_not_exists(pk)")) == lost
    assert refused(table, put(ACCOUNTS, {**KEY, "rev": 9}, "rev = :rev", rev=2)) == lost
    assert refused(table, update(ACCOUNTS, {**KEY, "sk": "none"}, "SET a = :a", "attribute_exists(pk)", a=1)) == lost
    assert refused(table, delete(ACCOUNTS, KEY, "rev = :rev", rev=2)) == lost
    assert kept(table) == {**KEY, "rev": 1}


# moto fails where text meets a number
@pytest.mark.parametrize(
    "test", ["rev = :rev", "nothing = :rev", *(["rev < :rev"] if dynamodb.choose() == "local" else [])]
)
def test_a_condition_on_what_is_not_there_or_of_another_type_does_not_hold(table: Any, test: str) -> None:
    write(table, [put(ACCOUNTS, {**KEY, "rev": "1"})])
    assert refused(table, put(ACCOUNTS, KEY, test, rev=1))[0] == "ConditionalCheckFailedException"


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("a = :one AND b = :two", True),
        ("a = :two OR b = :two", True),
        ("a = :two OR b = :one", False),
        ("NOT a = :two AND b > :one", True),
        ("a = :one AND (b = :one OR b = :two)", True),
        ("a BETWEEN :one AND :two", True),
        ("b <= :one", False),
        ("a <> :two AND attribute_exists(b) AND attribute_not_exists(c)", True),
    ],
)
def test_conditions_combine(table: Any, condition: str, holds: bool) -> None:
    write(table, [put(ACCOUNTS, {**KEY, "a": 1, "b": 2})])
    names = {name: number for name, number in {"one": 1, "two": 2}.items() if f":{name}" in condition}
    operation = put(ACCOUNTS, {**KEY, "done": True}, condition, **names)
    if holds:
        write(table, [operation])
    else:
        refused(table, operation)
    assert kept(table).get("done", False) is holds


def test_updates_add_to_numbers_take_from_sets_and_set_fields(table: Any) -> None:
    write(table, [put(ACCOUNTS, {**KEY, "balance": 5, "running": frozenset(("a", "b"))})])
    expression = "ADD balance :more, rev :one DELETE running :slot"
    for slot in ("a", "b", "never there"):
        write(
            table, [update(ACCOUNTS, KEY, expression, "attribute_exists(pk)", more=10, one=1, slot=frozenset({slot}))]
        )
    assert kept(table) == {**KEY, "balance": 35, "rev": 3}
    write(table, [update(ACCOUNTS, KEY, "SET verdict = :verdict", verdict="no")])
    assert kept(table)["verdict"] == "no"


def test_an_update_of_what_is_not_there_makes_it(table: Any) -> None:
    write(table, [update(ACCOUNTS, KEY, "SET a = :a", a=1)])
    assert kept(table) == {**KEY, "a": 1}


def test_a_transaction_is_written_whole_or_not_at_all_and_says_which_condition_failed(table: Any) -> None:
    other = {**KEY, "sk": "other"}
    write(table, [put(ACCOUNTS, KEY), put(ACCOUNTS, other)])
    first = put(ACCOUNTS, {**KEY, "n": 1}, "attribute_exists(pk)")
    second = put(ACCOUNTS, {**other, "n": 1}, "attribute_not_exists(pk)")
    reasons = ["None", "ConditionalCheckFailed"]
    assert refused(table, first, second) == ("TransactionCanceledException", reasons)
    assert (kept(table), kept(table, other)) == (KEY, other)


def test_a_transaction_touches_an_item_once(table: Any) -> None:
    assert refused(table, put(ACCOUNTS, KEY), delete(ACCOUNTS, KEY, "attribute_exists(pk)"))[0] == "ValidationException"


def test_a_batch_gives_what_there_is(table: Any) -> None:
    write(table, [put(ACCOUNTS, KEY)])
    keys = [to_item(KEY), to_item({**KEY, "sk": "none"})]
    answer = table.batch_get_item(
        RequestItems={ACCOUNTS: {"Keys": keys, "ConsistentRead": True}, TRACKS: {"Keys": [to_item({"track_id": "t"})]}}
    )
    assert {name: [from_item(item) for item in items] for name, items in answer["Responses"].items()} == {
        ACCOUNTS: [KEY],
        TRACKS: [],
    }
    assert not answer["UnprocessedKeys"]


def test_a_query_gives_a_range_of_a_partition_in_its_order_page_by_page(table: Any) -> None:
    for number in range(5):
        write(table, [put(ACCOUNTS, {"pk": "user#1", "sk": f"entry#{number}"})])
    write(table, [put(ACCOUNTS, {"pk": "user#2", "sk": "entry#0"}), put(ACCOUNTS, {"pk": "user#1", "sk": "note#0"})])

    def found(**more: Any) -> tuple[list[str], bool]:
        answer = table.query(
            TableName=ACCOUNTS,
            KeyConditionExpression="pk = :pk AND sk BETWEEN :first AND :last",
            ExpressionAttributeValues=values_of({"pk": "user#1", "first": "entry#", "last": "entry$"}),
            **more,
        )
        return [item["sk"]["S"][-1] for item in answer["Items"]], "LastEvaluatedKey" in answer

    assert found() == (list("01234"), False)
    assert found(ScanIndexForward=False, Limit=2, ConsistentRead=True) == (list("43"), True)


def track(number: int, **fields: Any) -> Operation:
    moment = f"2026-01-01T00:00:0{number}Z"
    return put(TRACKS, {"track_id": f"t{number}", "user_id": "u", "created_at": moment, **fields})


def test_an_index_holds_only_items_that_have_its_keys_and_only_what_it_projects(table: Any) -> None:
    write(table, [track(1, due_shard="due#1", due_at="2026-01-02T00:00:00Z", title="a")])
    write(table, [track(2, title="b")])
    write(table, [track(3, due_shard="due#1", due_at="2026-01-01T00:00:00Z", title="c")])
    values = values_of({"shard": "due#1", "now": "2026-01-02T00:00:00Z"})
    due = {"KeyConditionExpression": "due_shard = :shard AND due_at <= :now", "ExpressionAttributeValues": values}
    answer = table.query(TableName=TRACKS, IndexName="byDue", ScanIndexForward=True, Limit=10, **due)
    assert [item["track_id"]["S"] for item in answer["Items"]] == ["t3", "t1"]
    assert {name for item in answer["Items"] for name in item} == {"track_id", "user_id", "due_shard", "due_at"}
    write(table, [track(1, title="a")])
    answer = table.query(TableName=TRACKS, IndexName="byDue", **due)
    assert [item["track_id"]["S"] for item in answer["Items"]] == ["t3"]


def test_an_index_of_keys_gives_the_newest_first(table: Any) -> None:
    for number in (2, 1, 3):
        write(table, [track(number, title="x", task_id=f"task {number}")])
    condition = {"KeyConditionExpression": "user_id = :u", "ExpressionAttributeValues": values_of({"u": "u"})}
    answer = table.query(TableName=TRACKS, IndexName="byOwner", ScanIndexForward=False, Limit=2, **condition)
    assert [item["track_id"]["S"] for item in answer["Items"]] == ["t3", "t2"]
    assert {name for item in answer["Items"] for name in item} == {"track_id", "user_id", "created_at"}


def test_a_key_must_not_be_empty_and_an_index_is_never_consistent(table: Any) -> None:
    assert (
        refused(table, {"Put": {"TableName": ACCOUNTS, "Item": {"pk": {"S": ""}, "sk": {"S": "x"}}}})[0]
        == "ValidationException"
    )
    with pytest.raises(ClientError) as error:
        table.query(
            TableName=TRACKS,
            IndexName="byTask",
            KeyConditionExpression="task_id = :t",
            ExpressionAttributeValues=values_of({"t": "t"}),
            ConsistentRead=True,
        )
    assert error.value.response["Error"]["Code"] == "ValidationException"
