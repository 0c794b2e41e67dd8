"""Credits, ledger and notifications of a user; grants and plans for admins."""

from __future__ import annotations

from reprise.edge.account_routes import ROUTES
from reprise.edge.bootstrap.account import Settings, build
from reprise.edge.function import Function

lambda_handler = Function(Settings, build, routes=ROUTES)
