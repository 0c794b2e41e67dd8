"""Starts generations: checks, charges, sends them to the provider."""

from __future__ import annotations

from reprise.edge.batch_routes import ROUTES as OF_SEVERAL
from reprise.edge.bootstrap.generate import Settings, build
from reprise.edge.function import Function
from reprise.edge.generation_routes import ROUTES
from reprise.edge.provider_routes import ROUTES as ABOUT_PROVIDERS

lambda_handler = Function(Settings, build, routes=(*ROUTES, *OF_SEVERAL, *ABOUT_PROVIDERS))
