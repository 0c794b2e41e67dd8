"""Files that a task has made of a song, as Suno's resellers tell of them in callbacks and records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from reprise.domain.events import Progress, Report
from reprise.domain.requests import camel as spelled
from reprise.domain.states import Stage
from reprise.domain.versions import STEMS, Asset, File
from reprise.providers.suno.clips import url_of
from reprise.providers.suno.fields import Fields, camel, objects_of

_SINGLE = {"audioWavUrl": Asset.WAV, "videoUrl": Asset.VIDEO}
_SEPARATED = ("vocalSeparationInfo", "vocalRemovalInfo")
"""The stems of a callback, at kie.ai and at sunoapi.org. A record has them right in its response."""

STEM_FIELDS = {f"{spelled(stem)}Url": stem for stem in STEMS} | {"vocalUrl": Asset.VOCALS}
"""The whole song is told beside them, as `originUrl`: it is nothing new."""

FIELDS = frozenset({*_SINGLE, *_SEPARATED})
"""What such a callback is known by: it tells no stage."""


@dataclass(frozen=True, slots=True)
class Files:
    """The files that a task of this kind makes."""

    fields: Mapping[str, Asset]

    def report(self, stage: Stage, items: tuple[Fields, ...], task_id: str | None) -> Report:
        """The files at this stage."""
        return Progress(stage, (), task_id, files=self._files(items))

    def reached(self, items: tuple[Fields, ...]) -> Stage | None:
        """One file is there, or nothing."""
        return Stage.COMPLETE if self._files(items) else None

    def _files(self, items: tuple[Fields, ...]) -> tuple[File, ...]:
        told = chain.from_iterable(map(parts, items))
        found = {file.asset: file for file in chain.from_iterable(map(self._of, told))}
        return tuple(found[asset] for asset in sorted(found))

    def _of(self, part: Fields) -> Iterator[File]:
        for name in self.fields.keys() & part.keys():
            if url := url_of(part, name):
                yield File(self.fields[name], url)


WAVS, VIDEOS, STEM_FILES = (
    Files({"audioWavUrl": Asset.WAV}),
    Files({"videoUrl": Asset.VIDEO}),
    Files(STEM_FIELDS),
)


def parts(item: Fields) -> list[Fields]:
    """An item itself, and the objects in it that hold stems."""
    return [item, *map(camel, objects_of([item.get(name) for name in _SEPARATED]))]
