"""What a fetch may do and how long it may take."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reprise.domain.media import LARGE
from reprise.domain.versions import Asset


@dataclass(frozen=True, slots=True)
class FetchRules:
    """Bounds of one fetch; times in seconds, sizes in bytes."""

    max_bytes: int = 50 * 1024 * 1024
    max_large_bytes: int = 250 * 1024 * 1024
    allowed_hosts: tuple[str, ...] = ()
    """Host suffixes, matched at dots; none allows every host with a public address."""
    trusted_origins: tuple[str, ...] = ()
    """Exact origins (`http://127.0.0.1:8700`) that need neither https nor a public address. Empty on AWS."""
    connect_timeout: float = 5.0
    total_seconds: float = 120.0
    min_bytes_per_second: float = 16_384.0
    window_seconds: float = 10.0
    """The minimum rate is asked of every window of this length; the first one is the grace."""
    max_redirects: int = 3
    ca_file: str | None = None
    """Certificates to trust instead of the system's, for a trusted origin with its own authority."""

    def of(self, asset: Asset) -> FetchRules:
        """The rules of an asset, some of which may be larger than others."""
        return replace(self, max_bytes=self.max_large_bytes) if asset in LARGE else self
