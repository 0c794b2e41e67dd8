"""The routes as the functions answer them, the template names them, and the sample events show them."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from local.intrinsics import load
from reprise.edge.routes import Route
from reprise.edge.task_bodies import Keyed

ROOT = Path(__file__).parents[2]
BASE = "/v1"
_NO_AUTHORIZER = {"Authorizer": "NONE"}
_PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Found:
    """A route with what the template says of it. `name` is the operation's id."""

    name: str
    route: Route[Any, Any]
    is_open: bool
    sample: dict[str, Any]

    @property
    def method(self) -> str:
        """The method, as a document spells it."""
        return self.route.key.partition(" ")[0].lower()

    @property
    def path(self) -> str:
        """The path below the server's URL."""
        return self.route.key.partition(" ")[2].removeprefix(BASE)

    @property
    def parameters(self) -> list[str]:
        """The names in its path."""
        return _PARAMETER.findall(self.path)

    @property
    def is_limited(self) -> bool:
        """Whether a plan's limits are told with every answer."""
        return self.route.endpoint.__qualname__.startswith("limited.")

    @property
    def is_keyed(self) -> bool:
        """Whether its body may hold an idempotency key."""
        return self.route.body is not None and issubclass(self.route.body, Keyed)

    @property
    def example(self) -> Any:
        """The body of its sample event, if it has one."""
        body = self.sample.get("body")
        return json.loads(body) if body else None


def found() -> list[Found]:
    """Every route of the template but the one for all others, in the template's order."""
    resources = load(ROOT / "template.yaml")["Resources"].values()
    functions = [one["Properties"] for one in resources if one["Type"] == "AWS::Serverless::Function"]
    return [route for function in functions for route in _routes(function)]


def _routes(function: dict[str, Any]) -> Iterator[Found]:
    folder = PurePosixPath(function["CodeUri"]).name
    for event, trigger in function.get("Events", {}).items():
        if trigger["Type"] == "HttpApi" and trigger["Properties"]["Path"] != "$default":
            yield _route(folder, event, trigger["Properties"])


def _route(folder: str, event: str, trigger: dict[str, Any]) -> Found:
    routes: dict[str, Route[Any, Any]] = importlib.import_module(f"functions.{folder}.app").lambda_handler.routes
    file = f"{folder}.{re.sub(r'(?<=[a-z0-9])(?=[A-Z])', '_', event).lower()}.json"
    return Found(
        name=event[0].lower() + event[1:],
        route=routes[f"{trigger['Method']} {trigger['Path']}"],
        is_open=trigger.get("Auth") == _NO_AUTHORIZER,
        sample=json.loads((ROOT / "events" / file).read_text("utf-8")),
    )
