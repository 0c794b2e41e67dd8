"""Serves the API's document, and the pages that render it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from reprise.edge.bootstrap.docs import Settings, build
from reprise.edge.document_routes import ROUTES
from reprise.edge.function import Function

lambda_handler = Function(Settings, partial(build, Path(__file__).with_name("pages")), routes=ROUTES)
