"""The endpoints about providers: what they can do, what is left at them, and what they do at once."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Annotated, cast

from reprise.domain.accounts import Profile
from reprise.domain.requests import Prose, camel
from reprise.edge.bootstrap.generate import Parts
from reprise.edge.http import Call, Response
from reprise.edge.limits import limited
from reprise.edge.provider_bodies import AccountCreditsView, AccountsCreditsView, FeaturesView, MatrixView, StyleView
from reprise.edge.requests import body_as
from reprise.edge.routes import Route
from reprise.providers.provider import Provider


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleBody:
    """Body of `POST /styles/boost`."""

    style: Annotated[str, Prose(1000, "prompt")]


def get_providers(parts: Parts, _call: Call) -> Response[MatrixView]:
    """What each provider can do."""
    rows = (_features(provider) for provider in parts.starter.pool.providers.values())
    return Response(HTTPStatus.OK, {"items": [row for row in rows if row]})


def get_provider_credits(parts: Parts, call: Call) -> Response[AccountsCreditsView]:
    """What is left at each account. Raises Forbidden."""
    call.require_admin()
    left = parts.side_calls.remaining()
    return Response(HTTPStatus.OK, {"items": [_left(account, amount) for account, amount in left.items()]})


def post_boost(parts: Parts, call: Call) -> tuple[Response[StyleView], Profile]:
    """A fuller text of a style."""
    wanted = body_as(StyleBody, call)
    style, profile = parts.side_calls.boost(call.user, wanted.style)
    return Response(HTTPStatus.OK, {"style": style}), profile


ROUTES = (
    Route("GET /v1/providers", get_providers, None, MatrixView, "Show what each provider can do."),
    Route(
        "GET /v1/providers/credits", get_provider_credits, None, AccountsCreditsView, "Show what is left at providers."
    ),
    Route("POST /v1/styles/boost", limited(post_boost), StyleBody, StyleView, "Make a style's text fuller."),
)


def _features(provider: Provider) -> FeaturesView | None:
    if provider.features is None:
        return None
    told = {camel(name): value for name, value in asdict(provider.features).items()}
    return cast("FeaturesView", {"provider": provider.name, **told, "healthy": True})


def _left(account: str, remaining: float | None) -> AccountCreditsView:
    provider, _, name = account.partition(":")
    return {"provider": provider, "account": name, "remaining": remaining}
