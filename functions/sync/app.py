"""Asks the provider now about the caller's unfinished tracks, or lists them without asking."""

from __future__ import annotations

from reprise.edge.bootstrap.sync import Settings, build
from reprise.edge.function import Function
from reprise.edge.sync_routes import ROUTES

lambda_handler = Function(Settings, build, routes=ROUTES)
