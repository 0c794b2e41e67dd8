"""Cursors and queries: nobody can forge a cursor or carry it elsewhere, and no query is a fault of ours."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.handlers import journeys
from tests.integration.handlers.posting import USER, problem, rich
from tests.integration.handlers.test_account import grant, notify
from tests.integration.handlers.test_library import completed
from tests.integration.handlers.world import World

LISTS = {
    "library.list_tracks": "TracksTable",
    "account.list_transactions": "AccountsTable",
    "account.list_notifications": "AccountsTable",
    "parcours.list_parcours": "RunsTable",
}


def ask(world: World, name: str, user: str = USER, **query: str) -> tuple[int, Any, dict[str, str]]:
    return world.http(name, user, query=query)


@pytest.fixture
def full(world: World) -> World:
    """A user with at least three of everything."""
    for number in range(3):
        world.keep(completed(number))
        notify(world, number)
        grant(world, 1)
        assert journeys.create(world, key=f"key-{number}", user=USER)[0] == 201
    return world


def cursors(world: World) -> dict[str, str]:
    return {name: ask(world, name, limit="1")[1]["cursor"] for name in LISTS}


def test_a_cursor_is_good_for_its_own_list_and_its_own_user_only(full: World) -> None:
    found = cursors(full)
    for given, cursor in found.items():
        for name in LISTS:
            assert (ask(full, name, cursor=cursor)[0] == 200) is (name == given)
            answer = ask(full, name, "somebody else", cursor=cursor)
            assert problem(answer) == (400, "invalid_input")
            assert [error["field"] for error in answer[1]["errors"]] == ["cursor"]


@pytest.mark.parametrize("name", LISTS)
def test_a_cursor_goes_on_in_another_process(full: World, name: str) -> None:
    _, first, _ = ask(full, name, limit="1")
    full.configure()  # starts the functions anew
    status, second, _ = ask(full, name, limit="1", cursor=first["cursor"])
    assert status == 200
    assert first["items"] != second["items"] != []


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "cursor",
    ["!", "QUJD", "QUJD" * 500, "OXwyMDI2", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTl8MjAyNg",
     "w6nDqcOp" * 250, "LTV8MjAyNg"],
)  # fmt: skip
def test_a_made_up_cursor_is_refused(full: World, name: str, cursor: str) -> None:
    answer = ask(full, name, cursor=cursor)
    assert problem(answer) == (400, "invalid_input")
    assert [error["field"] for error in answer[1]["errors"]] == ["cursor"]


def test_the_secret_is_fetched_once_in_the_life_of_a_process(full: World) -> None:
    fetched: list[str] = []

    def client(service: str) -> Any:
        fetched.append(service)
        return usual(service)

    usual = full.surroundings.client
    full.surround(client=client)
    for _ in range(3):
        ask(full, "account.list_transactions", cursor=ask(full, "account.list_transactions", limit="1")[1]["cursor"])
    ask(full, "library.list_tracks")
    assert fetched.count("kms") == 1


@pytest.mark.parametrize("name", LISTS)
def test_a_parameter_that_nobody_knows_is_refused_with_the_one_that_may_be_meant(world: World, name: str) -> None:
    answer = ask(world, name, limt="5", x="y")
    assert problem(answer) == (400, "invalid_input")
    assert [(wrong["field"], "did you mean limit?" in wrong["message"]) for wrong in answer[1]["errors"]] == [
        ("limt", True),
        ("x", False),
    ]


@pytest.mark.parametrize("name", ["account.get_credits", "sync.get_sync", "parcours.list_presets"])
def test_what_takes_no_parameters_refuses_them(world: World, name: str) -> None:
    assert problem(ask(world, name, limit="5")) == (400, "invalid_input")


@pytest.mark.parametrize(
    "wrong",
    ["bm90aGluZw", "!", "QUJD" * 500, "w6nDqcOp" * 60, "AAAA", "x" * 1500, "%00", "\u00e9"],
)
def test_a_notification_that_there_is_not(world: World, wrong: str) -> None:
    assert problem(world.http("account.read_notification", USER, path={"id": wrong})) == (404, "not_found")


@pytest.mark.parametrize("wrong", ["x" * 1500, "\u00e9" * 1500, "a\x00b", "..", "'", "f" * 31])
def test_an_id_that_cannot_be_one_is_of_nothing(world: World, wrong: str) -> None:
    rich(world)
    for name, place in (
        ("library.get_track", "trackId"), ("library.delete_track", "trackId"), ("library.put_preferred", "trackId"),
        ("generate.post_extend", "trackId"), ("parcours.get_parcours", "runId"), ("parcours.delete_parcours", "runId"),
        ("parcours.cancel_parcours", "runId"), ("parcours.run_parcours", "runId"), ("parcours.patch_parcours", "runId"),
    ):  # fmt: skip
        assert problem(world.http(name, USER, path={place: wrong})) == (404, "not_found"), name


@pytest.mark.parametrize("wrong", ["x" * 1500, "a\x00b", "\ud800"])
def test_a_user_that_cannot_be_one_is_nobody(world: World, wrong: str) -> None:
    answer = world.http("account.put_user", "boss", admin=True, path={"userId": wrong}, body={"plan": "pro"})
    assert problem(answer) == (404, "not_found")
    assert world.rows("AccountsTable") == []


@pytest.mark.parametrize(
    "groups", ["[admin]x", "not admin", "admin staff", "x,admin", "[x,admin]", "[admin]]", "[[admin]", "admin,"]
)
def test_an_admin_is_a_member_of_the_group_and_not_of_one_like_it(world: World, groups: str) -> None:
    assert grant(world, 5, groups=groups)[0] == 403
    assert world.rows("AccountsTable") == []
