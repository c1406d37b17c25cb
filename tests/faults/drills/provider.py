"""A small OpenID provider on this machine: whoever is asked for signs in at once, without a password."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

CLIENT, LASTS = "qi-eval", 3600  # seconds that a token is good for


class Provider:
    """Discovery, sign-in, tokens signed by its own key, and the way out. `person`: the claims of who signs in next."""

    def __init__(self) -> None:
        from joserfc.jwk import RSAKey  # comes with Authlib, which only a sign-in needs

        self.key = RSAKey.generate_key(2048, {"kid": "drill", "use": "sig", "alg": "RS256"})
        self.person: dict[str, str] = {}
        self.nonces: dict[str, str] = {}
        self.left = 0
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"provider": self}))
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def metadata(self) -> dict[str, Any]:
        """What a client must know."""
        ends = {"authorization": "authorize", "token": "token", "end_session": "leave"}
        return {f"{name}_endpoint": f"{self.url}/{path}" for name, path in ends.items()} | {
            "issuer": self.url,
            "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def token(self, code: str) -> dict[str, Any]:
        """What a code is exchanged for: who it is, signed."""
        from joserfc import jwt

        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + LASTS, "nonce": self.nonces.pop(code)}
        signed = jwt.encode({"alg": "RS256", "kid": "drill"}, claims | self.person, self.key)
        return {"access_token": code, "token_type": "Bearer", "expires_in": LASTS, "id_token": signed}


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        """Discovery, keys, the sign-in itself, and the way out."""
        asked = urlsplit(self.path)
        given = {name: values[0] for name, values in parse_qs(asked.query).items()}
        if asked.path.endswith("/openid-configuration"):
            self._tell(self.provider.metadata())
        elif asked.path == "/keys":
            self._tell({"keys": [self.provider.key.as_dict(private=False)]})
        elif asked.path == "/authorize":
            code = f"code{len(given['state'])}{time.monotonic_ns()}"
            self.provider.nonces[code] = given.get("nonce", "")
            self._lead(f"{given['redirect_uri']}?{urlencode({'code': code, 'state': given['state']})}")
        else:
            self.provider.left += 1
            self._lead(given["post_logout_redirect_uri"])

    def do_POST(self) -> None:
        """A token for a code."""
        body = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self._tell(self.provider.token(body["code"][0]))

    def _tell(self, told: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(told).encode())

    def _lead(self, where: str) -> None:
        self.send_response(302)
        self.send_header("Location", where)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


@contextmanager
def provider() -> Iterator[Provider]:
    """A provider that answers."""
    one = Provider()
    thread = threading.Thread(target=one.server.serve_forever, daemon=True)
    thread.start()
    yield one
    one.server.shutdown()
    thread.join()
