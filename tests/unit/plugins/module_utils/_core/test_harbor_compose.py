# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core import harbor_compose as c
from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import InputError

FOLDER = "/opt/harbor/2.13.5/harbor"


def bind(source: str) -> dict[str, str]:
    return {"type": "bind", "source": source, "target": "/x"}


def service(**block: Any) -> c.Service:
    (found,) = c.services({"services": {"core": block}}, FOLDER, "/data/")
    return found


def test_a_service_reads_its_environment_and_its_settings_and_no_data() -> None:
    found = service(
        container_name="harbor-core",
        env_file=["./common/config/core/env"],
        volumes=[
            "/data/ca_download/:/etc/core/ca/:z",
            "/data/:/data/:z",
            "./common/config/core/certificates/:/etc/core/certificates/:z",
            bind("./common/config/core/app.conf"),
            bind("/data/secret/core/private_key.pem"),
            bind("/etc/uaa.pem"),
        ],
    )
    assert found.container == "harbor-core"
    assert found.reads == (
        f"{FOLDER}/common/config/core/env",
        f"{FOLDER}/common/config/core/certificates",
        f"{FOLDER}/common/config/core/app.conf",
        "/data/secret/core/private_key.pem",
        "/etc/uaa.pem",
    )


def test_places_of_data_are_none_of_them_in_either_form() -> None:
    found = service(
        env_file="./common/config/trivy-adapter/env",
        volumes=[
            bind("/data/trivy-adapter/trivy"),
            "/var/log/harbor/:/var/log/docker/:z",
            "/data/redis:/var/lib/redis",
            "/data/secret/cert:/etc/cert:z",
        ],
    )
    assert found.reads == (f"{FOLDER}/common/config/trivy-adapter/env", "/data/secret/cert")


def test_data_below_the_folder_and_the_folder_below_the_data() -> None:
    document = {"services": {"redis": {"volumes": [f"{FOLDER}/data/redis:/var/lib/redis"]}}}
    assert c.services(document, FOLDER, f"{FOLDER}/data")[0].reads == ()
    document = {"services": {"db": {"env_file": ["./common/config/db/env"]}}}
    assert c.services(document, FOLDER, "/opt")[0].reads == (f"{FOLDER}/common/config/db/env",)


def test_what_the_engine_makes_to_mount_something_there_is_known() -> None:
    volumes = [
        "/data/registry:/storage:z",
        "./common/config/registry/:/etc/registry/:z",
        {"type": "bind", "source": "/data/secret/root.crt", "target": "/etc/registry/root.crt"},
        {"type": "bind", "source": "/x/gcs.key", "target": "/etc/registry/gcs.key"},
        {"type": "bind", "source": "/x/ca", "target": "/etc/registry-ca"},
    ]
    document = {"services": {"registry": {"volumes": volumes}, "redis": {}}}
    assert c.mount_points(document, FOLDER) == {
        f"{FOLDER}/common/config/registry/root.crt",
        f"{FOLDER}/common/config/registry/gcs.key",
    }
    assert c.mount_points({}, FOLDER) == frozenset()


def test_a_digest_changes_with_what_is_read_and_with_a_setting_but_not_with_its_label() -> None:
    block = {"image": "i:1", "ports": ["80:8080"]}
    digest = c.digest_of(block, {"/a": "1"})
    assert c.digest_of(block, {"/a": "2"}) != digest
    assert c.digest_of({**block, "ports": ["81:8080"]}, {"/a": "1"}) != digest
    assert c.digest_of({**block, "labels": {c.LABEL: "x"}}, {"/a": "1"}) == digest


def test_what_is_written_reads_as_before_with_the_labels() -> None:
    document = {
        "version": "2.3",
        "services": {
            "proxy": {"ports": ["80:8080", "127.0.0.1:1514:10514"], "networks": {"h": None}}
        },
    }
    again = c.parsed(c.written(c.labelled(document, {"proxy": "12e4"})), "f")
    assert again["services"]["proxy"].pop("labels") == {c.LABEL: "12e4"}
    assert again == document


def test_a_broken_file_is_named_with_its_place_and_not_quoted() -> None:
    with pytest.raises(InputError) as caught:
        c.parsed("a: b\npassword: 'swordfish\n", "/x/harbor.yml")
    assert str(caught.value).startswith("/x/harbor.yml, line ")
    assert "swordfish" not in str(caught.value)
    with pytest.raises(InputError, match="is no mapping"):
        c.parsed("- a\n", "/x/harbor.yml")


def test_a_published_port_is_found_with_its_address() -> None:
    assert c.published(("127.0.0.1:1514:10514",), 10514) == ("127.0.0.1", 1514)
    assert c.published(("80:8080", "443:8443/tcp"), 8443) == ("127.0.0.1", 443)
    assert c.published(("[::1]:80:8080",), 8080) == ("::1", 80)
    assert c.published(("8080",), 8080) is None
