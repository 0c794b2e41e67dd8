"""What every request of ours says beside its own matter."""

from __future__ import annotations

import re

from reprise.providers.exchange.line import Unheard

_KEY = re.compile(r"[\x21-\x7e]+")


def bearer(key: str) -> dict[str, str]:
    """The headers of a request with this key: what it holds and wants is JSON, as it is. Raises Unheard."""
    if not key:
        raise Unheard("no_key")
    if not _KEY.fullmatch(key):
        # http.client would quote the key in its complaint.
        raise Unheard("bad_key")
    return {
        "Authorization": f"Bearer {key}",
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "User-Agent": "reprise",
    }
