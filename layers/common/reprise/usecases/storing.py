"""Storing one file of a provider's: it is downloaded to disk, checked, and only then put into our bucket."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import IO

from reprise.domain.fetch_errors import LENGTH, FetchFailed
from reprise.domain.loudness import Loudness
from reprise.domain.media import ACCEPTED, credible, plausible
from reprise.domain.versions import Asset, Copy
from reprise.providers.assets import FetchRules, fetch, inspect
from reprise.store.keys import Keys
from reprise.store.objects import Objects

# Most songs. What is larger goes to the Lambda's /tmp, without a name: a killed process leaves nothing there.
_IN_MEMORY = 8 * 1024 * 1024

Measure = Callable[[IO[bytes]], Loudness | None]
"""Tells how loud the song in a file is, if that can be told."""


def store_asset(
    url: str,
    asset: Asset,
    key_stem: str,
    *,
    rules: FetchRules,
    objects: Objects,
    announced_seconds: float | None = None,
    measured: Measure | None = None,
) -> Copy:
    """Store a file at `<key_stem>.<its extension>`; returns what is there, also if somebody else was faster.

    FetchRefused when the file cannot be kept, FetchFailed when it is worth trying again. FetchFailed is also for
    a song that is much shorter or longer than `announced_seconds`. With `measured`, the copy of a song has
    its loudness.
    """
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as body:
        sha256, size = _download(url, rules, body)
        found = inspect(body, size, ACCEPTED[asset])
        if not plausible(found.duration_seconds, announced_seconds):
            raise FetchFailed(LENGTH)
        loudness = measured(body) if measured and asset is Asset.AUDIO else None
        key = Keys.file(key_stem, found.media)
        copy = Copy(asset, key, size, sha256, loudness=loudness, seconds=credible(found.duration_seconds))
        return objects.put(copy, found, body)


def _download(url: str, rules: FetchRules, body: IO[bytes]) -> tuple[str, int]:
    digest = hashlib.sha256()
    with fetch(url, rules) as fetched:
        for chunk in fetched.chunks:
            digest.update(chunk)
            body.write(chunk)
    return digest.hexdigest(), body.tell()
