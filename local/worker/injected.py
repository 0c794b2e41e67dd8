"""Errors as a function would meet them, made on purpose; and the names of those it met."""

from __future__ import annotations

from typing import Any

_WHY = "set by /_local/faults"


def client_error(code: str, operation: str) -> Exception:
    """What botocore raises for an error of a service."""
    from botocore.exceptions import ClientError  # noqa: PLC0415 - only where botocore is in use

    status = 500 if code.startswith("Internal") else 503 if code == "ServiceUnavailable" else 400
    response: Any = {"Error": {"Code": code, "Message": _WHY}, "ResponseMetadata": {"HTTPStatusCode": status}}
    if code == "TransactionCanceledException":
        response["CancellationReasons"] = [{"Code": "TransactionConflict"}]
    return ClientError(response, operation)


def os_error(code: str, operation: str) -> Exception:
    """A connection that broke, or one that took too long if the code's name says so (`ReadTimeout`)."""
    kind = TimeoutError if code.endswith("Timeout") else ConnectionResetError
    return kind(f"{operation}: {code}, {_WHY}")


def code_of(error: Exception) -> str:
    """An AWS error's code, or the name of the exception."""
    response = getattr(error, "response", None)
    if isinstance(response, dict):
        return str(response.get("Error", {}).get("Code", type(error).__name__))
    return type(error).__name__
