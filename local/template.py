"""Reads template.yaml: the one list of functions, routes, tables, queues, buckets and schedules."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from local import resources
from local.intrinsics import Resolver, TemplateError, load, refuse_unknown
from local.machines import machine
from local.settings import parameter_values
from local.specs import Authorizer, Cors, Function, Key, Machine, Plan, Queue, Table
from local.triggers import Triggers

# What goes to the services as it is, and what is read here or means nothing on one machine.
_TABLE_KEYS = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
_OTHER_TABLE_KEYS = (
    "TableName",
    "StreamSpecification",
    "TimeToLiveSpecification",
    "PointInTimeRecoverySpecification",
    "SSESpecification",
)
_QUEUE_KEYS = ("VisibilityTimeout", "MessageRetentionPeriod")
_OTHER_QUEUE_KEYS = ("QueueName", "RedrivePolicy", "SqsManagedSseEnabled")


def _picked(properties: dict[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {key: properties[key] for key in keys if key in properties}


class Template:
    """A loaded template, its parameters and conditions worked out for one place."""

    def __init__(
        self, path: Path, place: resources.Place, environ: Mapping[str, str], own: Mapping[str, str] | None = None
    ) -> None:
        document = load(path)
        self.folder = path.resolve().parent
        self._place = place
        self._shared: dict[str, Any] = document.get("Globals", {}).get("Function", {})
        self._conditions: dict[str, Any] = document.get("Conditions", {})
        self._all: dict[str, dict[str, Any]] = document["Resources"]
        self.parameters = parameter_values(document.get("Parameters", {}), environ, own or {})
        self._resolver = Resolver(self._conditions, {**self.parameters, **place.pseudo()}, self._attribute)
        self._apis = [name for name, one in self._all.items() if one["Type"] == "AWS::Serverless::HttpApi"]

    def resolve(self, value: Any) -> Any:
        """The value without intrinsics, the API's own host name turned into the stack's."""
        return self._place.local_urls(self._resolver(value), self._apis)

    def of_type(self, kind: str) -> dict[str, dict[str, Any]]:
        """Logical id -> unresolved properties of the resources of a type whose condition holds."""
        there = {logical: one for logical, one in self._all.items() if one["Type"] == kind}
        return {logical: one.get("Properties", {}) for logical, one in there.items() if self._wanted(one)}

    def logical_id(self, arn: str) -> str:
        """Which resource an ARN or stream ARN belongs to."""
        last = arn.split(":", 5)[-1].removeprefix("table/").split("/")[0]
        for logical, resource in self._all.items():
            if resources.physical_name(logical, resource) == last:
                return logical
        raise TemplateError(f"no resource has the ARN {arn}")

    def plan(self) -> Plan:
        """Everything the stack has to make and wire."""
        functions = {logical: self._function(logical, one) for logical, one in self._functions().items()}
        found = Triggers()
        for logical, function in functions.items():
            found.read(self, function.name, self._functions()[logical].get("Events", {}))
        return Plan(
            functions={function.name: function for function in functions.values()},
            routes=tuple(found.routes),
            tables=tuple(self._table(*one) for one in self.of_type("AWS::DynamoDB::Table").items()),
            queues=tuple(self._queue(*one) for one in self.of_type("AWS::SQS::Queue").items()),
            buckets=tuple(self.resolve({"Ref": one}) for one in self.of_type("AWS::S3::Bucket")),
            keys=tuple(self._key(*one) for one in self.of_type("AWS::KMS::Key").items()),
            machines=self._machines(functions),
            parameters=self._parameters(),
            queue_sources=tuple(found.queues),
            stream_sources=tuple(found.streams),
            schedules=tuple(found.schedules),
            cors=self._cors(),
            authorizer=self._authorizer(),
        )

    def _key(self, logical: str, properties: dict[str, Any]) -> Key:
        return Key(self.resolve({"Ref": logical}), _picked(properties, ("KeySpec", "KeyUsage")))

    def _wanted(self, resource: dict[str, Any]) -> bool:
        return "Condition" not in resource or self._resolver.condition(resource["Condition"])

    def _attribute(self, logical: str, name: str | None) -> str:
        if logical not in self._all:
            raise TemplateError(f"no resource or parameter {logical}")
        return resources.attribute(self._place, logical, self._all[logical], name)

    def _functions(self) -> dict[str, dict[str, Any]]:
        functions = self.of_type("AWS::Serverless::Function")
        return {logical: {**self._shared, **one, "Layers": self._layers(one)} for logical, one in functions.items()}

    def _layers(self, properties: dict[str, Any]) -> list[dict[str, str]]:
        """A function's own layers come after those of all; every other property takes the place of what Globals say."""
        return [*self._shared.get("Layers", []), *properties.get("Layers", [])]

    def _function(self, logical: str, properties: dict[str, Any]) -> Function:
        folder = self.folder / properties["CodeUri"]
        shared = self._shared.get("Environment", {}).get("Variables", {})
        variables = {**shared, **properties.get("Environment", {}).get("Variables", {})}
        layers = [self._all[one["Ref"]]["Properties"] for one in properties["Layers"]]
        return Function(
            name=folder.name,
            logical_id=logical,
            folder=folder,
            layers=tuple(self.folder / one["ContentUri"] for one in layers),
            handler=properties["Handler"],
            environment={key: str(self.resolve(value)) for key, value in variables.items()},
            timeout=float(properties.get("Timeout", 3)),
            memory=int(properties.get("MemorySize", 128)),
        )

    def _machines(self, functions: dict[str, Function]) -> tuple[Machine, ...]:
        found = self.of_type("AWS::Serverless::StateMachine")
        return tuple(machine(self, logical, properties, functions) for logical, properties in found.items())

    def _table(self, logical: str, properties: dict[str, Any]) -> Table:
        refuse_unknown(properties, (*_TABLE_KEYS, *_OTHER_TABLE_KEYS), f"the table {logical}")
        request = {"TableName": self.resolve({"Ref": logical}), **self.resolve(_picked(properties, _TABLE_KEYS))}
        if "StreamSpecification" in properties:
            request["StreamSpecification"] = {**self.resolve(properties["StreamSpecification"]), "StreamEnabled": True}
        ttl = self.resolve(properties.get("TimeToLiveSpecification", {}))
        expires = ttl["AttributeName"] if ttl.get("Enabled") else None
        return Table(logical, request, expires)

    def _queue(self, logical: str, properties: dict[str, Any]) -> Queue:
        refuse_unknown(properties, (*_QUEUE_KEYS, *_OTHER_QUEUE_KEYS), f"the queue {logical}")
        attributes = {key: str(value) for key, value in self.resolve(_picked(properties, _QUEUE_KEYS)).items()}
        name = resources.physical_name(logical, self._all[logical])
        if "RedrivePolicy" not in properties:
            return Queue(logical, name, attributes, None)
        redrive = self.resolve(properties["RedrivePolicy"])
        attributes["RedrivePolicy"] = json.dumps(redrive, separators=(",", ":"))
        return Queue(logical, name, attributes, self.logical_id(redrive["deadLetterTargetArn"]))

    def _parameters(self) -> dict[str, str]:
        """Plain SSM parameters: name -> value."""
        parameters = [self.resolve(one) for one in self.of_type("AWS::SSM::Parameter").values()]
        return {one["Name"]: self._place.local_urls(one["Value"], self._apis) for one in parameters}

    def _api(self) -> dict[str, Any]:
        return next(iter(self.of_type("AWS::Serverless::HttpApi").values()), {})

    def _cors(self) -> Cors:
        cors = self.resolve(self._api().get("CorsConfiguration", {}))
        return Cors(
            origins=tuple(cors.get("AllowOrigins", ())),
            methods=tuple(cors.get("AllowMethods", ())),
            headers=tuple(cors.get("AllowHeaders", ())),
            expose=tuple(cors.get("ExposeHeaders", ())),
            max_age=cors.get("MaxAge"),
            credentials=bool(cors.get("AllowCredentials", False)),
        )

    def _authorizer(self) -> Authorizer | None:
        auth = self._api().get("Auth", {})
        if "DefaultAuthorizer" not in auth:
            return None
        jwt = auth["Authorizers"][auth["DefaultAuthorizer"]]["JwtConfiguration"]
        return Authorizer(str(self.resolve(jwt["issuer"])), tuple(self.resolve(jwt["audience"])))
