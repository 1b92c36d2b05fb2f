# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the role docker_engine decides to do on a host."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core import engine_setup
from ansible_collections.twinstar.registry.plugins.module_utils._core.engine_places import (
    CURRENT,
    DROP_IN,
    ENVIRONMENT,
    ORIGINAL,
    UNITS,
)

SUM = "sha256:" + "0123456789ABCDEF" * 4
RELEASE = "/usr/local/lib/docker-engine/0123456789abcdef"

DEFAULTS = {
    "state": "present",
    "source": "distribution",
    "version": "",
    "packages": [],
    "extra_packages": [],
    "python_libraries": True,
    "repository_url": "",
    "repository_suite": "",
    "repository_components": ["stable"],
    "repository_key_url": "",
    "repository_key_checksum": "",
    "repository_key": "",
    "archive": "",
    "archive_checksum": "",
    "archive_on_host": False,
    "compose": "package",
    "compose_version": "",
    "compose_binary": "",
    "compose_checksum": "",
    "minimum_version": "20.10.0",
    "compose_minimum_version": "1.18.0",
    "data_root": "",
    "log_driver": "",
    "log_options": {},
    "options": {},
    "restart": "when_needed",
    "enabled": True,
    "users": [],
    "http_proxy": "",
    "https_proxy": "",
    "no_proxy": [],
    "firewall_ports": [],
    "selinux": "auto",
    "remove_data": "",
    "inventory_hostname": "edge",
}
BARE = {
    "system": "debian",
    "like": "",
    "release": "12",
    "code_name": "bookworm",
    "pretty_name": "Debian GNU/Linux 12 (bookworm)",
    "systemd": True,
    "selinux": False,
    "kill": True,
    "cgroup": 2,
    "packager": "apt",
    "packages": {},
    "users": [],
    "members": None,
    "files": {},
    "releases": [],
    "firewalls": [],
    "unit": "",
    "active": "inactive",
    "containerd": "inactive",
    "boot": "",
    "outdated": False,
    "engine": {},
    "compose": {},
}
RUNNING: dict[str, Any] = {
    "members": [],
    "unit": "/usr/lib/systemd/system/docker.service",
    "active": "active",
    "containerd": "active",
    "boot": "enabled",
    "engine": {
        "version": "20.10.24+dfsg1",
        "data_root": "/var/lib/docker",
        "log_driver": "json-file",
        "runtime": "runc 1.1.5",
        "live_restore": False,
    },
    "compose": {"standalone": "1.29.2"},
}
FEDORA = {
    "system": "fedora",
    "release": "43",
    "pretty_name": "Fedora Linux 43",
    "packager": "dnf",
    "selinux": True,
}
ALMA = {"system": "almalinux", "release": "9.6", "pretty_name": "AlmaLinux 9.6", "packager": "dnf"}
ARCHIVE = {
    "source": "archive",
    "archive": "/srv/docker.tgz",
    "archive_checksum": SUM,
    "compose": "none",
}
REPOSITORY = {"source": "repository", "repository_url": "https://packages.example.com/linux"}


def want(**given: Any) -> Any:
    return {**DEFAULTS, **given}


def host(*parts: Any, **given: Any) -> Any:
    found = dict(BARE)
    for part in (*parts, given):
        found.update(part)
    return found


def installed(*names: Any, **versions: Any) -> Any:
    packages = {**dict.fromkeys(names, "1"), **versions}
    return {
        name.replace("_", "-"): {"version": version, "held": False, "automatic": False}
        for name, version in packages.items()
    }


def todo(wanted: Any, seen: Any) -> Any:
    return engine_setup.installation(wanted, seen)


def going(wanted: Any, seen: Any) -> Any:
    return engine_setup.removal(wanted, seen)["going"]


# ---- packages


@pytest.mark.parametrize(
    ("seen", "packages"),
    [
        ({}, ["docker.io", "docker-compose", "python3-docker", "python3-requests"]),
        (
            {"release": "13"},
            ["docker.io", "docker-cli", "docker-compose", "python3-docker", "python3-requests"],
        ),
        (
            {"system": "ubuntu", "release": "24.04"},
            ["docker.io", "docker-compose-v2", "python3-docker", "python3-requests"],
        ),
        (
            FEDORA,
            [
                *("moby-engine", "docker-cli", "docker-compose"),
                *("python3-docker", "python3-requests", "container-selinux"),
            ],
        ),
        (
            {"system": "opensuse-leap", "release": "15.6", "packager": "zypper"},
            ["docker", "docker-compose", "python3-docker", "python3-requests"],
        ),
    ],
)
def test_each_distribution_has_names_of_its_own(seen: Any, packages: Any) -> None:
    assert todo(want(), host(seen))["packages"] == packages


def test_a_repository_has_the_vendor_s_names() -> None:
    due = todo(want(**REPOSITORY), host(ALMA))["packages"]
    assert due == [
        *("docker-ce", "docker-ce-cli", "containerd.io"),
        *("docker-compose-plugin", "python3-requests"),
    ]


def test_names_and_extra_names_may_be_given() -> None:
    wanted = want(
        packages=["moby"], extra_packages=["pigz"], compose="none", python_libraries=False
    )
    assert todo(wanted, host())["packages"] == ["moby", "pigz"]


def test_an_archive_needs_no_more_than_iptables() -> None:
    wanted = want(**ARCHIVE, python_libraries=False)
    assert todo(wanted, host(kill=False))["packages"] == ["iptables"]


@pytest.mark.parametrize(("packager", "name"), [("apt", "procps"), ("dnf", "procps-ng")])
def test_a_host_without_kill_gets_one(packager: Any, name: Any) -> None:
    assert name in todo(want(), host(kill=False, packager=packager))["packages"]


def test_selinux_is_left_alone_when_it_is_not_managed() -> None:
    plan = todo(want(selinux="unmanaged"), host(FEDORA))
    assert "container-selinux" not in plan["packages"]
    assert not plan["configured"]
    assert engine_setup.daemon_options(want(), host(FEDORA)) == {"selinux-enabled": True}


def test_what_is_there_is_not_due() -> None:
    there = installed("docker.io", "docker-compose", "python3-docker", "python3-requests")
    plan = todo(want(), host(RUNNING, packages=there))
    assert plan["packages"] == []
    for key in ("folders", "files", "downloads", "links", "stale", "hold", "users", "install"):
        assert not plan[key], key
    assert not plan["service"]


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ({}, {}),
        ({"hold": True}, {}),
        (REPOSITORY, {}),
        (ARCHIVE, {}),
        ({}, {"files": {DROP_IN: "aa"}}),
    ],
)
def test_what_is_not_there_makes_the_stage_install(given: Any, seen: Any) -> None:
    there = installed("docker.io", "docker-compose", "python3-docker", "python3-requests")
    packages = there if given or seen else {}
    assert todo(want(**given), host(RUNNING, packages=packages, **seen))["install"]


@pytest.mark.parametrize(
    ("version", "there", "due"),
    [
        ("28.5", "5:28.5.1-1~debian.12~bookworm", False),
        ("28.5", "28.5", False),
        ("28.5", "28.50.1-1", True),
        ("28", "28.5.1+dfsg1-1", False),
        ("28.5.1", "5:28.5.2-1", True),
        ("5:28.5.1-1~debian.12~bookworm", "5:28.5.1-1~debian.12~bookworm", False),
        ("20.10.24+dfsg1-1", "20.10.24+dfsg1-1", False),
        ("20.10.24+dfsg1-1", "20.10.24+dfsg1-1+b6", True),
        ("2.8", "2x8.1", True),
    ],
)
def test_a_version_is_exact_or_a_beginning(version: Any, there: Any, due: Any) -> None:
    seen = host(packages=installed(docker_ce=there))
    packages = todo(want(**REPOSITORY, version=version), seen)["packages"]
    assert ("docker-ce" in packages) == due


def test_containerd_and_compose_have_versions_of_their_own() -> None:
    pins = todo(want(**REPOSITORY, version="28.5", compose_version="2.40"), host())["pins"]
    assert list(pins) == ["docker-ce", "docker-ce-cli", "docker-compose-plugin"]
    assert re.match(pins["docker-compose-plugin"], "2.40.3-1~debian.12~bookworm")


def test_dnf_takes_the_version_with_the_name() -> None:
    plan = todo(want(**REPOSITORY, version="28.5", compose_version="2.40"), host(ALMA))
    assert plan["packages_by_version"] == [
        *("docker-ce-28.5*", "docker-ce-cli-28.5*", "containerd.io"),
        *("docker-compose-plugin-2.40*", "python3-requests"),
    ]


def test_a_hold_is_set_taken_back_or_not_managed() -> None:
    packages = installed("docker.io", "docker-compose")
    packages["docker.io"]["held"] = True
    seen = host(packages=packages)
    assert todo(want(), seen)["hold"] == []
    assert todo(want(hold=True), seen)["hold"] == ["docker-compose"]
    assert todo(want(hold=False), seen)["hold"] == ["docker.io"]


# ---- files


def paths(plan: Any) -> Any:
    return [file["path"] for file in plan["files"]]


@pytest.mark.parametrize(
    ("packager", "path"),
    [
        ("apt", "/etc/apt/sources.list.d/docker-engine.sources"),
        ("dnf", "/etc/yum.repos.d/docker-engine.repo"),
        ("zypper", "/etc/zypp/repos.d/docker-engine.repo"),
    ],
)
def test_a_repository_is_written_for_its_package_manager(packager: Any, path: Any) -> None:
    assert paths(todo(want(**REPOSITORY), host(packager=packager))) == [path]


def test_a_binary_key_keeps_its_ending() -> None:
    wanted = want(**REPOSITORY, repository_key_url="https://packages.example.com/key.gpg")
    assert todo(wanted, host())["key"] == "/etc/apt/keyrings/docker-engine.gpg"
    assert todo(wanted, host(ALMA))["key"] == "/etc/pki/rpm-gpg/docker-engine.gpg"


def test_files_of_earlier_variables_are_stale_and_units_are_not() -> None:
    ours = [
        *("/etc/apt/preferences.d/docker-engine", "/etc/apt/sources.list.d/docker-engine.sources"),
        *("/etc/apt/keyrings/docker-engine.asc", DROP_IN, ENVIRONMENT),
    ]
    seen = host(files=dict.fromkeys([*ours, *UNITS], "0"))
    assert sorted(todo(want(), seen)["stale"]) == sorted(ours)
    proxied = want(**REPOSITORY, version="28", https_proxy="http://proxy.example.com:3128")
    assert todo(proxied, seen)["stale"] == []


def test_no_proxy_alone_is_no_proxy() -> None:
    assert not todo(want(no_proxy=[".abc.com"]), host())["proxied"]


# ---- archives


def test_a_path_of_the_controller_is_staged_and_then_held_to_its_checksum() -> None:
    plan = todo(want(**ARCHIVE), host())
    staged = "/var/cache/docker-engine/0123456789abcdef"
    assert [item["from"] for item in plan["from_controller"]] == ["/srv/docker.tgz"]
    assert [item["staged"] for item in plan["from_controller"]] == [staged]
    assert [item["url"] for item in plan["downloads"]] == ["file://" + staged]
    assert plan["release"] == RELEASE
    assert "/var/cache/docker-engine" in plan["stale"]


def test_a_path_of_the_host_and_a_url_are_read_where_they_are() -> None:
    plan = todo(want(**{**ARCHIVE, "archive": "/srv/a b.tgz"}, archive_on_host=True), host())
    assert plan["from_controller"] == []
    assert plan["downloads"][0]["url"] == "file:///srv/a%20b.tgz"
    plan = todo(want(**{**ARCHIVE, "archive": "https://example.com/d.tgz"}), host())
    assert plan["from_controller"] == []
    assert plan["downloads"][0]["url"] == "https://example.com/d.tgz"


def test_the_release_in_use_is_not_fetched_again() -> None:
    seen = host(files={CURRENT: RELEASE + "/docker"}, releases=["0123456789abcdef"])
    plan = todo(want(**ARCHIVE), seen)
    assert plan["downloads"] == []
    assert plan["release"] == ""
    assert plan["stale"] == []


def test_releases_that_are_not_in_use_go() -> None:
    seen = host(
        files={
            CURRENT: "/usr/local/lib/docker-engine/feed/docker",
            "/var/cache/docker-engine": "folder",
        },
        releases=["feed", "beef"],
    )
    assert todo(want(**ARCHIVE), seen)["stale"] == [
        "/var/cache/docker-engine",
        "/usr/local/lib/docker-engine/feed",
        "/usr/local/lib/docker-engine/beef",
    ]


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("plugin", "/usr/local/lib/docker/cli-plugins/docker-compose"),
        ("standalone", "/usr/local/bin/docker-compose"),
    ],
)
def test_compose_is_fetched_until_it_is_the_one(kind: Any, path: Any) -> None:
    wanted = want(compose=kind, compose_binary="https://example.com/c", compose_checksum=SUM)
    due = todo(wanted, host())["downloads"]
    assert [(item["to"], item["mode"]) for item in due] == [(path, "0755")]
    assert todo(wanted, host(files={path: SUM[7:].lower()}))["downloads"] == []


# ---- daemon.json, users, service


def test_variables_and_options_make_one_daemon_json() -> None:
    wanted = want(
        data_root="/srv/docker",
        log_driver="local",
        log_options={"max-size": "5m", "max-file": 2, "compress": False},
        live_restore=False,
        options={"debug": True},
    )
    assert engine_setup.daemon_options(wanted, host()) == {
        "debug": True,
        "data-root": "/srv/docker",
        "log-driver": "local",
        "log-opts": {"max-size": "5m", "max-file": "2", "compress": "false"},
        "live-restore": False,
    }


def test_what_is_left_out_is_not_in_daemon_json() -> None:
    assert engine_setup.daemon_options(want(), host()) == {}


def test_only_users_that_are_not_members_join() -> None:
    seen = host(members=["alice"])
    assert todo(want(users=["alice", "bob"]), seen)["users"] == ["bob"]
    assert todo(want(users=["bob"]), host())["users"] == ["bob"]


@pytest.mark.parametrize(
    ("given", "outdated"),
    [
        ({}, False),
        ({"outdated": True}, True),
        ({"outdated": True, "active": "failed"}, False),
    ],
)
def test_an_engine_is_outdated_only_while_it_runs(given: Any, outdated: Any) -> None:
    assert todo(want(), host(RUNNING, given))["outdated"] == outdated


def test_an_engine_that_runs_an_old_program_is_outdated() -> None:
    assert todo(want(version="20.10"), host(RUNNING))["outdated"] is False
    assert todo(want(version="26.1"), host(RUNNING))["outdated"] is True


def test_containerd_is_restarted_only_where_it_runs() -> None:
    assert todo(want(), host(RUNNING))["restart"] == ["containerd", "docker"]
    assert todo(want(), host(RUNNING, containerd="inactive"))["restart"] == ["docker"]


@pytest.mark.parametrize(
    ("enabled", "boot", "active", "due"),
    [
        (True, "enabled", "active", False),
        (True, "disabled", "active", True),
        (False, "disabled", "active", False),
        (True, "enabled", "failed", True),
    ],
)
def test_the_service_is_touched_when_it_is_not_as_it_should_be(
    enabled: Any, boot: Any, active: Any, due: Any
) -> None:
    plan = todo(want(enabled=enabled), host(RUNNING, boot=boot, active=active))
    assert plan["service"] == due


# ---- removal


def test_the_removal_takes_every_engine_and_what_came_with_it() -> None:
    packages = installed("docker.io", "docker-compose", "containerd", "runc", "procps")
    packages["containerd"]["automatic"] = True
    plan = going(want(state="absent"), host(RUNNING, packages=packages))
    assert plan["packages"] == ["docker.io", "docker-compose", "containerd"]
    assert plan["services"] == ["docker.service", "docker.socket", "containerd.service"]


def test_a_containerd_that_somebody_asked_for_stays() -> None:
    packages = installed("docker.io", "containerd")
    wanted = want(state="absent", remove_data="edge")
    plan = going(wanted, host(RUNNING, packages=packages))
    assert plan["packages"] == ["docker.io"]
    assert plan["services"] == ["docker.service", "docker.socket"]
    assert plan["data"] == ["/var/lib/docker"]


def test_a_debian_package_named_docker_is_something_else() -> None:
    packages = installed("docker")
    assert going(want(), host(packages=packages))["packages"] == []
    suse = host(packages=packages, packager="zypper", system="opensuse-leap")
    assert going(want(), suse)["packages"] == ["docker"]


def test_units_that_are_not_ours_stay() -> None:
    files = dict.fromkeys([*UNITS, "/usr/local/bin/docker"], "0")
    assert going(want(), host(files=files))["files"] == []
    files[CURRENT] = RELEASE + "/docker"
    files["/usr/local/lib/docker-engine"] = "folder"
    gone = going(want(), host(files=files))["files"]
    assert set(gone) == {*UNITS, "/usr/local/bin/docker", "/usr/local/lib/docker-engine"}


def test_a_compose_that_is_not_ours_stays() -> None:
    path = "/usr/local/bin/docker-compose"
    wanted = want(compose="standalone", compose_checksum=SUM)
    other = host(files={path: "0" * 64})
    assert going(wanted, other)["files"] == []
    ours = host(files={path: SUM[7:].lower()})
    assert going(wanted, ours)["files"] == [path]
    assert going(want(), ours)["files"] == []


def test_daemon_json_comes_back_or_goes_or_is_left_alone() -> None:
    nothing = hashlib.sha256(b"").hexdigest()
    config = "/etc/docker/daemon.json"
    born_here = going(want(), host(files={ORIGINAL: nothing, config: "1"}))
    assert (born_here["original"], born_here["files"]) == (False, [ORIGINAL, config])
    kept = going(want(), host(files={ORIGINAL: "2", config: "1"}))
    assert (kept["original"], kept["files"]) == (True, [ORIGINAL])
    never_touched = going(want(), host(files={config: "1"}))
    assert (never_touched["original"], never_touched["files"]) == (False, [])


def test_data_goes_only_where_the_host_is_named() -> None:
    seen = host(RUNNING)
    assert going(want(), seen)["data"] == []
    assert going(want(remove_data="hub"), seen)["data"] == []
    named = want(remove_data="edge", data_root="/srv/docker")
    assert going(named, seen)["data"] == ["/srv/docker", "/var/lib/containerd"]


def test_containers_that_outlive_the_engine_are_stopped_first() -> None:
    engine = {**RUNNING["engine"], "live_restore": True}
    assert going(want(), host(RUNNING, engine=engine))["containers"]
    assert not going(want(), host(RUNNING))["containers"]
