# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scanners: adapters that are really asked for what they can, and which one a project uses."""

from __future__ import annotations

import time
import urllib.parse
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..answers import BLANK, Answer, Refused, bad_request, broken, not_found
from ..binding import Bool, Str, Struct
from ..call import Call
from ..hub import Hub, shown_time
from ..listing import Fuzzy, Model
from ..peer import Peer, basic
from ..routing import Routes
from . import registries

Row = dict[str, Any]

routes = Routes()
tables = {"scanners": {"unique": [("name",), ("url",), ("uuid",)]}}

RESERVED = "Trivy"
BASIC, BEARER, API_KEY = "Basic", "Bearer", "APIKey"
KEY_HEADER = "X-ScannerAdapter-API-Key"
DOCKER = "application/vnd.docker.distribution.manifest.v2+json"
REPORTS = (
    "application/vnd.scanner.adapter.vuln.report.harbor+json; version=1.0",
    "application/vnd.security.vulnerability.report; version=1.1",
    "application/vnd.security.sbom.report+json; version=1.0",
)
METADATA_TYPE = "application/vnd.scanner.adapter.metadata+json; version=1.0"
CACHE = "scanner_metadata"  # the name of an option
PROJECT_KEY = "projectScanner"  # in a project's metadata


@dataclass(frozen=True)
class Uri(Str):
    def faults(self, value: Any, name: str) -> Iterator[str]:
        parts = urllib.parse.urlsplit(value)
        if not value.startswith("/") and not (parts.scheme and (parts.netloc or parts.path)):
            yield f'{name} must be of type uri: "{value}"'


SETTINGS = {
    "name": Str(needed=True),
    "url": Uri(needed=True),
    "auth": Str(),
    "access_credential": Str(),
}
REGISTRATION = Struct(
    "ScannerRegistrationReq",
    **SETTINGS,
    description=Str(),
    skip_certVerify=Bool(),
    use_internal_addr=Bool(),
    disabled=Bool(),
)
SCANNERS = Model(
    id="ID",
    uuid="UUID",
    name="Name",
    description="Description",
    url="URL",
    disabled="Disabled",
    is_default="IsDefault",
    auth="Auth",
    create_time="CreateTime",
    update_time="UpdateTime",
)


def said(body: Row) -> Row:
    """The registration of a body, as it is stored."""
    return {
        "name": body["name"],
        "url": body["url"],
        "description": body.get("description", ""),
        "auth": body.get("auth", ""),
        "access_credential": body.get("access_credential", ""),
        "skip_cert_verify": body.get("skip_certVerify", False),
        "use_internal_addr": body.get("use_internal_addr", False),
        "disabled": body.get("disabled", False),
    }


def checked(scanner: Row) -> Row:
    """Raises a 400."""
    if not scanner["name"]:
        raise bad_request("missing registration name")
    try:
        url = registries.http_url(scanner["url"])
    except Refused as refused:
        raise bad_request(f"scanner registration validate: {refused.message}") from None
    if scanner["auth"] and scanner["auth"] not in (BASIC, BEARER, API_KEY):
        raise bad_request(f"auth type {scanner['auth']} is not supported")
    if scanner["auth"] and not scanner["access_credential"]:
        raise bad_request(f"access_credential is required for auth type {scanner['auth']}")
    return {**scanner, "url": url}


def check_name(scanner: Row) -> None:
    if scanner["name"] == RESERVED:
        raise bad_request(f'name "{RESERVED}" is reserved, please try a different name')


def check_lengths(scanner: Row) -> None:
    """Raises a 500 for what the columns do not hold."""
    if len(scanner["name"]) > 128 or len(scanner["url"]) > 512:
        raise broken()
    if len(scanner["description"]) > 1024 or len(scanner["access_credential"]) > 512:
        raise broken()


def login(scanner: Row) -> dict[str, str]:
    """The header that an adapter wants."""
    credential = scanner["access_credential"]
    if scanner["auth"] == BASIC:
        return {"Authorization": basic(*credential.partition(":")[::2])}
    if scanner["auth"] == BEARER:
        return {"Authorization": f"Bearer {credential}"}
    return {KEY_HEADER: credential} if scanner["auth"] == API_KEY else {}


def peer_of(scanner: Row) -> Peer:
    return Peer(scanner["url"].rstrip("/"), insecure=scanner["skip_cert_verify"])


def ask_metadata(scanner: Row) -> Row | None:
    """What the adapter says of itself, None if it cannot be used. Call it outside of the lock."""
    headers = {"Accept": METADATA_TYPE, **login(scanner)}
    try:
        reply = peer_of(scanner).ask("GET", "/api/v1/metadata", headers=headers)
        found = reply.json
    except (OSError, ValueError):
        return None
    return found if reply.status == 200 and usable(found) else None


def usable(metadata: Any) -> bool:
    if not isinstance(metadata, dict):
        return False
    about = metadata.get("scanner") or {}
    capabilities = metadata.get("capabilities") or []
    return (
        all(about.get(name) for name in ("name", "vendor", "version"))
        and bool(capabilities)
        and all(
            DOCKER in (one.get("consumes_mime_types") or ())
            and any(report in REPORTS for report in one.get("produces_mime_types") or ())
            for one in capabilities
        )
    )


def capabilities(metadata: Row) -> Row:
    kinds = [one.get("type", "") for one in metadata["capabilities"]]
    found = {f"support_{kind}": True for kind in kinds if kind in ("vulnerability", "sbom")}
    if not any(kinds):
        return {"support_vulnerability": True, "support_sbom": False}
    return found


def ping(call: Call, scanner: Row) -> Row | None:
    with call.outside():
        return ask_metadata(scanner)


def known(hub: Hub, scanner: Row) -> Row | None:
    """What a registered adapter said of itself a while ago, or says now."""
    cache = hub.options[CACHE]
    until: float
    metadata: Row | None
    until, metadata = cache.get(scanner["id"], (0.0, None))
    if until <= time.monotonic():
        with hub.store.outside():
            metadata = ask_metadata(scanner)
        # Half a minute is also what passes between two sweeps.
        cache[scanner["id"]] = (time.monotonic() + hub.delays.sweep, metadata)
    return metadata


def shown(call: Call, scanner: Row, metadata: Row | None = None) -> Row:
    answer = {
        "uuid": scanner["uuid"],
        "name": scanner["name"],
        "url": scanner["url"],
        "description": scanner["description"],
        "auth": scanner["auth"],
        "access_credential": "" if call.version >= "2.15.2" else scanner["access_credential"],
        "skip_certVerify": scanner["skip_cert_verify"],
        "use_internal_addr": scanner["use_internal_addr"],
        "disabled": scanner["disabled"],
        "is_default": scanner["is_default"],
        "create_time": shown_time(scanner["create_time"]),
        "update_time": shown_time(scanner["update_time"]),
    }
    if call.version >= "2.11":
        answer["capabilities"] = capabilities(metadata) if metadata else None
    return answer


def listed(call: Call) -> Answer:
    asked = call.listing()
    for name in ("name", "description", "url"):
        text = call.given.get(name, [""])[0]
        if text:
            asked.keywords[name] = Fuzzy(text)
        exact = call.given.get(f"ex_{name}", [""])[0]
        if exact and name != "description":
            asked.keywords[name] = exact
    rows = sorted(
        call.table("scanners"), key=lambda row: (row["is_default"], row["create_time"]),
        reverse=True,
    )  # fmt: skip
    answer = call.list(asked, SCANNERS, rows)
    found: list[Row] = []
    reached = call.version >= "2.11"
    for scanner in answer.body:
        metadata = known(call.hub, scanner) if reached else None
        # After the first that does not answer no other is asked.
        reached = metadata is not None
        found.append(shown(call, scanner, metadata))
    answer.body = found
    return answer


def by_uuid(call: Call) -> Row | None:
    return call.table("scanners").one(uuid=call.params["registration_id"])


def wanted(call: Call) -> Row:
    """Raises a 404."""
    scanner = by_uuid(call)
    if scanner is None:
        raise not_found(f"scanner {call.params['registration_id']} not found")
    return scanner


@routes("GET", "/scanners", listed=True)
def list_scanners(call: Call) -> Answer:
    call.require_system("scanner", "list")
    return listed(call)


@routes("POST", "/scanners", body=("registration", REGISTRATION))
def create_scanner(call: Call) -> Answer:
    call.require_system("scanner", "create")
    scanner = checked(said(call.body))
    check_name(scanner)
    if ping(call, scanner) is None:
        raise broken()
    check_lengths(scanner)
    table = call.table("scanners")
    if table.find(name=scanner["name"]) or table.find(url=scanner["url"]):
        raise Refused(
            409, "UNKNOWN", "dao: create registration: registration name or url already exists"
        )
    stored = table.insert(
        **scanner, uuid=str(uuid.UUID(int=call.hub.random.getrandbits(128), version=4)),
        is_default=not len(table), create_time=call.now, update_time=call.now,
    )  # fmt: skip
    return call.created(stored["uuid"])


@routes(
    "POST", "/scanners/ping", body=("settings", Struct("ScannerRegistrationSettings", **SETTINGS))
)
def ping_scanner(call: Call) -> None:
    call.require_system("scanner", "read")
    if ping(call, checked(said(call.body))) is None:
        raise broken()


@routes("GET", "/scanners/{registration_id}")
def get_scanner(call: Call) -> Answer:
    call.require_system("scanner", "read")
    scanner = wanted(call)
    metadata = known(call.hub, scanner) if call.version >= "2.11" else None
    return Answer(body=shown(call, scanner, metadata))


@routes("PUT", "/scanners/{registration_id}", body=("registration", REGISTRATION))
def update_scanner(call: Call) -> None:
    call.require_system("scanner", "update")
    scanner = wanted(call)
    changed = said(call.body)
    if call.version >= "2.15.2" and changed["auth"] in (BASIC, BEARER, API_KEY):
        changed["access_credential"] = changed["access_credential"] or scanner["access_credential"]
    changed = checked(changed)
    if scanner["is_default"] and changed["disabled"]:
        raise broken()
    check_name(changed)
    check_lengths(changed)
    call.table("scanners").update(scanner["id"], **changed, update_time=call.now)


@routes("DELETE", "/scanners/{registration_id}")
def delete_scanner(call: Call) -> Answer:
    call.require_system("scanner", "delete")
    scanner = wanted(call)
    call.table("scanners").delete(scanner["id"])
    return Answer(body=shown(call, scanner))


@routes(
    "PATCH", "/scanners/{registration_id}",
    body=("payload", Struct("IsDefault", is_default=Bool())),
)  # fmt: skip
def set_default(call: Call) -> None:
    call.require_system("scanner", "update")
    if not call.body.get("is_default"):
        return
    scanner = by_uuid(call)
    if scanner is None or scanner["disabled"]:
        raise not_found(f"registration {call.params['registration_id']} not found")
    for other in call.table("scanners"):
        if other["is_default"]:
            call.table("scanners").update(other["id"], is_default=False)
    call.table("scanners").update(scanner["id"], is_default=True)


@routes("GET", "/scanners/{registration_id}/metadata")
def get_metadata(call: Call) -> Answer:
    call.require_system("scanner", "read")
    scanner = by_uuid(call)
    if scanner is None:
        raise not_found(f"registration {call.params['registration_id']} not found")
    metadata = known(call.hub, scanner)
    if metadata is None:
        raise broken()
    return Answer(
        body={
            "scanner": metadata["scanner"],
            "capabilities": [
                {
                    **({"type": one.get("type", "")} if call.version >= "2.11" else {}),
                    "consumes_mime_types": one["consumes_mime_types"],
                    "produces_mime_types": one["produces_mime_types"],
                }
                for one in metadata["capabilities"]
            ],
            "properties": metadata.get("properties") or {},
        }
    )


# -- of a project


def of_project(hub: Hub, project: Row) -> Row:
    """The scanner that a project uses: its own, or the default one; {} without any."""
    named = project["metadata"].get(PROJECT_KEY)
    scanner = hub.store["scanners"].one(uuid=named) if named else None
    return scanner or hub.store["scanners"].one(is_default=True) or {}


@routes("GET", "/projects/{project_name_or_id}/scanner")
def get_project_scanner(call: Call) -> Answer:
    call.require_login()
    project = call.allowed_project("scanner", "read")
    named = project["metadata"].get(PROJECT_KEY)
    if named and call.table("scanners").one(uuid=named) is None:
        # The reference to a scanner that is gone is dropped.
        left = {k: v for k, v in project["metadata"].items() if k != PROJECT_KEY}
        call.table("projects").update(project["project_id"], metadata=left)
    scanner = of_project(call.hub, project)
    if not scanner:
        return Answer(body=BLANK)
    metadata = known(call.hub, scanner)
    answer = shown(call, scanner, metadata)
    answer["health"] = "healthy" if metadata else "unhealthy"
    if metadata is not None:
        about = metadata["scanner"]
        answer["adapter"], answer["vendor"] = about["name"], about["vendor"]
        answer["version"] = about["version"]
    return Answer(body=answer)


@routes(
    "PUT", "/projects/{project_name_or_id}/scanner",
    body=("payload", Struct("ProjectScanner", uuid=Str(needed=True))),
)  # fmt: skip
def set_project_scanner(call: Call) -> None:
    call.require_login()
    project = call.allowed_project("scanner", "create")
    if not call.body["uuid"]:
        raise broken()
    changed = {**project["metadata"], PROJECT_KEY: call.body["uuid"]}
    call.table("projects").update(project["project_id"], metadata=changed)


@routes("GET", "/projects/{project_name_or_id}/scanner/candidates", listed=True)
def list_candidates(call: Call) -> Answer:
    call.require_login()
    call.require_project(call.project_reference(), "scanner", "create")
    return listed(call)


def install(hub: Hub) -> None:
    hub.options[CACHE] = {}
    hub.on("reset", hub.options[CACHE].clear)
