# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Registries: the other ends of replication and of proxy projects. Number 0 is this Harbor."""

from __future__ import annotations

import base64
import re
import ssl
import urllib.parse
from typing import Any

from ..answers import Answer, bad_request, broken, conflict, not_found, precondition
from ..binding import Bool, Int, Str, Struct
from ..call import Call
from ..hub import Hub, shown_time
from ..listing import Fuzzy, Model
from ..peer import Peer
from ..routing import Routes
from ..vault import Unreadable
from . import adapters

Row = dict[str, Any]

routes = Routes()
tables = {"registries": {"unique": [("name",)]}}

SHOWN_SECRET = "*****"
# Where the core reaches its own Harbor.
INTERNAL_URL = "http://127.0.0.1:8080"

CREDENTIAL = Struct("RegistryCredential", type=Str(), access_key=Str(), access_secret=Str())
REGISTRY = Struct(
    "Registry",
    id=Int(),
    url=Str(),
    name=Str(),
    credential=CREDENTIAL,
    type=Str(),
    insecure=Bool(),
    description=Str(),
    ca_certificate=Str(),
    status=Str(),
    creation_time=Str(),
    update_time=Str(),
)
REGISTRY_UPDATE = Struct(
    "RegistryUpdate",
    name=Str(),
    description=Str(),
    url=Str(),
    credential_type=Str(),
    access_key=Str(),
    access_secret=Str(),
    insecure=Bool(),
    ca_certificate=Str(),
)
REGISTRY_PING = Struct(
    "RegistryPing",
    id=Int(),
    type=Str(),
    url=Str(),
    credential_type=Str(),
    access_key=Str(),
    access_secret=Str(),
    insecure=Bool(),
    ca_certificate=Str(),
)
REGISTRIES = Model(
    hidden=("access_key", "access_secret", "ca_certificate"),
    unsorted=(),
    id="ID",
    url="URL",
    name="Name",
    credential_type="CredentialType",
    access_key="AccessKey",
    access_secret="AccessSecret",
    type="Type",
    insecure="Insecure",
    description="Description",
    health="Status",
    creation_time="CreationTime",
    update_time="UpdateTime",
)
FLAT = ("credential_type", "access_key", "access_secret")


def check_url(text: str) -> None:
    """What Go's net/url refuses. Raises ValueError in its words."""
    scheme, _mark, rest = text.partition("://")
    if not scheme:
        raise ValueError(f'parse "{text}": missing protocol scheme')
    host = re.split("[/?#]", rest, maxsplit=1)[0].rpartition("@")[2]
    odd = re.search(r'[\s"<>\\^`{|}]', host)
    if odd:
        raise ValueError(f'parse "{text}": invalid character "{odd[0]}" in host name')
    port = re.search(r":[^:\]]*$", host)
    if port and not port[0][1:].isdecimal() and port[0] != ":":
        raise ValueError(f'parse "{text}": invalid port "{port[0]}" after host')


def http_url(text: str) -> str:
    """As it is stored: without blanks around it, trailing slashes, query. Raises a 400."""
    text = text.strip(" ").rstrip("/")
    if not text:
        raise bad_request("empty string")
    if "://" not in text:
        text = "http://" + text
    try:
        check_url(text)
    except ValueError as error:
        raise bad_request(f"invalid URL: {error}") from None
    parts = urllib.parse.urlsplit(text)
    if parts.scheme not in ("http", "https"):
        raise bad_request(f"invalid HTTP scheme: {parts.scheme}")
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def check_certificate(call: Call, text: str) -> str:
    """The certificate, which versions before 2.15 drop. Raises a 400."""
    if call.version < "2.15":
        return ""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not plain:
        return text
    start, end = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
    blocks = [block.partition(end) for block in plain.split(start)[1:]]
    bodies = ["".join(body.split()) for body, mark, _rest in blocks if mark]
    if not bodies:
        raise bad_request("invalid CA certificate: no valid certificates found in PEM data")
    try:
        for body in bodies:
            base64.b64decode(body, validate=True)
    except ValueError:
        # A block that cannot be decoded is no PEM at all to Go.
        raise bad_request(
            "invalid CA certificate: no valid certificates found in PEM data"
        ) from None
    try:
        ssl.create_default_context(cadata=plain)
    except ssl.SSLError:
        raise bad_request(
            "invalid CA certificate: failed to parse certificate: x509: malformed certificate"
        ) from None
    return text


def require_readable(registry: Row) -> None:
    if isinstance(registry["access_secret"], Unreadable):
        raise broken()


def peer_of(registry: Row) -> Peer:
    require_readable(registry)
    return Peer(
        registry["url"].rstrip("/"),
        registry["access_key"],
        registry["access_secret"],
        insecure=registry["insecure"],
        ca_certificate=registry["ca_certificate"],
    )


def local(hub: Hub) -> Row:
    """This Harbor as a registry."""
    return {
        "id": 0, "name": "Local", "type": adapters.HARBOR, "url": INTERNAL_URL, "insecure": True,
        "description": "", "credential_type": "secret", "access_key": "", "access_secret": "local",
        "ca_certificate": "", "health": "healthy", "creation_time": None, "update_time": None,
    }  # fmt: skip


def get(hub: Hub, registry_id: int) -> Row:
    """Raises a 404."""
    registry = local(hub) if not registry_id else hub.store["registries"].get(registry_id)
    if registry is None:
        raise not_found(f"registry {registry_id} not found")
    return registry


def shown(registry: Row) -> Row:
    """Raises a 500 if its secret was encrypted with another key."""
    require_readable(registry)
    credential: Row = {}
    if registry["access_key"] or registry["id"] == 0:
        credential["type"] = registry["credential_type"]
        if registry["access_key"]:
            credential["access_key"] = registry["access_key"]
        if registry["access_secret"]:
            credential["access_secret"] = SHOWN_SECRET
    answer: Row = {
        "id": registry["id"],
        "name": registry["name"],
        "url": registry["url"],
        "type": registry["type"],
        "status": registry["health"],
        "credential": credential,
        "creation_time": shown_time(registry["creation_time"]),
        "update_time": shown_time(registry["update_time"]),
    }
    for name in ("description", "insecure", "ca_certificate"):
        if registry[name]:
            answer[name] = registry[name]
    return answer


def summary(hub: Hub, registry: Row) -> Row:
    """As the summary of a proxy project shows it."""
    answer = shown(registry)
    del answer["credential"]
    if registry["access_key"]:
        answer["credential"] = {}
    return answer


def require_health(call: Call, registry: Row) -> None:
    """Raises a 400 or a 500."""
    if not adapters.known(registry["type"], call.version):
        raise broken()
    if registry["id"] == 0:
        return
    with call.outside():
        healthy = adapters.ask_health(registry["type"], peer_of(registry))
    if not healthy:
        raise bad_request("the registry is unhealthy")


def checked(call: Call, registry: Row) -> Row:
    """The registry as it can be stored. Raises a 400 or a 500."""
    if not registry["name"]:
        raise bad_request("name cannot be empty")
    if len(registry["name"].encode()) > 64:
        raise bad_request("the max length of name is 64")
    registry = {**registry, "url": http_url(registry["url"])}
    require_health(call, registry)
    if not registry["access_key"]:
        registry.update(dict.fromkeys(FLAT, ""))
    elif not registry["credential_type"]:
        registry["credential_type"] = "basic"
    return {**registry, "health": "healthy"}


@routes("POST", "/registries", body=("registry", REGISTRY))
def create_registry(call: Call) -> Answer:
    call.require_system("registry", "create")
    body = call.body
    credential = body.get("credential") or {}
    registry = checked(
        call,
        {
            "id": -1,
            **{name: body.get(name, "") for name in ("name", "url", "type", "description")},
            "insecure": body.get("insecure", False),
            "ca_certificate": check_certificate(call, body.get("ca_certificate", "")),
            "credential_type": credential.get("type", ""),
            "access_key": credential.get("access_key", ""),
            "access_secret": credential.get("access_secret", ""),
        },
    )
    del registry["id"]
    stored = call.table("registries").insert(
        **registry, creation_time=call.now, update_time=call.now
    )
    return call.created(stored["id"])


@routes("GET", "/registries", listed=True, query={"name": Str()})
def list_registries(call: Call) -> Answer:
    call.require_system("registry", "list")
    asked = call.listing()
    if call.query["name"] is not None:
        asked.keywords["Name"] = Fuzzy(call.query["name"])
    return call.list(asked, REGISTRIES, call.table("registries"), shown)


@routes("GET", "/registries/{id:int}")
def get_registry(call: Call) -> Answer:
    call.require_system("registry", "read")
    return Answer(body=shown(get(call.hub, call.params["id"])))


def merged(call: Call, registry: Row) -> Row:
    """A stored registry with what the flat body says."""
    found = dict(registry)
    for name in ("name", "description", "url", "insecure", "type", *FLAT):
        if name in call.body:
            found[name] = call.body[name]
    if "ca_certificate" in call.body:
        said = check_certificate(call, call.body["ca_certificate"])
        found["ca_certificate"] = said
    return found


@routes("PUT", "/registries/{id:int}", body=("registry", REGISTRY_UPDATE))
def update_registry(call: Call) -> None:
    call.require_system("registry", "update")
    registry = get(call.hub, call.params["id"])
    changed = checked(call, merged(call, registry))
    # It may have been deleted while it was asked.
    if call.table("registries").get(registry["id"]) is None:
        raise not_found(f"registry {registry['id']} not found")
    call.table("registries").update(registry["id"], **{**changed, "update_time": call.now})


@routes("DELETE", "/registries/{id:int}")
def delete_registry(call: Call) -> None:
    call.require_system("registry", "delete")
    registry_id = call.params["id"]
    for policy in call.table("replication_policies"):
        if registry_id in (policy["src_registry_id"], policy["dest_registry_id"]):
            raise precondition(
                f"the registry {registry_id} is referenced by replication policies,"
                " cannot delete it"
            )
    if registry_id and any(
        project["registry_id"] == registry_id for project in call.table("projects")
    ):
        raise precondition(
            f"the registry {registry_id} is referenced by proxy cache project, cannot delete it"
        )
    if registry_id not in call.table("registries"):
        raise not_found(f"registry {registry_id} not found")
    call.table("registries").delete(registry_id)


@routes("GET", "/registries/{id:int}/info")
def get_registry_info(call: Call) -> Answer:
    call.require_system("registry", "read")
    registry = get(call.hub, call.params["id"])
    if not registry["id"]:
        registry = {**registry, "url": call.hub.url, "access_secret": ""}
    with call.outside():
        answer = adapters.info(registry["type"], peer_of(registry), call.version)
    if not registry["id"]:
        answer["supported_triggers"].append("event_based")
    return Answer(body=answer)


@routes("POST", "/registries/ping", body=("registry", REGISTRY_PING))
def ping_registry(call: Call) -> None:
    call.require_system("registry", "read")
    registry: Row = {
        **dict.fromkeys(("name", "url", "type", "description", "ca_certificate", *FLAT), ""),
        "id": -1,
        "insecure": False,
    }
    if "id" in call.body:
        registry = get(call.hub, call.body["id"])
    registry = merged(call, registry)
    if "url" in call.body:
        registry["url"] = http_url(registry["url"])
    if not registry["type"] or not registry["url"]:
        raise bad_request("type or url cannot be empty")
    require_health(call, registry)


def taken(registry: Row) -> Exception:
    return conflict(f"registry {registry['name']} already exists")


def install(hub: Hub) -> None:
    hub.store["registries"].refuse = taken
    hub.summaries["registry"] = summary
