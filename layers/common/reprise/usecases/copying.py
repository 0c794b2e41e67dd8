"""Copying a version: all its missing assets side by side, and what came of each, in one transition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

from reprise.domain.events import Copied
from reprise.domain.jobs import CopyJob
from reprise.domain.media import ACCEPTED, FetchFailed, FetchRefused, StoredAsset
from reprise.domain.track import Track
from reprise.domain.versions import Asset, Copy
from reprise.providers.assets import FetchRules
from reprise.store.keys import Keys
from reprise.store.objects import Objects
from reprise.store.tracks import Tracks
from reprise.usecases.storing import copy_asset
from reprise.usecases.transition import Clock, transition

FIRST_RETRY_SECONDS = 40
"""Providers are seen to serve an empty file, or one variant's under both names, for half a minute."""

LONGEST_RETRY_SECONDS = 900

TRIES_FOR_CONTENT = 5
"""After so many tries, ten minutes, what a provider serves is what it has: the same for both variants is taken, what is
no song is refused."""

_LENGTH = "duration"
_LENGTH_RETRY_SECONDS = 10
"""A song that is not as long as announced may be one that is still being written: it has one more try, and soon."""

_IDENTICAL = "identical"
_PASSING = frozenset({"content", "status_403", "status_404"})
"""Refusals that a file which is not ready yet may earn for a while: an error page, no such file."""

_WRONG_CONTENT = _PASSING | {"empty", "truncated", "incomplete"}


class CopyLater(Exception):
    """Some assets could not be copied yet; `reasons` by asset."""

    def __init__(self, reasons: Mapping[Asset, str]) -> None:
        super().__init__(", ".join(f"{asset}: {reason}" for asset, reason in reasons.items()))
        self.reasons = dict(reasons)


CopyAsset = Callable[..., StoredAsset]
"""`copy_asset`, or what stands for it."""


def retry_seconds(receives: int, reasons: Mapping[Asset, str]) -> int:
    """Wait before a copy's next try, by how often it was tried: 40 s, doubling, at most a quarter of an hour."""
    if set(reasons.values()) == {_LENGTH}:
        return _LENGTH_RETRY_SECONDS
    return int(min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** (receives - 1)))


@dataclass(frozen=True, slots=True)
class Copier:
    """What copying needs."""

    tracks: Tracks
    objects: Objects
    rules: FetchRules
    clock: Clock
    threads: Callable[[int], Executor]
    copy_asset: CopyAsset = copy_asset

    def copy(self, job: CopyJob, receives: int) -> tuple[Copy, ...]:
        """Copy what a version still lacks. Raises CopyLater when some of it has to wait."""
        track = self.tracks.get(job.track_id)
        if track is None:
            return self._tidy(job)
        if job.slot >= len(track.versions):
            return ()
        last_try = receives >= TRIES_FOR_CONTENT
        results = self._results(track, job.slot, any_length=receives > 1)
        copied = tuple(result for result in results.values() if isinstance(result, Copy))
        moved = transition(self.tracks, track, Copied(job.slot, copied, last_try), self.clock)
        if moved is None:
            return self._tidy(job)
        reasons = {asset: result for asset, result in results.items() if isinstance(result, str)}
        reasons |= self._discard_twins(moved.track, job.slot, copied)
        refused = self._refuse(moved.track, job.slot, _lasting(reasons) if last_try else {})
        if later := reasons.keys() - {copy.asset for copy in refused}:
            raise CopyLater({asset: reasons[asset] for asset in later})
        return copied + refused

    def _tidy(self, job: CopyJob) -> tuple[Copy, ...]:
        """The track is deleted: what was copied after its clean-up, by this try or one that died, must not stay."""
        self.objects.delete_prefix(Keys.folder(job))
        return ()

    def _refuse(self, track: Track, index: int, reasons: Mapping[Asset, str]) -> tuple[Copy, ...]:
        refused = tuple(self._refused(track, index, asset, reason) for asset, reason in reasons.items())
        if refused:
            transition(self.tracks, track, Copied(index, refused), self.clock)
        return refused

    def _results(self, track: Track, index: int, *, any_length: bool) -> dict[Asset, Copy | str]:
        version = track.versions[index]
        missing, refused = version.missing(), (copy.asset for copy in version.copies if copy.refusal)
        found = {asset: copy for asset in refused if (copy := self._stored(track, index, asset))}
        copy_one = partial(self._copy, track, index, any_length=any_length)
        with self.threads(max(1, len(missing))) as workers:
            return {**found, **dict(zip(missing, workers.map(copy_one, missing), strict=True))}

    def _copy(self, track: Track, index: int, asset: Asset, *, any_length: bool) -> Copy | str:
        version = track.versions[index]
        try:
            stored = self.copy_asset(
                version.missing()[asset],
                asset,
                Keys.stem(track, index, asset),
                rules=self.rules,
                objects=self.objects,
                announced_seconds=None if any_length or asset is not Asset.AUDIO else version.clip.duration_seconds,
            )
        except FetchRefused as refusal:
            passing = refusal.reason in _PASSING
            return refusal.reason if passing else self._refused(track, index, asset, refusal.reason)
        except FetchFailed as failure:
            return failure.reason
        return Copy(asset, stored.key, stored.size, stored.sha256)

    def _refused(self, track: Track, index: int, asset: Asset, reason: str) -> Copy:
        """A file is refused for good only if no other try has stored it."""
        return self._stored(track, index, asset) or Copy(asset, refusal=reason)

    def _stored(self, track: Track, index: int, asset: Asset) -> Copy | None:
        """What a try has stored that died before it could say so."""
        keys = (Keys.file(Keys.stem(track, index, asset), media) for media in sorted(ACCEPTED[asset]))
        found = next(filter(None, map(self.objects.stored, keys)), None)
        return Copy(asset, found.key, found.size, found.sha256) if found else None

    def _discard_twins(self, track: Track, index: int, done: tuple[Copy, ...]) -> dict[Asset, str]:
        """Objects that the track did not take, because they are another variant's over again, make room."""
        version = track.versions[index]
        untaken = [copy for copy in done if copy.key and not version.copy(copy.asset)]
        for copy in untaken:
            self.objects.delete(str(copy.key))
        return {copy.asset: _IDENTICAL for copy in untaken if copy.asset in version.missing()}


def _lasting(reasons: Mapping[Asset, str]) -> dict[Asset, str]:
    """The reasons that trying again will not cure."""
    return {asset: reason for asset, reason in reasons.items() if reason in _WRONG_CONTENT}
