"""Files at a provider's: fetching them safely and looking at what came."""

from ssrfguard import Resolver

from reprise.providers.assets.fetching import Fetched, fetch
from reprise.providers.assets.inspection import inspect
from reprise.providers.assets.rules import FetchRules

__all__ = ["FetchRules", "Fetched", "Resolver", "fetch", "inspect"]
