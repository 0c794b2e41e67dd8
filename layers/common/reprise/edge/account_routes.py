"""The endpoints of a user's account."""

from __future__ import annotations

from http import HTTPStatus

from reprise.domain.accounts import Profile
from reprise.domain.errors import NotFound
from reprise.edge.account_views import entry_view, notice_view, profile_view
from reprise.edge.bodies import AccountView, EntryPage, NoticePage, ProfileView
from reprise.edge.bootstrap.account import Parts
from reprise.edge.cursors import decode_id
from reprise.edge.http import Call, Response
from reprise.edge.logging import log
from reprise.edge.requests import MAX_USER_ID, PAGING, GrantRequest, PlanRequest, body_as, key_of, page_of
from reprise.edge.routes import Route
from reprise.usecases.accounts import LedgerPage


def get_credits(parts: Parts, call: Call) -> Response[ProfileView]:
    """Balance, plan and limits."""
    return Response(HTTPStatus.OK, profile_view(parts.bookkeeping.open(call.user), parts.clock()))


def list_transactions(parts: Parts, call: Call) -> Response[EntryPage]:
    """The ledger, newest first; its cursor carries the balance at its place."""
    page = _ledger_page(parts, call)
    items = [entry_view(item) for item in page.items]
    following = f"{page.balance}|{page.following}" if page.following else None
    return Response(HTTPStatus.OK, {"items": items, "cursor": parts.cursors.encode(call, following)})


def list_notifications(parts: Parts, call: Call) -> Response[NoticePage]:
    """What the caller should know, newest first."""
    limit, before = page_of(call, parts.cursors)
    notices, following = parts.notifications.page(call.user, limit, before)
    items = [notice_view(notice, call.language) for notice in notices]
    return Response(HTTPStatus.OK, {"items": items, "cursor": parts.cursors.encode(call, following)})


def read_notification(parts: Parts, call: Call) -> Response[None]:
    """The caller has seen it."""
    user, place = call.user, decode_id(call.path("id"))
    if place is None or not parts.notifications.mark_read(user, place, parts.clock()):
        raise NotFound("notification")
    return Response(HTTPStatus.NO_CONTENT, None)


def grant_credits(parts: Parts, call: Call) -> Response[AccountView]:
    """Credits for a user, by an admin."""
    call.require_admin()
    wanted = body_as(GrantRequest, call)
    profile = parts.bookkeeping.grant(wanted.user_id, wanted.tenths, wanted.reason, key_of(call))
    log("granted", user_id=wanted.user_id, tenths=wanted.tenths, by=call.user)
    return _shown(parts, profile)


def put_user(parts: Parts, call: Call) -> Response[AccountView]:
    """A user's plan, by an admin."""
    call.require_admin()
    wanted = body_as(PlanRequest, call)
    user_id = call.path("userId")
    if len(user_id) > MAX_USER_ID or not user_id.isprintable():
        raise NotFound("user")
    log("plan_changed", user_id=user_id, plan=wanted.plan, by=call.user)
    return _shown(parts, parts.bookkeeping.change_plan(user_id, wanted.plan))


ROUTES = (
    Route("GET /v1/credits", get_credits, None, ProfileView, "Show your balance, plan and limits.", ()),
    Route(
        "GET /v1/credits/transactions", list_transactions, None, EntryPage, "List your ledger, newest first.", PAGING
    ),
    Route("GET /v1/notifications", list_notifications, None, NoticePage, "List your messages, newest first.", PAGING),
    Route("POST /v1/notifications/{id}/read", read_notification, None, None, "Say that you have seen a message."),
    Route("POST /v1/admin/credits", grant_credits, GrantRequest, AccountView, "Give a user credits (admins only)."),
    Route("PUT /v1/admin/users/{userId}", put_user, PlanRequest, AccountView, "Change a user's plan (admins only)."),
)


def _shown(parts: Parts, profile: Profile) -> Response[AccountView]:
    """An account to an admin, who has to be told whose it is."""
    return Response(HTTPStatus.OK, {"userId": profile.user_id, **profile_view(profile, parts.clock())})


def _ledger_page(parts: Parts, call: Call) -> LedgerPage:
    limit, cursor = page_of(call, parts.cursors)
    if cursor is None:
        return parts.bookkeeping.ledger(call.user, limit)
    balance, _, before = cursor.partition("|")
    return parts.bookkeeping.ledger_before(call.user, limit, before, int(balance))
