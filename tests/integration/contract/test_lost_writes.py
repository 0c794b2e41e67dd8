"""What DynamoDB tells of the item that stood in a write's way, of the fake and of the real one."""

from __future__ import annotations

from typing import Any

import pytest

from reprise.store.attributes import to_item
from reprise.store.dynamo import Lost, delete, put, telling, update, write
from tests.fakes.blueprint import name_of

pytestmark = pytest.mark.xdist_group("contract")
ACCOUNTS = name_of("AccountsTable")
KEY = {"pk": "user#1", "sk": "profile"}


@pytest.mark.parametrize("kind", ["Put", "Update", "Delete"])
@pytest.mark.parametrize("exists", [True, False])
def test_a_write_that_comes_second_can_ask_for_the_item_that_is_there(table: Any, kind: str, *, exists: bool) -> None:
    there = {**KEY, "rev": 2, "bulk": b"\x01\xff"}
    if exists:
        write(table, [put(ACCOUNTS, there)])
    second = {
        "Put": put(ACCOUNTS, {**KEY, "rev": 3}, "rev = :rev", rev=1),
        "Update": update(ACCOUNTS, KEY, "SET a = :a", "rev = :rev", a=1, rev=1),
        "Delete": delete(ACCOUNTS, KEY, "rev = :rev", rev=1),
    }[kind]
    for operations, place in (([second], 0), ([put(ACCOUNTS, {**KEY, "sk": "other"}), second], 1)):
        for operation, told in ((second, {}), (telling(second), {place: to_item(there)} if exists else {})):
            with pytest.raises(Lost) as lost:
                write(table, [*operations[:-1], operation])
            assert lost.value.items == told
