"""Users' accounts: opened on first sight, shown, topped up, moved to another plan."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from reprise.domain.accounts import Opened, Plan, Profile, counted_call, opened
from reprise.domain.credits import Tenths, grant
from reprise.domain.errors import Conflict, IdempotencyMismatch
from reprise.store.accounts import Accounts, GrantRecord
from reprise.usecases.transition import Clock, until_won


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """Entries, newest first, each with the balance after it; `following` and `balance` start the next page."""

    items: list[dict[str, Any]]
    following: str | None
    balance: Tenths


@dataclass(frozen=True, slots=True)
class Bookkeeping:
    """What an account can be asked. Signup credits are in tenths."""

    accounts: Accounts
    signup_credits: Tenths
    clock: Clock
    new_id: Callable[[], str]

    def open(self, user_id: str, plan: Plan = Plan.FREE) -> Profile:
        """The user's profile, made if this is the first time anybody asks."""
        return self._change(user_id, lambda profile, _now: (profile, ()), plan)

    def count_call(self, user_id: str) -> Profile:
        """The user's profile with one more call of this minute. Raises RateLimited."""
        return self._change(user_id, lambda profile, now: (counted_call(profile, now), ()))

    def grant(self, user_id: str, amount: Tenths, reason: str, key: str | None = None) -> Profile:
        """Give credits, or take them back; under the same key once. Raises Conflict, IdempotencyMismatch."""
        entry_id = hashlib.sha256(key.encode()).hexdigest() if key else self.new_id()
        record = GrantRecord(user_id, entry_id, amount, reason)

        def given(profile: Profile, now: datetime) -> Opened:
            before = self.accounts.grant_record(user_id, entry_id) if key else None
            if before:
                return self._as_before(profile, before, record)
            if profile.balance + amount < 0:
                raise Conflict("balance_below_zero")
            entry = grant(user_id, entry_id, amount, reason, now)
            return replace(profile, balance=profile.balance + amount), (entry,)

        return self._change(user_id, given, records=[record] if key else [])

    def _as_before(self, profile: Profile, before: GrantRecord, record: GrantRecord) -> Opened:
        if before != record:
            raise IdempotencyMismatch("grant")
        return profile, ()

    def change_plan(self, user_id: str, plan: Plan) -> Profile:
        """Put a user on a plan; what was counted stays counted."""
        return self._change(user_id, lambda profile, _now: (replace(profile, plan=plan), ()))

    def ledger(self, user_id: str, limit: int) -> LedgerPage:
        """The newest entries. Read again while the balance moves, so that both are of one moment."""
        profile = self.open(user_id)
        while True:
            page = self.ledger_before(user_id, limit, None, profile.balance)
            now = self.open(user_id)
            if now.rev == profile.rev:
                return page
            profile = now

    def ledger_before(self, user_id: str, limit: int, before: str | None, balance: Tenths) -> LedgerPage:
        """The entries before a place in the ledger where the balance was `balance`."""
        items, following = self.accounts.page(user_id, "entry", limit, before)
        shown = []
        for item in items:
            shown.append({**item, "balance": balance})
            balance -= int(item["amount"])
        return LedgerPage(shown, following, balance)

    def _change(
        self,
        user_id: str,
        change: Callable[[Profile, datetime], Opened],
        plan: Plan = Plan.FREE,
        records: Sequence[GrantRecord] = (),
    ) -> Profile:
        def attempt() -> Profile:
            now = self.clock()
            before = self.accounts.profile(user_id)
            known, first = opened(before, user_id, self.signup_credits, now, plan)
            # The ledger is in the order of time, so what opens it comes an instant before what follows.
            changed, entries = change(known, now + timedelta(microseconds=len(first)))
            if changed is before:
                return changed
            entered = map(self.accounts.add_entry, [*first, *entries])
            recorded = map(self.accounts.add_grant_record, records)
            self.accounts.write([self.accounts.replace_profile(before, changed), *entered, *recorded])
            return changed

        return until_won(attempt, self.clock)
