"""What a load run came to, judged from outside: tracks, ledgers, the provider's own books, objects, queues."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from mutagen import MutagenError
from mutagen.mp3 import MP3

from local.client import Client

_TOLERANCE_SECONDS = 0.5


@dataclass
class Verdicts:
    """Counts, and a line for everything that is not as promised."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    dead_letters: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, base: str, users: list[Client], tracks: list[dict[str, Any]]) -> Verdicts:
        """The verdicts on a finished run."""
        found = cls()
        found._judge_tracks(tracks)
        found._judge_ledgers(users)
        found._judge_provider(_get(base, "/_local/simulator/tasks")["items"])
        found._judge_objects(tracks)
        found._judge_queues(_get(base, "/_local/queues"))
        return found

    def rows(self) -> Iterable[tuple[str, int, str]]:
        """Name, count, what it must be."""
        for name in ("completed", "failed", "refunded", "versions stored", "copies refused"):
            yield name, self.counts[name], ""
        for name in ("lost", "doubled", "ledgers wrong", "slots leaked", "objects not whole", "left in queues"):
            yield name, self.counts[name], "0"

    def _must_not(self, name: str, where: str) -> None:
        self.counts[name] += 1
        self.problems.append(f"{name}: {where}")

    def _judge_tracks(self, tracks: list[dict[str, Any]]) -> None:
        for track in tracks:
            self._count(track)
            self._judge_end(track)
            due = track["creditsCharged"] if track["status"] == "failed" else 0
            if track["creditsRefunded"] != due:
                self._must_not("ledgers wrong", f"{track['trackId']} refunded {track['creditsRefunded']}")

    def _count(self, track: dict[str, Any]) -> None:
        self.counts[track["status"]] += 1
        self.counts["refunded"] += track["creditsRefunded"] > 0
        for version in track["versions"]:
            self.counts["versions stored"] += version["stored"]
            self.counts["copies refused"] += len(version.get("copyProblems", {}))

    def _judge_end(self, track: dict[str, Any]) -> None:
        missing = [version for version in track["versions"] if not version["stored"]]
        unsettled = [version for version in missing if "audio" not in version.get("copyProblems", {})]
        is_settled = track["status"] == "completed" and not unsettled
        if track["status"] != "failed" and not is_settled:
            self._must_not("lost", f"{track['trackId']} is {track['status']}, {len(unsettled)} audios unsettled")

    def _judge_ledgers(self, users: list[Client]) -> None:
        with ThreadPoolExecutor(4) as clients:
            for entries, account in clients.map(_books, users):
                total = sum(Decimal(str(entry["amount"])) for entry in entries)
                once = Counter((entry["trackId"], entry["type"]) for entry in entries)
                if total != Decimal(str(account["remaining"])) or max(once.values()) > 1:
                    self._must_not("ledgers wrong", f"sum {total}, balance {account['remaining']}")
                if account["running"]:
                    self._must_not("slots leaked", f"{account['running']} of {account['userId']}")

    def _judge_provider(self, tasks: list[dict[str, Any]]) -> None:
        """A track may have several tasks only if all but one of them failed at the provider."""
        good = Counter(_track_of(task) for task in tasks if not task["error"])
        for track_id, count in good.items():
            if count > 1:
                self._must_not("doubled", f"{track_id} has {count} tasks that did not fail")

    def _judge_objects(self, tracks: list[dict[str, Any]]) -> None:
        versions = [version for track in tracks for version in track["versions"] if version["stored"]]
        with ThreadPoolExecutor(4) as clients:
            for version, reason in zip(versions, clients.map(_flaw, versions), strict=True):
                if reason:
                    self._must_not("objects not whole", f"{version['storagePath']}: {reason}")

    def _judge_queues(self, queues: dict[str, dict[str, Any]]) -> None:
        for name, queue in queues.items():
            waiting = queue["visible"] + queue["inFlight"] + queue["delayed"]
            if queue["deadLetter"] and waiting:
                self.dead_letters[name] = waiting
            elif waiting:
                self._must_not("left in queues", f"{waiting} in {name}")


def _get(base: str, path: str) -> Any:
    response = requests.get(base + path, timeout=60)
    response.raise_for_status()
    return response.json()


def _books(user: Client) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    def page(cursor: str) -> Any:
        return user.call("GET", f"/v1/credits/transactions?limit=100{cursor}", 200)

    answer = page("")
    entries = list(answer["items"])
    while answer["cursor"]:
        answer = page(f"&cursor={answer['cursor']}")
        entries += answer["items"]
    return entries, user.call("GET", "/v1/credits", 200)


def _track_of(task: dict[str, Any]) -> str:
    url = str(task["request"]["callBackUrl"])
    return parse_qs(urlsplit(url).query)["track"][0]


def _flaw(version: dict[str, Any]) -> str | None:
    """Why an object is not the whole song that was announced."""
    response = requests.get(version["audioUrl"], timeout=60)
    try:
        audio: Any = MP3(io.BytesIO(response.content))  # type: ignore[no-untyped-call]
    except MutagenError:
        return f"no MP3, HTTP {response.status_code}, {len(response.content)} bytes"
    announced = version["durationSeconds"]
    return (
        None
        if abs(audio.info.length - announced) <= _TOLERANCE_SECONDS
        else f"{audio.info.length:.1f} s of {announced:.1f} s"
    )
