"""Gates: one item each in the accounts table, changed attribute by attribute and never written whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from reprise.domain.gates import LARGEST, Account, Gate, Taken
from reprise.domain.rest import Rest
from reprise.domain.states import Lane
from reprise.store.attributes import from_item
from reprise.store.dynamo import Operation, changed, update
from reprise.store.keys import Keys

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_EARLY = timedelta(seconds=0.1)
"""A message may come so much before its time: queues count whole seconds."""

_AWAKE = "(attribute_not_exists(busy) OR busy <= :now) AND (attribute_not_exists(next_at) OR next_at <= :early)"


@dataclass(frozen=True, slots=True)
class GatesTable:
    """Where the gates of all accounts are: the accounts table."""

    client: DynamoDBClient
    table: str

    def of(self, account: Account) -> Gates:
        """The gates of one account."""
        return Gates(self.client, self.table, account)


@dataclass(frozen=True, slots=True)
class Gates:
    """The gates of an account. Everything that writes raises Lost while a transaction is in the way."""

    client: DynamoDBClient
    table: str
    account: Account

    def gate(self, gate: str, fields: Mapping[str, Any]) -> Gate:
        """A gate of the fields of its item; one that has none yet is free and asleep."""
        permits = ((number, _moment(fields.get(f"s{number}"))) for number in range(LARGEST))
        return Gate(
            id=gate,
            size=self.account.size(gate),
            taken={number: moment for number, moment in permits if moment},
            waiting=frozenset(lane for lane in Lane if _mark(lane) in fields),
            wakes=fields.get("wakes", 0),
            waked_at=_moment(fields.get("waked_at")),
            newest=_moment(fields.get("newest")),
            seen=_moment(fields.get("seen")),
            next_at=_moment(fields.get("next_at")),
            busy_until=_moment(fields.get("busy")),
            served=frozenset(fields.get("served", ())),
            turns=fields.get("turns", 0),
        )

    def known(self) -> list[str]:
        """The gates where something may wait: also those that the account had when its quota was larger."""
        here = len(self.account.gates)
        key = Keys.gates(self.account.name)
        condition = "attribute_not_exists(most) OR most < :here"
        found, _ = changed(self.client, update(self.table, key, "SET most = :here", condition, here=here))
        return [self.account.gate(number) for number in range(from_item(found)["most"])]

    # --- the door: operations of its transaction ----------------------------------------------------------------------
    def enter(self, gate: Gate, lane: Lane, taken: Taken) -> Operation:
        """The operation that takes a permit, if it is free still and nobody waits in front of it by now."""
        nobody = [f"attribute_not_exists({_mark(one)})" for one in sorted(gate.bars(lane, taken.permit))]
        return self._take(gate.id, [taken], nobody)

    def mark(self, gate: str, lane: Lane, now: datetime) -> Operation:
        """The operation that says that somebody waits in a lane."""
        change = f"SET waked_at = :now, newest = :now, {_mark(lane)} = :yes ADD wakes :one"
        return self._update(gate, change, "", now=now, yes=True, one=1)

    # --- the pump -----------------------------------------------------------------------------------------------------
    def lease(self, gate: str, now: datetime, until: datetime) -> Gate | None:
        """The gate, to oneself until then; None when another pump has it, or it is not time yet."""
        values = {"now": now, "early": now + _EARLY, "until": until}
        found, done = self._changed(gate, "SET busy = :until ADD wakes :none", _AWAKE, none=0, **values)
        return found if done else None

    def take(self, gate: str, taken: Sequence[Taken]) -> tuple[Gate, bool]:
        """Take permits, all or none: the gate as it is by now, and whether they were taken."""
        item, done = changed(self.client, self._take(gate, taken))
        return self.gate(gate, from_item(item)), done

    def hold(self, gate: str, taken: Taken) -> Operation:
        """The operation that takes one permit, for a claim's transaction."""
        return self._take(gate, [taken])

    def leave(self, gate: Gate, left: Rest) -> tuple[Gate, bool]:
        """Give a lease back, unless it is over or the gate was woken: the gate by now, and whether that was done."""
        fields: dict[str, Any] = {_mark(lane): lane in left.waiting for lane in Lane}
        fields |= {"turns": gate.turns, "served": gate.served, "seen": gate.seen, "next_at": left.next_at, "busy": None}
        kept = {name: value for name, value in fields.items() if value}
        gone = ", ".join(sorted(fields.keys() - kept.keys()))
        change = f"REMOVE {gone}" + (f" SET {_assigned(kept)}" if kept else "")
        now = {"busy": gate.busy_until, "wakes": gate.wakes}
        return self._changed(gate.id, change, "busy = :busy AND wakes = :wakes", **kept, **now)

    # --- whoever knows that something waits ---------------------------------------------------------------------------
    def wake(self, gate: str, lane: Lane, due_at: datetime, now: datetime) -> Gate:
        """Say that something waits, and mark the lane if its time has come: the gate as it is by now."""
        marks = {"newest": due_at, _mark(lane): True} if due_at <= now else {}
        sets = {"waked_at": now} | marks
        return self._changed(gate, f"SET {_assigned(sets)} ADD wakes :one", "", one=1, **sets)[0]

    def expect(self, gate: Gate, next_at: datetime) -> bool:
        """Have the next look at this moment; False when somebody else has decided on one by now."""
        if gate.next_at is None:
            return self._changed(gate.id, "SET next_at = :next", "attribute_not_exists(next_at)", next=next_at)[1]
        return self._changed(gate.id, "SET next_at = :next", "next_at = :known", next=next_at, known=gate.next_at)[1]

    def give_back(self, gate: str, permit: int, holder: str, now: datetime) -> Gate | None:
        """Free a permit: the gate as it is by now; None when it has another holder, or none."""
        change = f"SET waked_at = :now REMOVE s{permit}, h{permit} ADD wakes :one"
        found, done = self._changed(gate, change, f"h{permit} = :holder", holder=holder, now=now, one=1)
        return found if done else None

    def _take(self, gate: str, taken: Sequence[Taken], conditions: Sequence[str] = ()) -> Operation:
        sets: dict[str, Any] = {f"s{one.permit}": one.until for one in taken}
        sets |= {f"h{one.permit}": one.holder for one in taken if one.holder}
        free = [f"(attribute_not_exists(s{one.permit}) OR s{one.permit} <= :now)" for one in taken]
        now = max(one.taken_at for one in taken)
        return self._update(gate, f"SET {_assigned(sets)}", " AND ".join([*free, *conditions]), now=now, **sets)

    def _changed(self, gate: str, change: str, condition: str, **values: Any) -> tuple[Gate, bool]:
        item, done = changed(self.client, self._update(gate, change, condition, **values))
        return self.gate(gate, from_item(item)), done

    def _update(self, gate: str, change: str, condition: str, **values: Any) -> Operation:
        written = {name: _text(value) if isinstance(value, datetime) else value for name, value in values.items()}
        return update(self.table, Keys.gate(gate), change, condition, **written)


def _assigned(names: Iterable[str]) -> str:
    return ", ".join(f"{name} = :{name}" for name in names)


def _text(moment: datetime) -> str:
    """A moment of one fixed length in UTC, so that texts are in the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _mark(lane: Lane) -> str:
    return f"waiting_{lane}"
