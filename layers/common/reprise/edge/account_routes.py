"""The endpoints of a user's account."""

from __future__ import annotations

from http import HTTPStatus

from reprise.domain.accounts import Profile
from reprise.domain.errors import FieldError, InvalidInput, NotFound
from reprise.edge.bootstrap.account import bookkeeping, notifications
from reprise.edge.clock import utc_now
from reprise.edge.cursors import decode_cursor, encode_cursor
from reprise.edge.http import Call, Endpoint, Response
from reprise.edge.logging import log
from reprise.edge.requests import MAX_USER_ID, GrantRequest, PlanRequest, body_as, key_of, page_of
from reprise.edge.views import entry_view, notice_view, profile_view


def get_credits(call: Call) -> Response:
    """Balance, plan and limits."""
    return Response(HTTPStatus.OK, profile_view(bookkeeping().open(call.user), utc_now()))


def list_transactions(call: Call) -> Response:
    """The ledger, newest first; its cursor carries the balance at its place."""
    limit, cursor = page_of(call)
    page = (
        bookkeeping().ledger(call.user, limit)
        if cursor is None
        else bookkeeping().ledger_before(call.user, limit, *_place(cursor))
    )
    following = f"{page.balance}|{page.following}" if page.following else None
    return Response(
        HTTPStatus.OK,
        {"items": [entry_view(item) for item in page.items], "cursor": encode_cursor(following)},
    )


def list_notifications(call: Call) -> Response:
    """What the caller should know, newest first."""
    limit, before = page_of(call)
    notices, following = notifications().page(call.user, limit, before)
    items = [notice_view(notice, call.language) for notice in notices]
    return Response(HTTPStatus.OK, {"items": items, "cursor": encode_cursor(following)})


def read_notification(call: Call) -> Response:
    """The caller has seen it."""
    if not notifications().mark_read(call.user, decode_cursor(call.path("id")), utc_now()):
        raise NotFound("no such notification")
    return Response(HTTPStatus.NO_CONTENT)


def grant_credits(call: Call) -> Response:
    """Credits for a user, by an admin."""
    call.require_admin()
    wanted = body_as(GrantRequest, call)
    profile = bookkeeping().grant(wanted.user_id, wanted.tenths, wanted.reason, key_of(call))
    log("granted", user_id=wanted.user_id, tenths=wanted.tenths, by=call.user)
    return _shown(profile)


def put_user(call: Call) -> Response:
    """A user's plan, by an admin."""
    call.require_admin()
    wanted = body_as(PlanRequest, call)
    if len(call.path("userId")) > MAX_USER_ID:
        raise NotFound("no such user")
    log("plan_changed", user_id=call.path("userId"), plan=wanted.plan, by=call.user)
    return _shown(bookkeeping().change_plan(call.path("userId"), wanted.plan))


ROUTES: dict[str, Endpoint] = {
    "GET /v1/credits": get_credits,
    "GET /v1/credits/transactions": list_transactions,
    "GET /v1/notifications": list_notifications,
    "POST /v1/notifications/{id}/read": read_notification,
    "POST /v1/admin/credits": grant_credits,
    "PUT /v1/admin/users/{userId}": put_user,
}


def _shown(profile: Profile) -> Response:
    """An account to an admin, who has to be told whose it is."""
    return Response(HTTPStatus.OK, {"userId": profile.user_id, **profile_view(profile, utc_now())})


def _place(cursor: str) -> tuple[str, int]:
    balance, _, before = cursor.partition("|")
    if not balance.isascii() or not balance.isdigit() or not before:
        raise InvalidInput([FieldError("cursor", "use the cursor of the page before, unchanged")])
    return before, int(balance)
