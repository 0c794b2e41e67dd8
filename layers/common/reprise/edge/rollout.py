"""Who may use what is opened to users step by step: feature flags of Powertools, in AppConfig or in a file."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aws_lambda_powertools.utilities.feature_flags import AppConfigStore, FeatureFlags, StoreProvider

from reprise.domain.errors import NotEnabled
from reprise.edge.surroundings import Surroundings

FLAG = "parcours_enabled"

_FILE = "file:"
_BUCKETS = 100
_MAX_AGE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Rollout:
    """The users to whom a feature is open."""

    flags: FeatureFlags

    def require(self, user_id: str) -> None:
        """Raise NotEnabled unless journeys are open to this user."""
        context = {"user_id": user_id, "bucket": bucket_of(user_id)}
        if not self.flags.evaluate(name=FLAG, context=context, default=False):
            raise NotEnabled


def bucket_of(user_id: str) -> int:
    """One of a hundred buckets, always the same for a user: a share that grows loses nobody."""
    return int.from_bytes(hashlib.sha256(f"{FLAG}:{user_id}".encode()).digest()[:8], "big") % _BUCKETS


def rollout(source: str, around: Surroundings) -> Rollout:
    """The flags in `file:<path>`, or in AppConfig's `<application>/<environment>/<profile>`."""
    if source.startswith(_FILE):
        return Rollout(FeatureFlags(store=FileStore(Path(source.removeprefix(_FILE)))))
    application, environment, profile = source.split("/")
    store = AppConfigStore(
        environment=environment,
        application=application,
        name=profile,
        max_age=_MAX_AGE_SECONDS,
        boto3_client=around.client("appconfigdata"),
    )
    return Rollout(FeatureFlags(store=store))


class FileStore(StoreProvider):
    """Flags in a file, which is read every time: a change of it is seen at once."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def get_raw_configuration(self) -> dict[str, Any]:
        """What stands in the file."""
        found: dict[str, Any] = json.loads(self._path.read_text("utf-8"))
        return found

    def get_configuration(self) -> dict[str, Any]:
        """What stands in the file."""
        return self.get_raw_configuration
