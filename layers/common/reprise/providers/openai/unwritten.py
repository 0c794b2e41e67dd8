"""The one error of the writer."""

from __future__ import annotations


class Unwritten(Exception):
    """No script was written; `reason` is a short code, free of the key and of anything a person or the model wrote."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
