"""Bodies of the requests that start a task: what is asked for, and what every such body may hold besides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from reprise.domain.errors import FieldError, InvalidInput
from reprise.domain.requests import (
    AddInstrumental,
    AddVocals,
    Between,
    Cover,
    Extend,
    Items,
    Lyrics,
    Merge,
    Name,
    Persona,
    Prose,
    Recover,
    Replace,
    Song,
    Stems,
    Video,
    Wav,
    Words,
)
from reprise.domain.wishes import SourceRef
from reprise.edge.http import Call
from reprise.edge.requests import MAX_KEY_CHARACTERS, key_in, key_of
from reprise.edge.validation import validated

B = TypeVar("B", bound="Keyed")

Id = Annotated[str, Name(128)]
VariantIndex = Annotated[int, Between(0, 99)]
ProjectId = Annotated[str, Prose(128, "title")]
ProviderName = Annotated[str, Name(40)]
"""Whose names there are is the providers' business."""

MOST_SOURCES = 10
MOST_OF_BATCH = 10


@dataclass(frozen=True, kw_only=True)
class Keyed:
    """What every body that starts a task may hold."""

    idempotency_key: Annotated[str, Name(MAX_KEY_CHARACTERS)] | None = None


@dataclass(frozen=True, kw_only=True)
class OnVersion(Keyed):
    """What every body that starts work on a version may hold."""

    variant_index: VariantIndex = 0


@dataclass(frozen=True, kw_only=True)
class SongBody(Song, Keyed):
    """Body of `POST /tracks`."""

    provider: ProviderName | None = None
    project_id: ProjectId | None = None


@dataclass(frozen=True, kw_only=True)
class BatchBody(Keyed):
    """Body of `POST /tracks/batch`: what could be posted one by one. Each is read for itself."""

    tracks: Annotated[tuple[SongBody, ...], Items(MOST_OF_BATCH, least=1)]


@dataclass(frozen=True, kw_only=True)
class LyricsBody(Lyrics, Keyed):
    """Body of `POST /lyrics`."""


@dataclass(frozen=True, kw_only=True)
class ExtendBody(Extend, OnVersion):
    """Body of `POST /tracks/{trackId}/extend`."""


@dataclass(frozen=True, kw_only=True)
class ReplaceBody(Replace, OnVersion):
    """Body of `POST /tracks/{trackId}/replace`."""


@dataclass(frozen=True, kw_only=True)
class CoverBody(Cover, OnVersion):
    """Body of `POST /tracks/{trackId}/cover`."""

    provider: ProviderName | None = None
    project_id: ProjectId | None = None


@dataclass(frozen=True, kw_only=True)
class VocalsBody(AddVocals, OnVersion):
    """Body of `POST /tracks/{trackId}/vocals`."""


@dataclass(frozen=True, kw_only=True)
class InstrumentalBody(AddInstrumental, OnVersion):
    """Body of `POST /tracks/{trackId}/instrumental`."""


@dataclass(frozen=True, kw_only=True)
class StemsBody(Stems, OnVersion):
    """Body of `POST /tracks/{trackId}/stems`."""


@dataclass(frozen=True, kw_only=True)
class WavBody(Wav, OnVersion):
    """Body of `POST /tracks/{trackId}/wav`."""


@dataclass(frozen=True, kw_only=True)
class VideoBody(Video, OnVersion):
    """Body of `POST /tracks/{trackId}/video`."""


@dataclass(frozen=True, kw_only=True)
class WordsBody(Words, OnVersion):
    """Body of `POST /tracks/{trackId}/words`."""


@dataclass(frozen=True, kw_only=True)
class RecoverBody(Recover, OnVersion):
    """Body of `POST /tracks/{trackId}/recover`. All versions come from one task of the provider's and are asked for."""


@dataclass(frozen=True, kw_only=True)
class PersonaBody(Persona, OnVersion):
    """Body of `POST /personas`."""

    track_id: Id


@dataclass(frozen=True, kw_only=True)
class VersionName:
    """A version, as its owner names it."""

    track_id: Id
    variant_index: VariantIndex = 0


@dataclass(frozen=True, kw_only=True)
class MergeBody(Merge, Keyed):
    """Body of `POST /merges`."""

    sources: Annotated[tuple[VersionName, ...], Items(MOST_SOURCES, least=2)]

    @property
    def named(self) -> tuple[SourceRef, ...]:
        """The versions, in the order in which they are to be heard."""
        return tuple(SourceRef(source.track_id, source.variant_index) for source in self.sources)


def keyed_body(kind: type[B], call: Call) -> tuple[B, str | None]:
    """The body that starts a task, and its idempotency key. Raises InvalidInput."""
    needs_none = issubclass(kind, OnVersion) and not call.raw_body.strip()
    said = {} if needs_none else call.json_object()
    key = key_of(call, said.pop("idempotencyKey", None))
    return validated(kind, said), key


def keyed_fields(kind: type[B], said: Any) -> tuple[B, str | None]:
    """The same of one of several bodies. Raises InvalidInput."""
    if not isinstance(said, dict):
        raise InvalidInput([FieldError("body", "json_object")])
    key = key_in(said.get("idempotencyKey"))
    return validated(kind, {name: value for name, value in said.items() if name != "idempotencyKey"}), key
