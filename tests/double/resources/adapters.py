# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kinds of registries: which there are, what they can, and whether one is healthy."""

from __future__ import annotations

from typing import Any

from ..answers import Answer, broken
from ..call import Call
from ..peer import Peer
from ..routing import Routes
from ..versions import Version

Row = dict[str, Any]

routes = Routes()

HARBOR, DOCKER_REGISTRY = "harbor", "docker-registry"


def words(text: str) -> list[str]:
    return text.split()


# Kind -> the first version that knows it.
KINDS = {
    "ali-acr": "2.0",
    "aws-ecr": "2.0",
    "azure-acr": "2.0",
    "docker-hub": "2.0",
    DOCKER_REGISTRY: "2.0",
    "dtr": "2.2",
    "github-ghcr": "2.2",
    "gitlab": "2.0",
    "google-gcr": "2.0",
    HARBOR: "2.0",
    "huawei-SWR": "2.0",
    "jfrog-artifactory": "2.0",
    "quay": "2.0",
    "tencent-tcr": "2.2",
    "volcengine-cr": "2.10",
}
# From 2.14 on they are offered no more, though they still work.
NOT_LISTED = ("dtr", "gitlab", "quay")
ALIYUN = words(
    "cn-qingdao cn-beijing cn-zhangjiakou cn-huhehaote cn-wulanchabu cn-hangzhou cn-shanghai"
    " cn-shenzhen cn-heyuan cn-guangzhou cn-chengdu cn-hongkong ap-southeast-1 ap-southeast-2"
    " ap-southeast-3 ap-southeast-5 ap-south-1 ap-northeast-1 us-west-1 us-east-1 eu-central-1"
    " eu-west-1 me-east-1"
)
AWS = words(
    "us-east-2 us-east-1 us-west-1 us-west-2 af-south-1 ap-east-1 ap-south-1 ap-northeast-3"
    " ap-northeast-2 ap-southeast-1 ap-southeast-2 ap-northeast-1 ca-central-1 cn-north-1"
    " cn-northwest-1 eu-central-1 eu-west-1 eu-west-2 eu-south-1 eu-west-3 eu-north-1 me-south-1"
    " sa-east-1"
)


def known(kind: str, version: Version) -> bool:
    return kind in KINDS and version >= KINDS[kind]


def offered(version: Version) -> list[str]:
    """By name."""
    return [
        kind
        for kind in sorted(KINDS, key=str.lower)
        if known(kind, version) and (version < "2.14" or kind not in NOT_LISTED)
    ]


def ask_health(kind: str, peer: Peer) -> bool:
    """Ask it. Raises a 500 where Harbor cannot even make a client. Call it outside of the lock."""
    if kind == HARBOR:
        try:
            reply = peer.ask("GET", "/api/version")
        except OSError:
            raise broken() from None
        if reply.status >= 300 and reply.status != 404:  # 404: a Harbor 1.x
            raise broken()
    if kind == "google-gcr" and not (peer.user and peer.password):
        return False
    try:
        reply = peer.registry("GET", "/v2/")
    except OSError:
        return False
    if not peer.user and reply.status in (401, 403):
        return True
    return 200 <= reply.status < 300


def info(kind: str, peer: Peer, version: Version) -> Row:
    """What it can. Raises a 500 if a Harbor cannot be asked. Call it outside of the lock."""
    harbor = kind == HARBOR
    filters: list[Row] = [
        {"type": name, "style": "input", "values": None} for name in ("name", "tag")
    ]
    if harbor:
        filters.append({"type": "label", "style": "list", "values": labels(peer)})
    resources = ["image", "artifact"] if harbor else ["image"]
    filters.append({"type": "resource", "style": "radio", "values": resources})
    answer: Row = {
        "type": kind,
        "supported_resource_filters": filters,
        "supported_triggers": ["manual", "scheduled"],
    }
    if harbor and version >= "2.7":
        answer["supported_copy_by_chunk"] = True
    return answer


def labels(peer: Peer) -> list[str] | None:
    try:
        reply = peer.ask("GET", "/api/v2.0/labels?scope=g")
        if reply.status == 404:
            return None
        if reply.status >= 300:
            raise broken()
        return [str(label.get("name", "")) for label in reply.json] or None
    except (OSError, ValueError):
        raise broken() from None


@routes("GET", "/replication/adapters")
def list_adapters(call: Call) -> Answer:
    call.require_system("replication-adapter", "list")
    return Answer(body=offered(call.version))


@routes("GET", "/replication/adapterinfos")
def list_adapter_infos(call: Call) -> Answer:
    call.require_system("replication-adapter", "list")
    listed = offered(call.version)
    return Answer(
        body={kind: one for kind, one in patterns(call.version).items() if kind in listed}
    )


def endpoints(how: str, *pairs: tuple[str, str]) -> Row:
    found = [{"key": key, "value": url} for key, url in pairs] or None
    return {"endpoint_pattern": {"endpoint_type": f"EndpointPatternType{how}", "endpoints": found}}


def patterns(version: Version) -> dict[str, Row]:
    """What a page offers for each kind; the places of the clouds follow their regions' names."""
    aliyun: list[tuple[str, str]] = []
    for region in ALIYUN:
        for suffix in ("", "-vpc", "-internal"):
            aliyun.append((region + suffix, f"https://registry{suffix}.{region}.aliyuncs.com"))
        for suffix in ("-vpc", "") if version >= "2.12" else ():
            place = f"https://instanceName-registry{suffix}.{region}.cr.aliyuncs.com"
            aliyun.append((f"{region}-ee{suffix}", place))
    google = ("gcr.io", "us.gcr.io", "eu.gcr.io", "asia.gcr.io")
    return {
        "ali-acr": endpoints("List", *aliyun),
        "aws-ecr": endpoints("List", *((r, f"https://api.ecr.{r}.amazonaws.com") for r in AWS)),
        "docker-hub": endpoints("Fix", ("hub.docker.com", "https://hub.docker.com")),
        "github-ghcr": endpoints("Fix", ("ghcr.io", "https://ghcr.io")),
        "google-gcr": {
            **endpoints("List", *((host, f"https://{host}") for host in google)),
            "credential_pattern": {
                "access_key_type": "AccessKeyTypeFix",
                "access_key_data": "_json_key",
                "access_secret_type": "AccessSecretTypeFile",
                "access_secret_data": "No Change",
            },
        },
        "quay": {
            **endpoints("Standard"),
            "credential_pattern": {
                "access_key_type": "AccessKeyTypeFix",
                "access_key_data": "json_file",
                "access_secret_type": "AccessSecretTypeFile",
            },
        },
        "tencent-tcr": {},
        "volcengine-cr": {},
    }
