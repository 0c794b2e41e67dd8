"""The local OIDC issuer: signs tokens for tests, and checks them as the API's authorizer does."""

from __future__ import annotations

import json
import time
import uuid
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from local.specs import Authorizer

AUDIENCE = "reprise-local"
_KEY_ID = "local"


class Unauthorized(Exception):
    """The request carries no token that counts."""


class Issuer:
    """One RSA key, made at the start."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def token(self, user_id: str, *, admin: bool = False, expires_in: int = 3600) -> str:
        """A token as Cognito would give it; a negative lifetime makes one that has expired."""
        now = int(time.time())
        claims: dict[str, Any] = {
            "sub": user_id,
            "iss": self.url,
            "aud": AUDIENCE,
            "client_id": AUDIENCE,
            "token_use": "access",
            "username": user_id,
            "jti": str(uuid.uuid4()),
            "iat": now + min(expires_in, 0),
            "exp": now + expires_in,
        }
        if admin:
            claims["cognito:groups"] = ["admin"]
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": _KEY_ID})

    def jwks(self) -> dict[str, Any]:
        """The public key as a key set."""
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key()))
        return {"keys": [{**key, "kid": _KEY_ID, "use": "sig", "alg": "RS256"}]}

    def configuration(self) -> dict[str, Any]:
        """OpenID configuration, as far as verifiers read it."""
        return {
            "issuer": self.url,
            "jwks_uri": f"{self.url}/.well-known/jwks.json",
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["token"],
            "subject_types_supported": ["public"],
        }

    def claims(self, authorizer: Authorizer, header: str | None) -> dict[str, str]:
        """The claims of an Authorization header, in the form in which API Gateway hands them on."""
        if not header:
            raise Unauthorized("no token")
        token = header.split(" ", 1)[1] if header[:7].lower() == "bearer " else header
        try:
            claims = jwt.decode(
                token.strip(),
                self._key.public_key(),
                algorithms=["RS256"],
                issuer=authorizer.issuer,
                audience=list(authorizer.audience),
                options={"require": ["exp", "sub"]},
            )
        except jwt.PyJWTError as error:
            raise Unauthorized(str(error)) from error
        return {name: _as_text(value) for name, value in claims.items()}


def _as_text(value: Any) -> str:
    if isinstance(value, list):
        return f"[{' '.join(map(str, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)
