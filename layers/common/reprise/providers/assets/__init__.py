"""Files at a provider's: fetching them safely, looking at what came, and listening to it."""

from reprise.providers.assets.fetching import Fetched, fetch
from reprise.providers.assets.inspection import inspect
from reprise.providers.assets.loudness import measured
from reprise.providers.assets.rules import FetchRules

__all__ = ["FetchRules", "Fetched", "fetch", "inspect", "measured"]
