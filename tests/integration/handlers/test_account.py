"""Credits, ledger, notifications; grants and plans by admins only."""

from __future__ import annotations

from typing import Any

import pytest

from reprise.domain.notification import Notification
from reprise.edge.problems import text
from reprise.store.accounts import Accounts
from reprise.store.notifications import Notifications
from tests.integration.handlers.world import World
from tests.unit.domain.make import BEFORE, NOW

USER = "user-1"
NEW = {
    "plan": "free", "remaining": 10, "usedToday": 0, "generationsToday": 0, "running": 0,
    "limits": {"perMinute": 3, "perDay": 10, "concurrent": 1},
}  # fmt: skip


def grant(world: World, amount: float, user: str = USER, **changes: Any) -> tuple[int, Any]:
    body = {"userId": user, "amount": amount, "reason": "gift"}
    return world.http("account.grant_credits", "boss", body=body, **({"admin": True} | changes))[:2]


def test_a_new_user_has_the_signup_credits_as_an_entry_like_any_other(world: World) -> None:
    assert world.http("account.get_credits", USER)[:2] == (200, NEW)
    assert world.http("account.get_credits", USER)[:2] == (200, NEW)
    status, body, _ = world.http("account.list_transactions", USER, query={})
    (entry,) = body["items"]
    assert (status, body["cursor"], entry.pop("createdAt")[-1]) == (200, None, "Z")
    assert entry == {
        "id": f"{USER}.signup",
        "amount": 10,
        "type": "grant",
        "trackId": None,
        "reason": "signup",
        "balance": 10,
    }


def test_balances_run_through_pages(world: World) -> None:
    for amount in (5, -2.5, 0.1, 40):
        assert grant(world, amount)[0] == 200
    shown: list[tuple[float, float]] = []
    query = {"limit": "2"}
    while query:
        _, body, _ = world.http("account.list_transactions", USER, query=query)
        shown += [(entry["amount"], entry["balance"]) for entry in body["items"]]
        query = {"limit": "2", "cursor": body["cursor"]} if body["cursor"] else {}
    assert shown == [(40, 52.6), (0.1, 12.6), (-2.5, 12.5), (5, 15), (10, 10)]


def test_a_grant_answers_the_profile(world: World) -> None:
    assert grant(world, 2.5) == (200, NEW | {"userId": USER, "remaining": 12.5})
    assert world.ledger(USER) == [100, 25]


def test_a_balance_never_falls_below_zero(world: World) -> None:
    status, body = grant(world, -10.1)
    assert (status, body["code"]) == (409, "conflict")
    assert grant(world, -10)[1]["remaining"] == 0
    assert world.ledger(USER) == [100, -100]


@pytest.mark.parametrize("amount", [0, 0.05, 1e9, "5", True, None])
def test_a_grant_that_makes_no_sense_is_refused(world: World, amount: Any) -> None:
    status, body = grant(world, amount)
    assert (status, [error["field"] for error in body["errors"]]) == (400, ["amount"])
    assert world.rows("AccountsTable") == []


def test_a_grant_under_a_key_is_made_once(world: World) -> None:
    headers = {"idempotency-key": "refund-4711"}
    assert [grant(world, 2.5, headers=headers)[1]["remaining"] for _ in range(3)] == [12.5, 12.5, 12.5]
    assert world.ledger(USER) == [100, 25]
    status, body = grant(world, 3, headers=headers)
    assert (status, body["code"]) == (422, "idempotency_mismatch")
    assert grant(world, 2.5, headers={"idempotency-key": "another"})[1]["remaining"] == 15
    assert grant(world, 2.5, "other", headers=headers)[1]["remaining"] == 12.5


def test_a_plan_changes_the_limits_and_keeps_the_balance(world: World) -> None:
    world.http("account.get_credits", USER)
    put = {"path": {"userId": USER}, "body": {"plan": "premium"}}
    status, body, _ = world.http("account.put_user", "boss", admin=True, **put)
    limits = {"perMinute": 30, "perDay": None, "concurrent": 10}
    assert (status, body) == (200, NEW | {"userId": USER, "plan": "premium", "limits": limits})


def test_only_admins_grant_and_move(world: World) -> None:
    assert grant(world, 5, admin=False)[0] == 403
    status, body, _ = world.http("account.put_user", USER, path={"userId": USER})
    assert (status, body["code"]) == (403, "forbidden")
    assert world.rows("AccountsTable") == []


def test_nobody_has_no_account(world: World) -> None:
    for name in ("get_credits", "list_transactions", "list_notifications", "read_notification", "grant_credits"):
        assert world.http(f"account.{name}")[0] == 401


def notify(world: World, number: int, user: str = USER) -> None:
    kept = Notifications(Accounts(world.surroundings.dynamodb, world.table("AccountsTable")))
    kept.add(
        Notification(f"t{number}.failed", user, "track.failed", "timeout", BEFORE.replace(second=number), f"t{number}")
    )


def test_a_notice_is_read_once_and_for_all(world: World) -> None:
    notify(world, 1)
    _, body, _ = world.http("account.list_notifications", USER, query={}, headers={"accept-language": "fr"})
    (notice,) = body["items"]
    assert notice == {
        "id": notice["id"], "type": "track.failed", "code": "timeout", "trackId": "t1", "readAt": None,
        "createdAt": "2026-01-02T03:04:01Z", "message": text("timeout", "fr"),
    }  # fmt: skip
    assert world.http("account.read_notification", USER, path={"id": notice["id"]})[:2] == (204, None)
    notify(world, 1)
    _, body, _ = world.http("account.list_notifications", USER, query={})
    assert body["items"][0]["readAt"] > NOW.isoformat()


def test_notices_come_newest_first_in_pages(world: World) -> None:
    for number in range(5):
        notify(world, number)
    _, first, _ = world.http("account.list_notifications", USER, query={"limit": "3"})
    _, second, _ = world.http("account.list_notifications", USER, query={"limit": "3", "cursor": first["cursor"]})
    assert [notice["trackId"] for notice in first["items"] + second["items"]] == ["t4", "t3", "t2", "t1", "t0"]
    assert second["cursor"] is None


def test_somebody_elses_notice_is_not_there(world: World) -> None:
    notify(world, 1, "owner")
    _, body, _ = world.http("account.list_notifications", "owner", query={})
    assert world.http("account.read_notification", USER, path={"id": body["items"][0]["id"]})[0] == 404
