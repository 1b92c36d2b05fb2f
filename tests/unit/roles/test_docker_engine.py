# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role docker_engine: what it refuses, what must hold in the end, the files that it writes."""

from __future__ import annotations

import configparser
import re
from typing import Any

import pytest
import yaml
from ansible.errors import AnsibleError

from ansible_collections.twinstar.registry.plugins.module_utils._core import engine_places
from tests.unit.roles.role import ROOT, Role, look

SUM = "sha256:" + "0123456789abcdef" * 4
KEY = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDME\n-----END PGP PUBLIC KEY BLOCK-----"
HOST: dict[str, Any] = {
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
    "users": ["alice"],
    "members": [],
    "files": {},
    "releases": [],
    "firewalls": [],
    "unit": "/usr/lib/systemd/system/docker.service",
    "active": "active",
    "containerd": "active",
    "boot": "enabled",
    "outdated": False,
    "engine": {
        "version": "28.5.1",
        "data_root": "/var/lib/docker",
        "log_driver": "json-file",
        "runtime": "runc 1.3.0",
        "live_restore": False,
    },
    "compose": {"plugin": "2.40.0"},
}
ALMA = {"system": "almalinux", "release": "9.6", "pretty_name": "AlmaLinux 9.6", "packager": "dnf"}
REPOSITORY = {
    "docker_engine_source": "repository",
    "docker_engine_repository_url": "https://packages.example.com/linux",
    "docker_engine_repository_key": KEY,
}
ARCHIVE = {
    "docker_engine_source": "archive",
    "docker_engine_archive": "/srv/docker.tgz",
    "docker_engine_archive_checksum": SUM,
    "docker_engine_compose": "none",
}


def engine(host: Any = None, **given: Any) -> Any:
    """The role's variables on a host that has been looked at."""
    seen = {"stdout": yaml.safe_dump({**HOST, **(host or {})})}
    role = Role("docker_engine", inventory_hostname="edge", __docker_engine_look=seen, **given)
    role.variables["__docker_engine"] = role["__docker_engine_plan"]["todo"]
    return role


def wrong(host: Any = None, **given: Any) -> Any:
    return engine(host, **given)["__docker_engine_plan"]["wrong"]


def failures(host: Any = None, **given: Any) -> Any:
    return engine(host, **given)["__docker_engine_plan_now"]["failures"]


def package(name: Any) -> Any:
    return {"packages": {name: {"version": "1", "held": False, "automatic": False}}}


# ---- before


@pytest.mark.parametrize(
    "given",
    [
        {},
        REPOSITORY,
        ARCHIVE,
        {"docker_engine_users": ["alice"], "docker_engine_firewall_ports": ["2376/tcp", "7-9/udp"]},
        {"docker_engine_https_proxy": "http://user:secret@proxy.example.com:3128"},
    ],
)
def test_what_is_right_is_not_refused(given: Any) -> None:
    assert wrong(**given) == []


@pytest.mark.parametrize(
    ("host", "given", "words"),
    [
        (
            {"systemd": False},
            {},
            "This host does not run systemd, but the engine is a service of it.",
        ),
        ({"cgroup": 0}, {}, "/sys/fs/cgroup has no control groups, but"),
        (
            ALMA,
            {},
            "docker_engine_source is 'distribution', but AlmaLinux 9.6 has no engine that this "
            "role knows. Use 'repository' or 'archive', or name the packages",
        ),
        (
            {"packager": "none"},
            REPOSITORY,
            "but Debian GNU/Linux 12 (bookworm) has neither apt-get nor dnf nor zypper. Use",
        ),
        (
            package("docker-ce"),
            {},
            "docker_engine_source is 'distribution', but this host has docker-ce. Remove it first "
            "with docker_engine_state 'absent', which keeps the data, or choose its source.",
        ),
        (package("docker.io"), REPOSITORY, "but this host has docker.io. Remove it first"),
        (package("containerd"), ARCHIVE, "but this host has containerd. Remove it first"),
        (
            {"files": {engine_places.CURRENT: "/x"}},
            {},
            "but this host has an engine from an archive. Remove it first",
        ),
        (
            {},
            {**REPOSITORY, "docker_engine_repository_url": ""},
            "docker_engine_repository_url is empty, but source 'repository' needs a URL with https://,",
        ),
        (
            {},
            {**REPOSITORY, "docker_engine_repository_key": ""},
            "docker_engine_repository_key and docker_engine_repository_key_url are both empty, but",
        ),
        (
            {},
            {**REPOSITORY, "docker_engine_repository_key_url": "https://example.com/key"},
            "docker_engine_repository_key and docker_engine_repository_key_url are both set, but",
        ),
        (
            {},
            {
                **REPOSITORY,
                "docker_engine_repository_key": "",
                "docker_engine_repository_key_url": "http://example.com/key",
            },
            "docker_engine_repository_key_url is 'http://example.com/key', but a key that comes "
            "unprotected must be known beforehand. Use https://, or set "
            "docker_engine_repository_key_checksum.",
        ),
        (
            {},
            {**REPOSITORY, "docker_engine_repository_key": "mDME"},
            "docker_engine_repository_key is set, but it has no PGP PUBLIC KEY BLOCK.",
        ),
        (
            {},
            {**ARCHIVE, "docker_engine_archive": ""},
            "docker_engine_archive is empty, but source 'archive' needs the path or URL",
        ),
        (
            {},
            {**ARCHIVE, "docker_engine_archive_checksum": ""},
            "docker_engine_archive_checksum is empty, but programs that run as root",
        ),
        (
            {},
            {**ARCHIVE, "docker_engine_archive_checksum": "md5:12"},
            "docker_engine_archive_checksum is 'md5:12', but a checksum is 'sha256:' and 64",
        ),
        (
            {},
            {**ARCHIVE, "docker_engine_compose": "package"},
            "docker_engine_compose is 'package', but source 'archive' brings none. Use 'plugin'",
        ),
        (
            {},
            {"docker_engine_compose": "plugin", "docker_engine_compose_checksum": SUM},
            "docker_engine_compose_binary is empty, but docker_engine_compose 'plugin' needs",
        ),
        (
            {},
            {"docker_engine_compose": "standalone", "docker_engine_compose_binary": "/srv/c"},
            "docker_engine_compose_checksum is empty, but a program is only taken with one.",
        ),
        (
            {},
            {"docker_engine_version": "v28"},
            "docker_engine_version is 'v28', but a version begins with a digit. Correct it.",
        ),
        (
            {},
            {"docker_engine_data_root": "srv/docker"},
            "docker_engine_data_root is 'srv/docker', but a folder here begins with a slash.",
        ),
        (
            {},
            {"docker_engine_live_restore": True, "docker_engine_options": {"live-restore": False}},
            "docker_engine_options.live-restore is set, but a variable of the role says that",
        ),
        (
            {},
            {"docker_engine_users": ["alice", "bob"]},
            "docker_engine_users[1] is 'bob', but this host has no such user. Create the user",
        ),
        (
            {},
            {"docker_engine_firewall_ports": ["2376"]},
            "docker_engine_firewall_ports[0] is '2376', but a port is written as 2376/tcp",
        ),
        (
            {},
            {"docker_engine_http_proxy": "proxy.example.com:3128"},
            "docker_engine_http_proxy is set, but a proxy starts with http://, https:// or socks5://",
        ),
        (
            {},
            {**ARCHIVE, "docker_engine_archive": "https://user:planted@example.com/d.tgz"},
            "docker_engine_archive is 'https://***@example.com/d.tgz', but a password in a URL",
        ),
        (
            {},
            {"docker_engine_state": "absent", "docker_engine_remove_data": "hub"},
            "docker_engine_remove_data is 'hub', but this host is edge. Write that name to delete",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_cure(host: Any, given: Any, words: Any) -> None:
    said = wrong(host, **given)
    assert len(said) == 1
    assert words in said[0]


def test_all_faults_are_said_at_once() -> None:
    said = wrong(
        docker_engine_source="archive", docker_engine_data_root="x", docker_engine_version="x"
    )
    assert len(said) == 5


def test_a_password_of_a_proxy_is_not_repeated() -> None:
    assert "planted" not in str(wrong(docker_engine_http_proxy="user:planted@proxy.example.com"))


def test_the_data_may_be_named_for_removal() -> None:
    assert wrong(docker_engine_state="absent", docker_engine_remove_data="edge") == []


# ---- in the end


def test_an_engine_as_it_should_be_has_no_failure() -> None:
    assert failures() == []


@pytest.mark.parametrize(
    ("host", "given", "words"),
    [
        (
            {"engine": {}, "active": "failed"},
            {},
            "The engine does not answer on /run/docker.sock, and its service is failed. "
            "Look at 'journalctl -u docker' on the host.",
        ),
        (
            {"engine": {**HOST["engine"], "runtime": "runc N/A"}},
            {},
            "The engine answers, but its runc does not, so no container would start.",
        ),
        (
            {},
            {"docker_engine_minimum_version": "29.0"},
            "The engine is 28.5.1, but docker_engine_minimum_version is 29.0.",
        ),
        (
            {},
            {"docker_engine_version": "28.4"},
            "The engine is 28.5.1, but docker_engine_version is 28.4. See that the source has it.",
        ),
        (
            {"compose": {}},
            {},
            "Compose does not answer as plugin or standalone, but it was installed.",
        ),
        (
            {},
            {
                "docker_engine_compose": "standalone",
                "docker_engine_compose_binary": "/c",
                "docker_engine_compose_checksum": SUM,
            },
            "Compose does not answer as standalone, but it was installed.",
        ),
        (
            {"compose": {"standalone": "1.17.1"}},
            {},
            "Compose (standalone) is 1.17.1, but docker_engine_compose_minimum_version is 1.18.0.",
        ),
        (
            {},
            {"docker_engine_data_root": "/srv/docker"},
            "data-root is /var/lib/docker, but docker_engine_data_root is /srv/docker. Look",
        ),
        (
            {},
            {"docker_engine_log_driver": "local"},
            "The engine's log-driver is json-file, but docker_engine_log_driver is local.",
        ),
        (
            {},
            {"docker_engine_live_restore": True},
            "The engine's live-restore is False, but docker_engine_live_restore is True.",
        ),
    ],
)
def test_what_does_not_hold_is_said(host: Any, given: Any, words: Any) -> None:
    said = failures(host, **given)
    assert len(said) == 1
    assert words in said[0]


def test_an_engine_that_must_not_restart_is_not_held_to_what_comes_after_it() -> None:
    assert failures(docker_engine_log_driver="local", docker_engine_restart="never") == []


def test_without_compose_none_is_missed() -> None:
    assert failures({"compose": {}}, docker_engine_compose="none") == []


# ---- files


def test_a_deb_repository_trusts_its_own_key_only() -> None:
    text = engine(**REPOSITORY).render("repository.sources.j2")
    assert text.splitlines()[1:] == [
        "Types: deb",
        "URIs: https://packages.example.com/linux",
        "Suites: bookworm",
        "Components: stable",
        "Signed-By: /etc/apt/keyrings/docker-engine.asc",
    ]


def test_a_flat_repository_has_no_components() -> None:
    flat = {**REPOSITORY, "docker_engine_repository_suite": "./"}
    text = engine(**flat, docker_engine_repository_components=[]).render("repository.sources.j2")
    assert "Suites: ./\nSigned-By:" in text


def test_an_rpm_repository_is_checked_with_its_key() -> None:
    file = configparser.ConfigParser()
    file.read_string(engine(ALMA, **REPOSITORY).render("repository.repo.j2"))
    assert dict(file["docker-engine"]) == {
        "name": "Docker engine",
        "baseurl": "https://packages.example.com/linux",
        "enabled": "1",
        "gpgcheck": "1",
        "gpgkey": "file:///etc/pki/rpm-gpg/docker-engine.asc",
    }


def test_a_preference_holds_each_package_to_its_pattern() -> None:
    text = engine(docker_engine_version="20.10", docker_engine_compose_version="1.29.2-3").render(
        "preference.j2"
    )
    assert text.split("\n\n")[1:] == [
        "Package: docker.io\nPin: version /^([0-9]+:)?20\\.10([^0-9].*)?$/\nPin-Priority: 1001",
        "Package: docker-compose\nPin: version /^([0-9]+:)?1\\.29\\.2-3$/\nPin-Priority: 1001\n",
    ]


def test_proxies_are_quoted_as_systemd_reads_them() -> None:
    role = engine(
        docker_engine_http_proxy='http://user:a"b\\c$d@proxy.example.com',
        docker_engine_no_proxy=["10.0.0.0/8", ".abc.com"],
    )
    assert role.render("proxy.env.j2") == (
        'HTTP_PROXY="http://user:a\\"b\\\\c$d@proxy.example.com"\nNO_PROXY="10.0.0.0/8,.abc.com"\n'
    )


@pytest.mark.parametrize("unit", ["containerd.service", "docker.socket", "docker.service"])
def test_units_are_what_systemd_reads(unit: Any) -> None:
    text = engine(**ARCHIVE).render(f"{unit}.j2")
    sections = re.findall(r"^\[(\w+)\]$", text, re.MULTILINE)
    assert sections == ["Unit", unit.split(".")[1].capitalize(), "Install"]


# ---- the look


def test_the_look_sees_every_place_and_every_package_that_is_decided_on() -> None:
    script = (ROOT / "roles" / "docker_engine" / "files" / "look.sh").read_text("utf-8")
    words = set(script.replace("'", " ").split())
    names = [
        name for pair in engine_places.DISTRIBUTIONS.values() for part in pair for name in part
    ]
    names += [name for part in engine_places.REPOSITORY for name in part]
    names += [name for names in engine_places.LIBRARIES.values() for name in names]
    names += [name for names in engine_places.STRANGERS.values() for name in names]
    names += [*engine_places.COMPANIONS, "procps", "procps-ng", "iptables", "container-selinux"]
    missing = [word for word in [*engine_places.PATHS, *names] if word not in words]
    assert missing == []


def test_the_look_prints_what_the_decisions_read() -> None:
    """On this machine, whatever it is: every key is there, and of the right type."""
    seen = look("docker_engine", "no-such-package", "--users", "root", "no-such-user")
    assert set(seen) == set(HOST)
    assert seen["users"] == ["root"]
    for key, value in seen.items():
        if key != "members":
            assert isinstance(value, type(HOST[key])), key


def test_a_look_that_failed_is_no_plan() -> None:
    role = Role("docker_engine", inventory_hostname="edge", __docker_engine_look={"stdout": ""})
    with pytest.raises(AnsibleError):
        role["__docker_engine_plan"]
