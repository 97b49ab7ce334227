"""A passkey that a test holds in its hand: it makes itself known, and signs."""

import hashlib
import json
import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

FLAG = AuthenticatorData.FLAG
HERE, ORIGIN = hashlib.sha256(b"localhost").digest(), "http://localhost"


class Passkey:
    """`copied`: it says of itself that a cloud account may copy it."""

    def __init__(self, *, copied=False):
        self.secret = ec.generate_private_key(ec.SECP256R1())
        self.id, self.count, self.user = secrets.token_bytes(16), 0, ""
        self.flags = FLAG.UP | FLAG.UV | (FLAG.BE if copied else FLAG(0))

    def made(self, options):
        """What a browser sends after making it, as JSON."""
        asked = options["publicKey"]
        self.user = asked["user"]["id"]
        known = AttestedCredentialData.create(bytes(16), self.id, ES256.from_cryptography_key(self.secret.public_key()))
        data = AuthenticatorData.create(HERE, self.flags | FLAG.AT, self.count, known)
        response = {
            "clientDataJSON": websafe_encode(_client_data("webauthn.create", asked["challenge"])),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        }
        return self._credential(response | {"transports": ["internal"]}, {"credProps": {"rk": True}})

    def signed(self, options, *, count=None):
        """What a browser sends to sign in. `count`: what a copy of the key would say."""
        self.count = self.count + 1 if count is None else count
        data = AuthenticatorData.create(HERE, self.flags, self.count)
        client_data = _client_data("webauthn.get", options["publicKey"]["challenge"])
        signature = self.secret.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        parts = {"clientDataJSON": client_data, "authenticatorData": data, "signature": signature}
        response = {name: websafe_encode(part) for name, part in parts.items()}
        return self._credential(response | {"userHandle": self.user}, {})

    def _credential(self, response, extensions):
        own = websafe_encode(self.id)
        sent = {"id": own, "rawId": own, "type": "public-key", "response": response}
        return json.dumps(sent | {"clientExtensionResults": extensions, "authenticatorAttachment": "platform"})


def _client_data(kind, challenge):
    text = challenge if isinstance(challenge, str) else websafe_encode(challenge)
    assert websafe_decode(text)
    return json.dumps({"type": kind, "challenge": text, "origin": ORIGIN, "crossOrigin": False}).encode()


def make(client, passkey=None, name="My phone"):
    """Make a passkey on the page of keys."""
    passkey = passkey or Passkey()
    page = client.get("/work/keys/webauthn/add/")
    assert page.status_code == 200, page["Location"]
    options = page.context["js_data"]["creation_options"]
    client.post("/work/keys/webauthn/add/", {"name": name, "credential": passkey.made(options), "passwordless": "on"})
    return passkey


def prove(client, passkey, **how):
    """Show a passkey in a session: the answer of the page."""
    options = client.get("/work/keys/webauthn/reauthenticate/").context["js_data"]["request_options"]
    return client.post("/work/keys/webauthn/reauthenticate/", {"credential": passkey.signed(options, **how)})


def challenge(client):
    """What a browser is asked to sign before anybody is signed in."""
    return client.get("/work/keys/webauthn/login/", HTTP_X_REQUESTED_WITH="XMLHttpRequest").json()["request_options"]


def sign_in(client, passkey, **how):
    """Sign in with a passkey alone: the answer of the page."""
    return client.post("/work/keys/webauthn/login/", {"credential": passkey.signed(challenge(client), **how)})
