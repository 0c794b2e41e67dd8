"""Calls the account maker only when somebody asks: it brings the layer and an SDK, which the start can do without."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import chain

from local.specs import Plan
from local.tokens import TokenRequest, TokenRequestError


@dataclass(frozen=True)
class Accounts:
    """Where the embedded DynamoDB is, and the plan that knows its tables and the layers."""

    dynamodb: str
    plan: Plan

    def open(self, asked: TokenRequest) -> None:
        """Make the account of a token request; TokenRequestError when it asks for something that cannot be."""
        layers = set(map(str, chain.from_iterable(one.layers for one in self.plan.functions.values())))
        sys.path.extend(sorted(layers - set(sys.path)))
        from local import accounts  # noqa: PLC0415 - see above

        where = accounts.Where(self.dynamodb, {one.logical_id: one.request["TableName"] for one in self.plan.tables})
        try:
            accounts.open_account(where, asked.user_id, asked.plan, asked.credits)
        except accounts.AccountError as error:
            raise TokenRequestError(str(error)) from error
