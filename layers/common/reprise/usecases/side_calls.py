"""Calls of providers that make no task: a style made fuller, and what is left at an account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reprise.domain.accounts import Profile
from reprise.domain.errors import ProviderUnavailable
from reprise.domain.text import CLEANERS
from reprise.providers.provider import Pool, Provider, Unanswered
from reprise.usecases.accounts import Bookkeeping


@dataclass(frozen=True, slots=True)
class SideCalls:
    """What such calls need. `unanswered` is told of those that brought no answer."""

    pool: Pool
    bookkeeping: Bookkeeping
    unanswered: Callable[[str, Unanswered], None]

    def boost(self, user_id: str, style: str) -> tuple[str, Profile]:
        """A fuller text of a style, for one call of the user's minute. Raises RateLimited, ProviderUnavailable."""
        profile = self.bookkeeping.count_call(user_id)
        provider = self.pool[self.pool.default]
        try:
            return CLEANERS["prompt"](provider.boost(style)), profile
        except Unanswered as silence:
            self.unanswered(provider.account.name, silence)
            raise ProviderUnavailable("not_counted") from None

    def remaining(self) -> dict[str, int | float | None]:
        """What is left at each account that users are told of, by its name; None where the provider does not say."""
        asked = (provider for provider in self.pool.providers.values() if provider.features)
        return {provider.account.name: self._remaining(provider) for provider in asked}

    def _remaining(self, provider: Provider) -> int | float | None:
        try:
            return provider.remaining()
        except Unanswered as silence:
            self.unanswered(provider.account.name, silence)
            return None
