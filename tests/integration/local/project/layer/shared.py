"""A layer of one module, so that a test sees that layers are on the path."""

from __future__ import annotations

import functools
from typing import Any


@functools.cache
def client(service: str) -> Any:
    """A botocore client, made once."""
    import botocore.session  # noqa: PLC0415 - only those who call AWS pay for it

    return botocore.session.get_session().create_client(service)
