"""What stands for `store_asset`: the bytes of a URL are its own text, stored through the real store of objects."""

from __future__ import annotations

import hashlib
import io

from reprise.domain.fetch_errors import FetchFailed, FetchRefused
from reprise.domain.media import Inspection, MediaType
from reprise.domain.versions import Asset, Copy
from reprise.providers.assets import FetchRules
from reprise.store.objects import Objects
from reprise.usecases.storing import Measure, Wanted
from tests.fakes.payloads import DURATION_SECONDS
from tests.fakes.wire import Wire

_MEDIA = {Asset.COVER: MediaType.JPEG, Asset.VIDEO: MediaType.MP4, Asset.WAV: MediaType.WAV}

TWIN = "twin"
"""A trouble of a track's second variant: the first one's bytes come under its own name."""
REFUSED = "html"
"""A trouble that is final."""


class FakeFetch:
    """Copies by magic. `troubles` says what goes wrong with a URL, fetch by fetch, before it goes well."""

    def __init__(self, wire: Wire) -> None:
        self.troubles: dict[str, tuple[str, ...]] = {}
        self._wire = wire

    def save(self) -> dict[str, tuple[str, ...]]:
        """The troubles that are still to come."""
        return dict(self.troubles)

    def load(self, saved: dict[str, tuple[str, ...]]) -> None:
        """Be as it was when it was saved."""
        self.troubles = dict(saved)

    def __call__(
        self,
        wanted: Wanted,
        *,
        rules: FetchRules,
        objects: Objects,
        measured: Measure | None = None,
    ) -> Copy:
        """Copy one file."""
        del rules
        url, asset, key_stem = wanted.url, wanted.asset, wanted.stem
        body = self._wire("fetch", lambda: self._body(url))
        usual = MediaType.M4A if wanted.is_renewed and url.endswith(".m4a") else MediaType.MP3
        found = Inspection(_MEDIA.get(asset, usual), DURATION_SECONDS if asset is Asset.AUDIO else None)
        sha256 = hashlib.sha256(body).hexdigest()
        loudness = measured(io.BytesIO(body)) if measured and asset is Asset.AUDIO else None
        key, seconds = f"{key_stem}.{found.media.extension}", found.duration_seconds
        copy = Copy(asset, key, len(body), sha256, loudness=loudness, seconds=seconds)
        return objects.put(copy, found, io.BytesIO(body))

    def _body(self, url: str) -> bytes:
        trouble, *left = self.troubles.get(url, ("",))
        self.troubles[url] = tuple(left)
        if not left:
            del self.troubles[url]
        if trouble == TWIN:
            return url.replace("-b.", "-a.").encode()
        if trouble == REFUSED or trouble.startswith("status_4"):
            raise FetchRefused(trouble)
        if trouble:
            raise FetchFailed(trouble)
        return url.encode()
