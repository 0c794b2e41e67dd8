"""Conditional writes to DynamoDB: one operation alone, several as a transaction."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, cast

from botocore.exceptions import ClientError

from reprise.store.attributes import Item, to_item

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

Operation = dict[str, dict[str, Any]]
"""One element of `TransactItems`."""

_LOST = {
    "ConditionalCheckFailed",
    "ConditionalCheckFailedException",
    "TransactionConflict",
    "TransactionConflictException",
}
_TRANSIENT = _LOST | {"None", "ThrottlingError", "ProvisionedThroughputExceeded"}
"""Why a transaction may be cancelled and yet succeed the next time; botocore retries none of them."""


_PAUSES = (0.05, 0.1, 0.2, 0.4)
"""Seconds before what a batch left over is asked for again."""


class Lost(Exception):
    """A condition did not hold, another write was under way, or there were too many: decide again.

    `items` are those that stood in the way, by the place of their operation, where it was made with `telling`.
    """

    def __init__(self, reasons: Sequence[str], items: Mapping[int, Item] | None = None) -> None:
        super().__init__(", ".join(reasons))
        self.reasons = tuple(reasons)
        self.items = items or {}


def write(client: DynamoDBClient, operations: Sequence[Operation]) -> None:
    """Write all or nothing. Raises Lost when a condition fails or another transaction is in the way."""
    try:
        if len(operations) == 1:
            (kind, request), *_ = operations[0].items()
            alone: dict[str, Callable[..., Any]] = {
                "Put": client.put_item,
                "Update": client.update_item,
                "Delete": client.delete_item,
            }
            alone[kind](**request)
        else:
            client.transact_write_items(TransactItems=cast("Any", operations))
    except ClientError as error:
        raise _translated(error) from error


def changed(client: DynamoDBClient, operation: Operation) -> tuple[Item, bool]:
    """Do an update: the item afterwards and True; or the item that its condition refused, and False. Raises Lost."""
    try:
        answer = client.update_item(
            **operation["Update"], ReturnValues="ALL_NEW", ReturnValuesOnConditionCheckFailure="ALL_OLD"
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise _translated(error) from error
        return cast("Item", error.response.get("Item", {})), False
    return cast("Item", answer["Attributes"]), True


def put(table: str, fields: Mapping[str, Any], condition: str = "", **values: Any) -> Operation:
    """A whole item, under a condition whose `:names` are given as keywords."""
    return {"Put": {"TableName": table, "Item": to_item(fields)} | _conditional(condition, values)}


def delete(table: str, key: Mapping[str, Any], condition: str, **values: Any) -> Operation:
    """The end of an item."""
    return {"Delete": {"TableName": table, "Key": to_item(key)} | _conditional(condition, values)}


def update(table: str, key: Mapping[str, Any], expression: str, condition: str = "", **values: Any) -> Operation:
    """A change to some fields of an item."""
    request = {"TableName": table, "Key": to_item(key), "UpdateExpression": expression}
    return {"Update": request | _conditional(condition, values)}


def telling(operation: Operation) -> Operation:
    """The same operation; when its condition fails, `Lost` brings the item as it is."""
    ((kind, request),) = operation.items()
    return {kind: {**request, "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}}


def read_one(client: DynamoDBClient, table: str, key: Mapping[str, Any]) -> Item | None:
    """The item of a key, as of now; None where there is none."""
    found = client.get_item(TableName=table, Key=to_item(key), ConsistentRead=True)
    return cast("Item | None", found.get("Item"))


def read_all(client: DynamoDBClient, keys: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[Item]:
    """The items of these keys by table, as of now, in any order; what DynamoDB leaves over is asked for again."""
    wanted: Any = {table: _consistently(listed) for table, listed in keys.items()}
    for pause in _PAUSES:
        answer = client.batch_get_item(RequestItems=wanted)
        yield from chain.from_iterable(cast("Any", answer["Responses"]).values())
        wanted = answer.get("UnprocessedKeys")
        if not wanted:
            return
        time.sleep(pause)
    raise Lost(["UnprocessedKeys"])


def _consistently(keys: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {"Keys": list(map(to_item, keys)), "ConsistentRead": True}


def values_of(values: Mapping[str, Any]) -> Item:
    """Expression values, by `:name`."""
    return {f":{name}": attribute for name, attribute in to_item(values).items()}


def _conditional(condition: str, values: Mapping[str, Any]) -> dict[str, Any]:
    clauses = {"ConditionExpression": condition, "ExpressionAttributeValues": values_of(values)}
    return {name: clause for name, clause in clauses.items() if clause}


def _translated(error: ClientError) -> Exception:
    response: Any = error.response
    code = response["Error"]["Code"]
    if code == "TransactionCanceledException":
        return _cancelled(error, response.get("CancellationReasons", []))
    if code in _LOST:
        return Lost([code], _items([response]))
    return error


def _cancelled(error: ClientError, told: Sequence[Mapping[str, Any]]) -> Exception:
    reasons = [str(reason.get("Code")) for reason in told]
    return Lost(reasons, _items(told)) if set(reasons) <= _TRANSIENT else error


def _items(told: Sequence[Mapping[str, Any]]) -> dict[int, Item]:
    return {place: answer["Item"] for place, answer in enumerate(told) if answer.get("Item")}
