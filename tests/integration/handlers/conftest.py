"""Embedded AWS for the functions, made from template.yaml: one set of services a run, empty tables for every test."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from local import dynamodb, processes
from local.resources import REGION, Place
from local.settings import secrets
from local.specs import Plan
from local.template import Template
from reprise.edge.clients import Clients
from reprise.edge.surroundings import Surroundings
from tests.gates.source import ROOT
from tests.integration.handlers import provider as providers
from tests.integration.handlers.emptying import empty, patient_client
from tests.integration.handlers.machine import Machine
from tests.integration.handlers.provider import Provider
from tests.integration.handlers.world import World, environment


@pytest.fixture(scope="package")
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield monkeypatch


@pytest.fixture(autouse=True, scope="package")
def unhurried(patch: pytest.MonkeyPatch) -> None:
    """Calls count as prompt for a minute: what is tested here is not how fast this machine is."""
    patch.setattr("reprise.usecases.sending.PROMPT", timedelta(minutes=1))


@pytest.fixture(scope="package")
def provider() -> Iterator[Provider]:
    with providers.serving() as provider:
        yield provider


@pytest.fixture(scope="package")
def plan(provider: Provider, patch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plan]:
    """Running services and the functions' environment."""
    port, log = processes.free_port(), Path(tmp_path_factory.mktemp("aws")) / "moto.log"
    line = [sys.executable, "-m", "local.moto_server", "http://nobody.invalid", str(port)]  # it runs no machines here
    with dynamodb.running() as (tables, _), processes.serving(line, port, "moto", log) as endpoint:
        given = {
            "SUNO_BASE_URL": provider.base_url,
            "PUBLIC_BASE_URL": "https://api.example",
            "ASSET_TRUSTED_ORIGINS": provider.base_url,
            "JWT_ISSUER": "https://issuer.example",
            "FEATURES_FILE": str(ROOT / "local/features.json"),
        }
        plan = Template(ROOT / "template.yaml", Place("https://api.example", endpoint), given).plan()
        patch.setenv("AWS_DEFAULT_REGION", REGION)
        patch.setenv("AWS_ENDPOINT_URL", endpoint)
        patch.setenv("AWS_ENDPOINT_URL_DYNAMODB", tables)
        _make(plan, given)
        yield plan


@pytest.fixture(scope="package")
def machine() -> Machine:
    return Machine()


@pytest.fixture(scope="package")
def surroundings(plan: Plan, machine: Machine) -> Surroundings:
    """The functions' variables, and the clients that they share."""
    clients = Clients()

    def client(service: str) -> Any:
        return machine if service == "stepfunctions" else clients(service)

    return Surroundings(environment=environment(plan), client=client)


def _make(plan: Plan, given: dict[str, str]) -> None:
    ssm, s3 = patient_client("ssm"), patient_client("s3")
    for name, value in secrets((one.environment for one in plan.functions.values()), given).items():
        ssm.put_parameter(Name=name, Value=value, Type="SecureString")
    for bucket in plan.buckets:
        s3.create_bucket(Bucket=bucket)
    for key in plan.keys:
        made = patient_client("kms").create_key(**key.request)["KeyMetadata"]["KeyId"]
        patient_client("kms").create_alias(AliasName=key.alias, TargetKeyId=made)


@pytest.fixture(scope="package")
def patient(plan: Plan) -> tuple[Any, Any]:
    """DynamoDB and SQS for what comes before a test."""
    return patient_client("dynamodb"), patient_client("sqs")


@pytest.fixture
def world(
    plan: Plan, provider: Provider, machine: Machine, patient: tuple[Any, Any], surroundings: Surroundings
) -> World:
    """Empty tables and queues, and functions that have not read their environment yet."""
    provider.forget()
    machine.forget()
    empty(plan, *patient)
    return World(plan, provider, machine, surroundings)
