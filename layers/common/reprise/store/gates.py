"""Gates: one item each in the accounts table, changed attribute by attribute and never written whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from reprise.domain.gates import LARGEST, Account, Gate, Taken
from reprise.domain.rest import Rest
from reprise.domain.track import Lane
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
        return Gate(
            id=gate,
            size=self.account.size(gate),
            taken=_taken(fields),
            waiting=frozenset(lane for lane in Lane if _mark(lane) in fields),
            wakes=fields.get("wakes", 0),
            waked_at=_moment(fields.get("waked_at")),
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
        change = f"SET waked_at = :now, {_mark(lane)} = :yes ADD wakes :one"
        return update(self.table, Keys.gate(gate), change, now=text(now), yes=True, one=1)

    # --- the pump -----------------------------------------------------------------------------------------------------
    def lease(self, gate: str, now: datetime, until: datetime) -> Gate | None:
        """The gate, to oneself until then; None when another pump has it, or it is not time yet."""
        values = {"now": text(now), "early": text(now + _EARLY), "until": text(until)}
        found, done = self._changed(gate, "SET busy = :until", _AWAKE, **values)
        return found if done else None

    def take(self, gate: str, taken: Sequence[Taken]) -> tuple[Gate, bool]:
        """Take permits, all or none: the gate as it is by now, and whether they were taken."""
        item, done = changed(self.client, self._take(gate, taken))
        return self.gate(gate, from_item(item)), done

    def hold(self, gate: str, taken: Taken) -> Operation:
        """The operation that takes one permit, for a claim's transaction."""
        return self._take(gate, [taken])

    def leave(self, gate: Gate, left: Rest, *, unless_woken: bool) -> tuple[Gate, bool]:
        """Give a lease back, with turns and rounds as in `gate`: the gate by now, and whether that was done."""
        fields: dict[str, Any] = {"next_at": _text(left.next_at), "served": gate.served, "turns": gate.turns}
        fields |= {_mark(lane): lane in left.waiting for lane in Lane}
        sets = {name: value for name, value in fields.items() if value}
        gone = ["busy", *(fields.keys() - sets.keys())]
        change = f"{_setting(sets)} REMOVE {', '.join(gone)}"
        condition = "busy = :busy"
        values: dict[str, Any] = {"busy": _text(gate.busy_until)}
        if unless_woken:
            condition = f"{condition} AND {_same_wakes(gate)}"
            values["wakes"] = gate.wakes or None
        return self._changed(gate.id, change, condition, **sets, **values)

    # --- whoever knows that something waits ---------------------------------------------------------------------------
    def wake(self, gate: str, lane: Lane | None, now: datetime) -> Gate:
        """Say that something waits, and mark the lane if it can be sent now: the gate as it is by now."""
        marked = {_mark(lane): True} if lane else {}
        sets = {"waked_at": text(now)} | marked
        change = f"{_setting(sets)} ADD wakes :one"
        return self._changed(gate, change, "", one=1, **sets)[0]

    def expect(self, gate: Gate, next_at: datetime) -> bool:
        """Have the next look at this moment; False when somebody else has decided on one by now."""
        condition = "next_at = :seen" if gate.next_at else "attribute_not_exists(next_at)"
        values = {"next": text(next_at), "seen": _text(gate.next_at)}
        _, done = self._changed(gate.id, "SET next_at = :next", condition, **values)
        return done

    def give_back(self, gate: str, permit: int, holder: str, now: datetime) -> Gate | None:
        """Free a permit: the gate as it is by now; None when it has another holder, or none."""
        change = f"SET waked_at = :now REMOVE s{permit}, h{permit} ADD wakes :one"
        found, done = self._changed(gate, change, f"h{permit} = :holder", holder=holder, now=text(now), one=1)
        return found if done else None

    def _take(self, gate: str, taken: Sequence[Taken], conditions: Sequence[str] = ()) -> Operation:
        sets: dict[str, str] = {}
        free = []
        for one in taken:
            sets |= _named(one)
            free.append(f"(attribute_not_exists(s{one.permit}) OR s{one.permit} <= :now)")
        condition = " AND ".join([*free, *conditions])
        now = max(one.taken_at for one in taken)
        return update(self.table, Keys.gate(gate), _setting(sets), condition, now=text(now), **sets)

    def _changed(self, gate: str, change: str, condition: str, **values: Any) -> tuple[Gate, bool]:
        item, done = changed(self.client, update(self.table, Keys.gate(gate), change, condition, **values))
        return self.gate(gate, from_item(item)), done


def text(moment: datetime) -> str:
    """A moment of one fixed length in UTC, so that texts are in the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _text(moment: datetime | None) -> str | None:
    return text(moment) if moment else None


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _taken(fields: Mapping[str, Any]) -> dict[int, datetime]:
    """When each permit that somebody took is free again."""
    ends = {number: fields.get(f"s{number}") for number in range(LARGEST)}
    return {number: datetime.fromisoformat(end) for number, end in ends.items() if end}


def _setting(sets: Mapping[str, Any]) -> str:
    """The clause that sets these attributes to the values of their names; empty when there are none."""
    if not sets:
        return ""
    return "SET " + ", ".join(f"{name} = :{name}" for name in sets)


def _same_wakes(gate: Gate) -> str:
    """The condition that nobody has woken the gate since it was read."""
    return "wakes = :wakes" if gate.wakes else "attribute_not_exists(wakes)"


def _named(taken: Taken) -> dict[str, str]:
    """The attributes of a permit that is taken."""
    names = {f"s{taken.permit}": text(taken.until)}
    if taken.holder:
        names[f"h{taken.permit}"] = taken.holder
    return names


def _mark(lane: Lane) -> str:
    return f"waiting_{lane}"
