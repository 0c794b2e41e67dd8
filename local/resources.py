"""What `Ref` and `GetAtt` of a resource give on one machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from local.intrinsics import TemplateError

REGION = "us-east-1"
ACCOUNT = "123456789012"
STACK = "reprise"

# resource type -> attribute ("Ref" for the reference itself) -> its value
_ARN = f"arn:aws:{{service}}:{REGION}:{ACCOUNT}:"
_ATTRIBUTES: dict[str, dict[str, str]] = {
    "AWS::Serverless::Function": {
        "Ref": "{name}",
        "Arn": _ARN.format(service="lambda") + "function:{name}",
    },
    "AWS::DynamoDB::Table": {
        "Ref": "{name}",
        "Arn": _ARN.format(service="dynamodb") + "table/{name}",
        "StreamArn": _ARN.format(service="dynamodb") + "table/{name}/stream/local",
    },
    "AWS::SQS::Queue": {
        "Ref": "{endpoint}/" + ACCOUNT + "/{name}",
        "QueueUrl": "{endpoint}/" + ACCOUNT + "/{name}",
        "Arn": _ARN.format(service="sqs") + "{name}",
        "QueueName": "{name}",
    },
    "AWS::S3::Bucket": {"Ref": "{name}", "Arn": "arn:aws:s3:::{name}"},
    "AWS::Serverless::StateMachine": {
        "Ref": _ARN.format(service="states") + "stateMachine:{name}",
        "Arn": _ARN.format(service="states") + "stateMachine:{name}",
        "Name": "{name}",
    },
    # Its id is made by the service, so it is known by an alias, which does as well wherever a key is named.
    "AWS::KMS::Key": {"Ref": "alias/{name}", "Arn": _ARN.format(service="kms") + "alias/{name}"},
    "AWS::AppConfig::Application": {"Ref": "{name}"},
    "AWS::AppConfig::Environment": {"Ref": "{name}"},
    "AWS::AppConfig::ConfigurationProfile": {"Ref": "{name}"},
    "AWS::Serverless::HttpApi": {"Ref": "{logical}", "ApiEndpoint": "{url}"},
    "AWS::SSM::Parameter": {"Ref": "{name}"},
    "AWS::Serverless::LayerVersion": {"Ref": "{logical}"},
}
_NAMES = ("FunctionName", "TableName", "QueueName", "BucketName", "Name")


@dataclass(frozen=True)
class Place:
    """Where the stack answers (`url`) and where its AWS services do (`endpoint`)."""

    url: str
    endpoint: str

    def pseudo(self) -> dict[str, str]:
        """CloudFormation's pseudo parameters."""
        return {
            "AWS::Region": REGION,
            "AWS::AccountId": ACCOUNT,
            "AWS::Partition": "aws",
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::StackName": STACK,
            "AWS::StackId": f"{_ARN.format(service='cloudformation')}stack/{STACK}/local",
        }

    def local_urls(self, value: Any, apis: list[str]) -> Any:
        """The same text with the API's AWS host names replaced by the stack's own address."""
        if isinstance(value, str):
            for api in apis:
                value = value.replace(f"https://{api}.execute-api.{REGION}.amazonaws.com", self.url)
        return value


def physical_name(logical: str, resource: dict[str, Any]) -> str:
    """The name a resource gets: the one it asks for, else one made of the stack's and its own."""
    properties = resource.get("Properties", {})
    for key in _NAMES:
        if given := _in_this_stack(properties.get(key)):
            return given
    name = f"{STACK}-{logical}"
    return name.lower() if resource["Type"] == "AWS::S3::Bucket" else name


def _in_this_stack(name: Any) -> str | None:
    """A name that is given as it is, or with the stack's in it."""
    text = name.get("Fn::Sub") if isinstance(name, dict) else name
    return text.replace("${AWS::StackName}", STACK) if isinstance(text, str) else None


def attribute(place: Place, logical: str, resource: dict[str, Any], name: str | None) -> str:
    """One attribute of a resource (`None`: its `Ref`)."""
    known = _ATTRIBUTES.get(resource["Type"], {})
    if (name or "Ref") not in known:
        raise TemplateError(f"the local stack has no {name or 'Ref'} of {logical} ({resource['Type']})")
    return known[name or "Ref"].format(
        name=physical_name(logical, resource), logical=logical, endpoint=place.endpoint, url=place.url
    )
