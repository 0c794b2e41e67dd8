"""Presets and runs of journeys: created, shown, started, told about, cancelled, deleted."""

from __future__ import annotations

from reprise.edge.bootstrap.parcours import Settings, build
from reprise.edge.function import Function
from reprise.edge.parcours_routes import ROUTES

lambda_handler = Function(Settings, build, routes=ROUTES)
