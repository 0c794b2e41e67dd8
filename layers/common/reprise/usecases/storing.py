"""Storing one file of a provider's: it is downloaded to disk, checked, and only then put into our bucket."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO

from reprise.domain.fetch_errors import LENGTH, FetchFailed
from reprise.domain.loudness import Loudness
from reprise.domain.media import ACCEPTED, RENEWED, credible, plausible
from reprise.domain.versions import Asset, Copy
from reprise.providers.assets import FetchRules, fetch, inspect
from reprise.store.keys import Keys
from reprise.store.objects import Objects

# Most songs. What is larger goes to the Lambda's /tmp, without a name: a killed process leaves nothing there.
_IN_MEMORY = 8 * 1024 * 1024

Measure = Callable[[IO[bytes]], Loudness | None]
"""Tells how loud the song in a file is, if that can be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A file that is to be stored: where from, and where to."""

    url: str
    asset: Asset
    stem: str
    announced_seconds: float | None = None
    is_renewed: bool = False
    """Whether it is audio that was asked for anew, which may be of another type."""


def store_asset(wanted: Wanted, *, rules: FetchRules, objects: Objects, measured: Measure | None = None) -> Copy:
    """Store a file at `<stem>.<its extension>`; returns what is there, also if somebody else was faster.

    FetchRefused when the file cannot be kept, FetchFailed when it is worth trying again. FetchFailed is also for
    a song that is much shorter or longer than `announced_seconds`. With `measured`, the copy of a song has
    its loudness.
    """
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as body:
        sha256, size = _download(wanted.url, rules.of(wanted.asset), body)
        found = inspect(body, size, RENEWED if wanted.is_renewed else ACCEPTED[wanted.asset])
        if not plausible(found.duration_seconds, wanted.announced_seconds):
            raise FetchFailed(LENGTH)
        loudness = measured(body) if measured and wanted.asset is Asset.AUDIO else None
        key = Keys.file(wanted.stem, found.media)
        copy = Copy(wanted.asset, key, size, sha256, loudness=loudness, seconds=credible(found.duration_seconds))
        return objects.put(copy, found, body)


def _download(url: str, rules: FetchRules, body: IO[bytes]) -> tuple[str, int]:
    digest = hashlib.sha256()
    with fetch(url, rules) as fetched:
        for chunk in fetched.chunks:
            digest.update(chunk)
            body.write(chunk)
    return digest.hexdigest(), body.tell()
