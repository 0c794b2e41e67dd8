"""One write of DynamoDB, looked at before it is done, and how the service refuses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from tests.fakes.expressions import condition
from tests.fakes.tables import Item, Key, Table
from tests.fakes.updates import updated

Answer = dict[str, Any]
_EMPTY_SET = {"SS": list[str]()}


def refusal(code: str, operation: str, **told: Any) -> ClientError:
    """An error as botocore raises it, and what else it tells."""
    response: dict[str, Any] = {"Error": {"Code": code, "Message": code}, **told}
    return ClientError(response, operation)  # type: ignore[arg-type]


class Write:
    """One operation, looked at before it is done."""

    def __init__(self, tables: Mapping[str, Table], kind: str, request: Mapping[str, Any]) -> None:
        self.table = tables[request["TableName"]]
        self.kind, self.request = kind, request
        place = request["Item"] if kind == "Put" else request["Key"]
        self.key: Key = self.table.key_of(place)
        self.before = self.table.state.items.get(self.key)
        _check(place, self.key, kind)

    def allowed(self) -> bool:
        """Whether the condition holds."""
        text = self._spelled("ConditionExpression")
        return not text or condition(text)(self.before or {}, self.request.get("ExpressionAttributeValues", {}))

    def _spelled(self, name: str) -> str:
        """An expression with the attributes that it names in a roundabout way."""
        text = str(self.request.get(name, ""))
        for alias, attribute in self.request.get("ExpressionAttributeNames", {}).items():
            text = text.replace(alias, attribute)
        return text

    def in_the_way(self) -> Answer:
        """What is told of the item when the condition does not hold."""
        asked = self.request.get("ReturnValuesOnConditionCheckFailure", "NONE") == "ALL_OLD"
        return {"Item": self.before} if asked and self.before is not None else {}

    def result(self) -> Item | None:
        """The item afterwards."""
        if self.kind == "Update":
            values = self.request.get("ExpressionAttributeValues", {})
            return updated(self.before, self.request["Key"], self.request["UpdateExpression"], values)
        return self.request["Item"] if self.kind == "Put" else None


def reason(write: Write) -> Answer:
    """Why a transaction with this write is cancelled, as far as the write goes."""
    return {"Code": "None"} if write.allowed() else {"Code": "ConditionalCheckFailed", **write.in_the_way()}


def _check(place: Item, key: Key, kind: str) -> None:
    if not all(key) or _EMPTY_SET in place.values():
        raise refusal("ValidationException", f"{kind}Item")
