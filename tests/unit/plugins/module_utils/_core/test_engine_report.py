# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core import engine_report
from ansible_collections.twinstar.registry.plugins.module_utils._core.engine_report import (
    in_file_order,
    insecure_registries,
    is_loaded,
    is_shown,
    registry_mirrors,
    running_containers,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.registry_address import (
    reported_registry,
)

# As engine 20.10.24 answers GET /info, shortened.
INFO: dict[str, Any] = {
    "ContainersRunning": 2,
    "ContainersPaused": 1,
    "Driver": "overlay2",
    "LoggingDriver": "json-file",
    "CgroupDriver": "systemd",
    "Debug": False,
    "LiveRestoreEnabled": False,
    "ExperimentalBuild": False,
    "Labels": ["zone=edge", "rack=1"],
    "DockerRootDir": "/var/lib/docker",
    "Runtimes": {"runc": {"path": "runc"}, "io.containerd.runc.v2": {"path": "runc"}},
    "DefaultRuntime": "runc",
    "SecurityOptions": ["name=seccomp,profile=default"],
    "RegistryConfig": {
        "InsecureRegistryCIDRs": ["10.0.0.0/8", "127.0.0.0/8", "::1/128"],
        "IndexConfigs": {
            "docker.io": {"Secure": True},
            "192.168.126.50:5000": {"Secure": False},
        },
        "Mirrors": ["https://b.example.com/", "https://a.example.com/"],
    },
}


def test_trusted_are_hosts_and_networks_but_not_the_engines_own() -> None:
    assert insecure_registries(INFO) == ["10.0.0.0/8", "192.168.126.50:5000"]


def test_mirrors_keep_their_order() -> None:
    assert registry_mirrors(INFO) == ["https://b.example.com/", "https://a.example.com/"]


def test_a_paused_container_is_one_that_a_restart_stops() -> None:
    assert running_containers(INFO) == 3


@pytest.mark.parametrize(
    ("name", "value", "loaded"),
    [
        ("insecure-registries", ["192.168.126.50:5000", "10.9.9.9/8"], True),
        ("insecure-registries", ["http://192.168.126.50:5000", "10.0.0.0/8", "127.0.0.0/8"], True),
        ("insecure-registries", ["10.0.0.0/8"], False),
        ("insecure-registries", None, False),
        ("registry-mirrors", ["https://b.example.com", "https://a.example.com/"], True),
        ("registry-mirrors", ["https://a.example.com", "https://b.example.com"], False),
        ("labels", ["rack=1", "zone=edge"], True),
        ("labels", [], False),
        ("debug", False, True),
        ("debug", None, True),
        ("debug", True, False),
        ("live-restore", True, False),
        ("log-driver", None, True),
        ("log-driver", "local", False),
        ("storage-driver", "overlay2", True),
        ("storage-driver", "overlayfs", True),
        ("storage-driver", "vfs", False),
        ("data-root", "/var/lib/docker/", True),
        ("data-root", None, True),
        ("data-root", "/srv/docker", False),
        ("default-runtime", "", True),
        ("runtimes", {}, True),
        ("runtimes", {"crun": {"path": "crun"}}, False),
        ("exec-opts", ["native.cgroupdriver=systemd"], True),
        ("exec-opts", ["native.cgroupdriver=cgroupfs"], False),
        ("default-address-pools", None, True),
        ("default-address-pools", [{"base": "10.9.0.0/16", "size": 24}], False),
        ("experimental", False, True),
    ],
)
def test_the_report_is_compared_as_the_engine_understands_the_file(
    name: str, value: Any, loaded: bool
) -> None:
    assert is_shown(name, value, INFO)
    assert is_loaded(name, value, INFO) is loaded


@pytest.mark.parametrize(
    ("name", "value"),
    [("dns", ["1.1.1.1"]), ("storage-driver", None), ("exec-opts", None), ("exec-opts", ["a=b"])],
)
def test_what_no_report_shows_is_not_claimed_to_be_loaded(name: str, value: Any) -> None:
    assert not is_shown(name, value, INFO)


def test_what_this_engine_leaves_out_of_its_report_is_not_shown() -> None:
    assert not is_shown("log-driver", "local", {})
    assert not is_shown("runtimes", {}, {})
    assert not is_shown("data-root", "/srv", {})


def test_a_user_namespace_works_below_the_data_root() -> None:
    info = {"DockerRootDir": "/srv/docker/231072.231072", "SecurityOptions": ["name=userns"]}
    assert is_loaded("data-root", "/srv/docker", info)
    assert not is_loaded("data-root", "/srv/docker", {**info, "SecurityOptions": None})


def test_every_shown_key_has_a_default_that_can_be_compared() -> None:
    for name, shown in engine_report.SHOWN.items():
        assert shown.normal(None) is not None, name


def test_the_list_is_told_in_the_order_of_the_file_and_then_the_rest() -> None:
    reported = ["10.0.0.0/8", "a.com", "z.com"]
    found = in_file_order(["z.com", "10.1.1.1/8", "not.loaded"], reported, reported_registry)
    assert found == ["z.com", "10.1.1.1/8", "a.com"]
