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


def _last(name: str) -> str:
    """A name, whether it is given as it is or at the end of an ARN."""
    return name.rpartition(":")[2]


def _machine(arn: str) -> str:
    """The machine's name, of its own ARN or of an execution's."""
    return arn.split(":")[6]


# parameter -> what of it names the resource
_NAMED = {
    **dict.fromkeys(("TableName", "Bucket", "Name", "KeyId"), _last),
    **dict.fromkeys(("stateMachineArn", "executionArn"), _machine),
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
    for key, name in _NAMED.items():
        if key in params:
            return name(str(params[key]))
    return str(params.get("QueueUrl", "")).rsplit("/", 1)[-1]


def units(answer: dict[str, Any]) -> dict[str, float]:
    """DynamoDB's capacity units, if the answer names them."""
    consumed = answer.get("ConsumedCapacity")
    if not consumed:
        return {}
    many = consumed if isinstance(consumed, list) else [consumed]
    return {"units": sum(float(one.get("CapacityUnits", 0)) for one in many)}
