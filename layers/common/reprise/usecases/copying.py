"""Copying a track: all assets that are missing, side by side, and what came of them in one transition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from reprise.domain.copies import to_copy
from reprise.domain.events import Copied
from reprise.domain.fetch_errors import IDENTICAL, TRIES, FetchError, is_final
from reprise.domain.jobs import CopyJob
from reprise.domain.states import Status
from reprise.domain.track import Track
from reprise.domain.versions import Asset, Copy, Version
from reprise.providers.assets import FetchRules, measured
from reprise.store.keys import Keys
from reprise.store.objects import Objects
from reprise.store.tracks import Tracks
from reprise.usecases.storing import Wanted
from reprise.usecases.tidying import left_behind, taken
from reprise.usecases.transition import Clock, transition

StoreAsset = Callable[..., Copy]
"""`store_asset`, or what stands for it."""


@dataclass(frozen=True, slots=True)
class Missing:
    """An asset that is to be copied, and where from and to."""

    place: int
    file: Wanted
    attempt: int
    """Whose version it is."""
    is_measured: bool
    """Whether it has to fit what is played before and after it."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one asset. Without a copy or a refusal it has to wait, and `reason` says why."""

    place: int
    asset: Asset
    copy: Copy | None
    reason: str = ""

    @property
    def waits(self) -> bool:
        """Whether the asset has to be tried again."""
        return self.copy is None

    @property
    def key(self) -> str:
        """Where the asset's object is; empty without one."""
        return self.copy.key if self.copy else ""


@dataclass(frozen=True, slots=True)
class Copier:
    """What copying needs."""

    tracks: Tracks
    objects: Objects
    rules: FetchRules
    clock: Clock
    threads: Callable[[int], Executor]
    store_asset: StoreAsset

    def copy(self, job: CopyJob, receives: int) -> list[Result]:
        """Copy what the job's versions still lack; `receives` counts how often the job came."""
        lying = self.objects.keys(Keys.folder(job)) if receives > 1 else set()
        track = _unless_failed(self.tracks.get(job.track_id))
        if track is None:
            return self._tidy(job)
        self.objects.delete_all(left_behind(track, lying))
        places = _places(job, track)
        tries = self._tries(track, places, receives)
        results = [result for result in (*self._found(track, places), *_done(tries)) if _counts(track, result)]
        moved = transition(self.tracks, track, _event(results, receives), self.clock)
        after = _unless_failed(moved.track) if moved else None
        if after is None:
            return self._tidy(job)
        kept = list(map(partial(self._kept, track, after), results))
        _raise_faults(tries)
        return kept

    def _tidy(self, job: CopyJob) -> list[Result]:
        """The track is deleted or has failed: nothing may stay of what this try, or one that died, has stored."""
        self.objects.delete_prefix(Keys.folder(job))
        return []

    def _found(self, track: Track, places: Iterable[int]) -> Iterator[Result]:
        """Objects of refused assets: another try stored them and died before it could say so."""
        for place, asset in _refused(track, places):
            objects = self.objects.of(track.versions[place].attempt)
            stored = objects.find(asset, Keys.stem(track, place, asset))
            if stored:
                yield Result(place, asset, stored)

    def _tries(self, track: Track, places: Iterable[int], receives: int) -> list[Future[Result]]:
        """Try every missing asset in a thread of its own, so that a slow one delays no other."""
        missing = list(chain.from_iterable(map(partial(_missing, track), places)))
        with self.threads(max(1, len(missing))) as threads:
            return [threads.submit(self._try, each, receives) for each in missing]

    def _try(self, missing: Missing, receives: int) -> Result:
        try:
            copy = self._stored(missing, receives)
        except FetchError as failure:
            return self._failed(missing, failure, last_try=receives >= TRIES)
        return Result(missing.place, missing.file.asset, copy)

    def _stored(self, missing: Missing, receives: int) -> Copy:
        # A song of another length gets one more try. After that the announcement was wrong.
        file = missing.file if receives == 1 else replace(missing.file, announced_seconds=None)
        return self.store_asset(
            file,
            rules=self.rules,
            objects=self.objects.of(missing.attempt),
            measured=measured if missing.is_measured else None,
        )

    def _failed(self, missing: Missing, failure: FetchError, *, last_try: bool) -> Result:
        """A file is refused for good only if no other try has stored it."""
        if not is_final(failure, last_try=last_try):
            return Result(missing.place, missing.file.asset, None, failure.reason)
        stored = self.objects.of(missing.attempt).find(missing.file.asset, missing.file.stem)
        refusal = Copy(missing.file.asset, refusal=failure.reason, url=missing.file.url)
        return Result(missing.place, missing.file.asset, stored or refusal)

    def _kept(self, before: Track, after: Track, result: Result) -> Result:
        """What stays of a result. An object that the track did not take, as a twin, is deleted to make room.

        It has not taken that either which is stored under another name: a link made anew may lead to another format.
        """
        if not result.key or _is_another(before.versions[result.place], result.place, after):
            return result
        return result if result.key in taken(after) else self._dropped(result, after.versions[result.place])

    def _dropped(self, result: Result, version: Version) -> Result:
        self.objects.delete(result.key)
        return replace(result, copy=version.outcome(result.asset), reason=IDENTICAL)


def _places(job: CopyJob, track: Track) -> list[int]:
    wanted = job.places or track.places
    return sorted(set(wanted) & set(track.places))


def _refused(track: Track, places: Iterable[int]) -> list[tuple[int, Asset]]:
    return [(place, asset) for place in places for asset in track.versions[place].refused()]


def _missing(track: Track, place: int) -> list[Missing]:
    version = track.versions[place]
    announced = {Asset.AUDIO: version.clip.duration_seconds}
    return [
        Missing(
            place,
            Wanted(
                url=url,
                asset=asset,
                stem=Keys.stem(track, place, asset),
                announced_seconds=announced.get(asset),
                is_renewed=asset is Asset.AUDIO and version.file(asset) is not None,
            ),
            attempt=version.attempt,
            is_measured=track.operation.in_run,
        )
        for asset, url in to_copy(track, place).items()
    ]


def _unless_failed(track: Track | None) -> Track | None:
    return None if track is None or track.status is Status.FAILED else track


def _is_another(version: Version, place: int, track: Track) -> bool:
    """Whether a newer attempt has brought what is at this place now."""
    return place not in track.places or track.versions[place].attempt != version.attempt


def _counts(track: Track, result: Result) -> bool:
    """Before the end only what is stored does: the rest is copied then."""
    return track.status is Status.COMPLETED or bool(result.key)


def _done(tries: Iterable[Future[Result]]) -> list[Result]:
    return [each.result() for each in tries if each.exception() is None]


def _event(results: Iterable[Result], receives: int) -> Copied:
    copies: dict[int, tuple[Copy, ...]] = {}
    for result in results:
        if result.copy:
            copies[result.place] = (*copies.get(result.place, ()), result.copy)
    return Copied(copies, last_try=receives >= TRIES)


def _raise_faults(tries: Iterable[Future[Result]]) -> None:
    """Raise what is no fault of a provider's; the others' results are kept by then."""
    for each in tries:
        each.result()
