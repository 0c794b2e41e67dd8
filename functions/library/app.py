"""Shows, prefers and deletes a user's tracks; answers health and unknown routes."""

from __future__ import annotations

from reprise.edge.bootstrap.library import Settings, build
from reprise.edge.function import Function
from reprise.edge.track_routes import ROUTES

lambda_handler = Function(Settings, build, routes=ROUTES)
