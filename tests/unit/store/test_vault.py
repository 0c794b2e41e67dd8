"""Notes: readable by whoever wrote them, of the run they belong to, and by nobody else."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import botocore.session
import pytest
from botocore.exceptions import ClientError
from cryptography.exceptions import InvalidTag
from moto import mock_aws

from reprise.store.vault import Vault

LONGEST = "Тревога " * 500
USER, RUN = "user-1", "f" * 32


@pytest.fixture
def vault() -> Iterator[Vault]:
    with mock_aws():
        client: Any = botocore.session.get_session().create_client("kms")
        yield Vault(client, client.create_key()["KeyMetadata"]["KeyId"])


@pytest.mark.parametrize("text", ["x", "two\nlines", "🌧️", LONGEST])
def test_a_text_comes_back_as_it_was(vault: Vault, text: str) -> None:
    locked = vault.lock(text, USER, RUN)
    assert vault.unlock(locked, USER, RUN) == text


def test_nothing_of_it_can_be_read_without_the_key(vault: Vault) -> None:
    locked = vault.lock(LONGEST, USER, RUN)
    assert LONGEST.encode()[:10] not in base64.b64decode(locked)
    assert len(locked) < 12_000


def test_the_same_text_never_looks_the_same(vault: Vault) -> None:
    assert vault.lock("calm", USER, RUN) != vault.lock("calm", USER, RUN)


@pytest.mark.parametrize(("user", "run"), [("user-2", RUN), (USER, "e" * 32)])
def test_it_cannot_be_read_as_another_users_or_another_runs(vault: Vault, user: str, run: str) -> None:
    with pytest.raises(ClientError) as refused:
        vault.unlock(vault.lock("calm", USER, RUN), user, run)
    assert refused.value.response["Error"]["Code"] == "InvalidCiphertextException"


def test_a_key_that_is_moved_to_another_text_does_not_open_it(vault: Vault) -> None:
    raw = bytearray(base64.b64decode(vault.lock("calm", USER, RUN)))
    raw[-1] ^= 1
    with pytest.raises(InvalidTag):
        vault.unlock(base64.b64encode(raw).decode(), USER, RUN)
