"""Which resources an AWS call touches, in the words of a policy, and what it consumed."""

from __future__ import annotations

from typing import Any

# operations that stand for others: parameter -> {its key: the operation a policy has to allow}
_TRANSACT = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
    "Get": "GetItem",
}


def touched(operation: str, params: dict[str, Any]) -> list[str]:
    """`operation:resource` of every resource a call names, e.g. `Query:tracks/index/byDue`."""
    if "TransactItems" in params:
        return sorted({_transacted(item) for item in params["TransactItems"]})
    if "RequestItems" in params:
        return sorted(f"{operation}:{table}" for table in params["RequestItems"])
    return [f"{operation}:{_one(params)}"]


def _transacted(item: dict[str, Any]) -> str:
    (kind, one), *_ = item.items()
    return f"{_TRANSACT[kind]}:{one['TableName']}"


def _one(params: dict[str, Any]) -> str:
    if "IndexName" in params:
        return f"{params['TableName']}/index/{params['IndexName']}"
    for key in ("TableName", "Bucket", "Name"):
        if key in params:
            return str(params[key])
    return str(params.get("QueueUrl", "")).rsplit("/", 1)[-1]


def units(answer: dict[str, Any]) -> dict[str, float]:
    """DynamoDB's capacity units, if the answer names them."""
    consumed = answer.get("ConsumedCapacity")
    if not consumed:
        return {}
    many = consumed if isinstance(consumed, list) else [consumed]
    return {"units": sum(float(one.get("CapacityUnits", 0)) for one in many)}
