"""One file, from a provider to us: downloaded to disk, looked into, and only then given its name."""

from __future__ import annotations

import hashlib
from tempfile import SpooledTemporaryFile
from typing import IO

from reprise.domain.media import ACCEPTED, FetchFailed, StoredAsset, plausible
from reprise.domain.versions import Asset
from reprise.providers.assets import FetchRules, Resolver, fetch, inspect
from reprise.store.keys import Keys
from reprise.store.objects import Objects

# Most songs. What is larger goes to the Lambda's /tmp, without a name: a killed process leaves nothing there.
_IN_MEMORY = 8 * 1024 * 1024


def copy_asset(
    url: str,
    kind: Asset,
    key_stem: str,
    *,
    rules: FetchRules,
    objects: Objects,
    announced_seconds: float | None = None,
    resolver: Resolver | None = None,
) -> StoredAsset:
    """Copy a file to `<key_stem>.<its extension>`; returns what is stored there, also if somebody was faster.

    FetchRefused when it will never do, FetchFailed when it is worth trying again. So is a song that is much
    shorter or longer than announced, where the caller says what was.
    """
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as body:
        sha256, size = _download(url, rules, resolver, body)
        found = inspect(body, size, ACCEPTED[kind])
        if not plausible(found.duration_seconds, announced_seconds):
            raise FetchFailed("duration")
        key = Keys.file(key_stem, found.media)
        return objects.put(StoredAsset(key, size, sha256, found.media, found.duration_seconds), body)


def _download(url: str, rules: FetchRules, resolver: Resolver | None, body: IO[bytes]) -> tuple[str, int]:
    digest = hashlib.sha256()
    with fetch(url, rules, resolver) as fetched:
        for chunk in fetched.chunks:
            digest.update(chunk)
            body.write(chunk)
    return digest.hexdigest(), body.tell()
