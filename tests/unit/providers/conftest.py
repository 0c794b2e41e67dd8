"""What the tests of providers begin with."""

from __future__ import annotations

from tests.unit.providers.talking import reseller

__all__ = ["reseller"]
