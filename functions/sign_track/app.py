"""Gives the owner of a version a URL that plays it."""

from __future__ import annotations

from reprise.edge.bootstrap.sign_track import Settings, build
from reprise.edge.function import Function
from reprise.edge.track_routes import SIGNING

lambda_handler = Function(Settings, build, routes=SIGNING)
