"""Makes the account of a test user through the layer, so that there is no second idea of an account."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import botocore.session

from local.resources import REGION
from reprise.domain.accounts import Plan
from reprise.edge.clock import SystemClock
from reprise.edge.surroundings import new_id
from reprise.store.accounts import Accounts
from reprise.usecases.accounts import Bookkeeping

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True)
class Where:
    """The embedded DynamoDB and the names of its tables, by logical id."""

    dynamodb: str
    tables: Mapping[str, str]


class AccountError(Exception):
    """The account cannot be made as asked."""


@cache
def _client(endpoint: str) -> DynamoDBClient:
    made: Any = botocore.session.get_session().create_client(
        "dynamodb",
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106 - the embedded database has no accounts
    )
    client: DynamoDBClient = made
    return client


def _tenths(amount: str) -> int:
    tenths = Decimal(amount) * 10
    if tenths != int(tenths) or tenths < 0:
        raise AccountError("credits is a number from 0 on with at most one decimal place")
    return int(tenths)


def open_account(where: Where, user_id: str, plan: str | None, first_grant: str | None) -> None:
    """Make the user's account with a first grant (decimal text); of one that is there only the plan moves."""
    if plan is not None and plan not in set(Plan):
        raise AccountError(f"plan is one of {', '.join(Plan)}")
    tenths = _tenths(first_grant or os.environ.get("SIGNUP_CREDITS", "10"))
    accounts = Accounts(_client(where.dynamodb), where.tables["AccountsTable"])
    bookkeeping = Bookkeeping(accounts, tenths, SystemClock(), new_id)
    bookkeeping.open(user_id)
    if plan is not None:
        bookkeeping.change_plan(user_id, Plan(plan))
