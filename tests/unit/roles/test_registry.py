# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role registry: what it refuses, what it decides, the files that it writes."""

from __future__ import annotations

import hashlib
import io
import json
import pathlib
import subprocess
import tarfile
from typing import Any

import pytest

from tests.unit.roles.role import Role

USERS = [{"name": "root", "password": "planted"}]
PEM = "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----"
HOST: dict[str, Any] = {
    "pretty_name": "Debian GNU/Linux 12 (bookworm)",
    "systemd": True,
    "selinux": False,
    "packager": "apt",
    "packages": {},
    "firewalls": [],
    "files": {},
    "engine": "20.10.24",
    "image": "sha256:1",
    "archive": [],
    "container": "",
    "container_memory": 0,
    "container_cpus": 0,
    "container_is_ours": False,
    "network_users": None,
    "unit": "",
    "unit_active": "",
    "package_units": [],
    "masked": [],
    "others": [],
    "timer": "",
    "data_owner": "",
    "outdated": False,
    "listener": "",
}


def registry(host: dict[str, Any] | None = None, **given: Any) -> Role:
    """The role's variables on a host that has been looked at."""
    return Role(
        "registry",
        **{
            "inventory_hostname": "edge",
            "ansible_host": "192.168.126.50",
            "ansible_check_mode": False,
            "registry_users": USERS,
            "__registry_host": {**HOST, **(host or {})},
            "__registry_instance": {"id": "0123", "http_secret": "planted-once"},
            "__registry_apt": {},
            "__registry_given": {},
            "__registry_certificate": {},
            **given,
        },
    )


def refused(host: dict[str, Any] | None = None, **given: Any) -> list[str]:
    role = registry(host, **given)
    return [demand["says"] for demand in role["__registry_demands"] if not demand["holds"]]


# ---- before


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"registry_method": "package", "registry_gc_schedule": "daily"},
        {"registry_users": [], "registry_anonymous": True},
        {"registry_users": [], "registry_auth": {"silly": {"realm": "r", "service": "s"}}},
        {"registry_tls": "given", "registry_tls_certificate": PEM, "registry_tls_key": PEM},
        {
            "registry_tls": "generated",
            "registry_tls_ca_certificate": PEM,
            "registry_tls_ca_key": PEM,
        },
        {"registry_gc_delete_untagged": True, "registry_version": "3"},
        {"registry_memory": "512M", "registry_cpus": 0.5},
    ],
)
def test_what_is_right_is_not_refused(given: dict[str, Any]) -> None:
    assert refused(**given) == []


@pytest.mark.parametrize(
    ("host", "given", "words"),
    [
        ({}, {"registry_name": "docker-registry"}, "registry_name is 'docker-registry'"),
        ({}, {"registry_name": "a b"}, "registry_name is 'a b'"),
        ({"engine": ""}, {}, "no Docker engine answers on this host. Use the role docker_engine"),
        ({"systemd": False}, {"registry_method": "package"}, "this host does not run systemd"),
        ({"systemd": False}, {"registry_gc_schedule": "daily"}, "registry_gc_schedule is set, but"),
        ({"packager": "none"}, {"registry_method": "package"}, "has neither apt-get nor dnf"),
        ({"listener": "nginx"}, {}, "registry_port is 5000, but nginx listens there"),
        ({}, {"registry_image_source": "archive"}, "registry_image_archive is empty, but"),
        (
            {"image": ""},
            {"registry_image_source": "present", "registry_image": "registry:3"},
            "registry_image is 'registry:3', but the engine has no such image",
        ),
        ({}, {"registry_users": []}, "registry_users is empty, but then everybody may push"),
        ({}, {"registry_anonymous": True}, "registry_anonymous is true, but registry_users is set"),
        ({}, {"registry_auth": {"none": {}}}, "registry_auth is set, but registry_users already"),
        ({}, {"registry_tls": "given"}, "registry_tls_certificate or registry_tls_key is empty"),
        (
            {},
            {"registry_tls": "generated", "registry_tls_ca_certificate": PEM},
            "registry_tls_ca_key is empty, but a given CA needs",
        ),
        (
            {},
            {"registry_trusted_ca": "/etc/ssl/ca.crt"},
            "registry_trusted_ca is set, but not to PEM text",
        ),
        (
            {},
            {"registry_tls_days": 20, "registry_tls_renew_days": 20},
            "registry_tls_renew_days is 20, but a certificate lives 20 days",
        ),
        ({}, {"registry_port": 0}, "registry_port is 0 and registry_debug_port 0, but a port is"),
        ({}, {"registry_debug_port": 5000}, "registry_debug_port is 5000, but the registry itself"),
        ({}, {"registry_prometheus": True}, "registry_prometheus is true, but"),
        ({}, {"registry_memory": "half"}, "registry_memory is 'half', but"),
        (
            {},
            {"registry_environment": {"REGISTRY_LOG_LEVEL": "debug"}},
            "registry_environment has REGISTRY_LOG_LEVEL, but that would override",
        ),
        ({}, {"registry_environment": {"A": "1\n2"}}, "has a value with a line break"),
        (
            {},
            {"registry_gc_delete_untagged": True},
            "registry_gc_delete_untagged is true, but release 2.8 also removes",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_a_cure(
    host: dict[str, Any], given: dict[str, Any], words: str
) -> None:
    said = refused(host, **given)
    assert len(said) == 1, said
    assert words in said[0]
    assert "planted" not in said[0]


def test_all_faults_are_said_at_once() -> None:
    said = refused({"listener": "nginx"}, registry_users=[], registry_memory="half")
    assert len(said) == 3


def test_a_prediction_needs_no_engine_and_no_image() -> None:
    fresh = {"engine": "", "image": ""}
    assert refused(fresh, ansible_check_mode=True, registry_image_source="present") == []


def test_its_own_listener_is_no_obstacle() -> None:
    assert refused({"listener": "docker-proxy", "container": "true"}) == []
    assert refused({"listener": "docker-registry", "unit_active": "active"}) == []


@pytest.mark.parametrize(("named", "holds"), [("", True), ("edge", True), ("other", False)])
def test_data_is_removed_only_by_the_hosts_name(named: str, holds: bool) -> None:
    role = registry(
        {"files": {"/docker/volume/registry/data": "root root 750 folder"}},
        registry_remove_data=named,
    )
    assert role["__registry_removal_demands"][0]["holds"] is holds
    assert role["__registry_left"] == (["/docker/volume/registry/data"] if named == "edge" else [])


# ---- packages


def test_only_what_is_missing_is_installed() -> None:
    there = {"packages": {"python3-yaml": "6", "python3-requests": "2", "python3-docker": "5"}}
    assert registry(there)["__registry_packages_due"] == ["python3-passlib", "python3-bcrypt"]
    unit = registry(there, registry_method="package", registry_users=[], registry_tls="generated")
    assert unit["__registry_packages_due"] == ["openssl", "docker-registry"]


def test_a_version_that_is_wanted_is_installed_once() -> None:
    given: dict[str, Any] = {
        "registry_method": "package",
        "registry_package_version": "2.8.2+ds1-1",
    }
    other = registry({"packages": {"docker-registry": "2.8.3+ds1-1"}}, **given)
    assert "docker-registry=2.8.2+ds1-1" in other["__registry_packages_due"]
    same = registry({"packages": {"docker-registry": "2.8.2+ds1-1"}}, **given)
    assert [name for name in same["__registry_packages_due"] if "docker" in name] == []


def test_rpm_based_hosts_have_names_of_their_own() -> None:
    role = registry({"packager": "dnf"}, registry_method="package", registry_package_version="2.8")
    assert role["__registry_packages_due"][-1] == "docker-distribution-2.8"
    assert role["__registry_program"] == "/usr/bin/registry"


def test_a_program_stays_where_another_registry_of_the_host_needs_it() -> None:
    there = {"packages": {"docker-registry": "2.8"}}
    assert registry(there)["__registry_package_is_idle"] is True
    shared = registry({**there, "others": ["/etc/systemd/system/hub.service"]})
    assert shared["__registry_package_is_idle"] is False


# ---- addresses


@pytest.mark.parametrize(
    ("address", "listens", "published", "asked"),
    [
        ("", ":5000", "5000:5000", "http://127.0.0.1:5000"),
        ("0.0.0.0", "0.0.0.0:5000", "0.0.0.0:5000:5000", "http://127.0.0.1:5000"),
        ("::", "[::]:5000", "[::]:5000:5000", "http://[::1]:5000"),
        ("10.0.0.1", "10.0.0.1:5000", "10.0.0.1:5000:5000", "http://10.0.0.1:5000"),
        ("2001:db8::50", "[2001:db8::50]:5000", "[2001:db8::50]:5000:5000", None),
    ],
)
def test_every_way_to_listen_is_written_and_asked_right(
    address: str, listens: str, published: str, asked: str | None
) -> None:
    role = registry(registry_address=address, registry_method="package")
    assert role["__registry_http"]["addr"] == listens
    assert role["__registry_published"] == [published]
    assert role["__registry_own_url"] == (asked or "http://[2001:db8::50]:5000")


def test_inside_a_container_the_ports_are_always_the_same() -> None:
    role = registry(registry_port=5443, registry_debug_port=9100, registry_debug_address="10.0.0.1")
    assert role["__registry_http"]["addr"] == ":5000"
    assert role["__registry_http"]["debug"]["addr"] == ":5001"
    assert role["__registry_published"] == ["5443:5000", "10.0.0.1:9100:5001"]


def test_the_prefix_is_asked_too() -> None:
    role = registry(registry_http={"prefix": "/images/"}, registry_tls="generated")
    assert role["__registry_own_url"] == "https://127.0.0.1:5000/images"


def test_a_certificate_names_all_that_the_registry_is_called() -> None:
    role = registry(registry_tls_names=["registry.abc.com", "2001:db8::50", "127.0.0.1"])
    assert role["__registry_certificate_names"] == [
        "IP:192.168.126.50",
        "DNS:localhost",
        "IP:127.0.0.1",
        "DNS:registry.abc.com",
        "IP:2001:db8::50",
    ]


# ---- what is set by several variables


def test_what_a_variable_says_wins_over_its_section() -> None:
    role = registry(
        registry_http={"secret": "other", "relativeurls": True, "headers": {"A": ["b"]}},
        registry_http_secret="planted-given",
        registry_storage={"s3": {"region": "r", "bucket": "b"}, "delete": {"enabled": False}},
        registry_delete_enabled=True,
        registry_read_only=True,
    )
    http = role["__registry_http"]
    assert (http["secret"], http["relativeurls"]) == ("planted-given", True)
    assert http["headers"]["A"] == ["b"]
    assert http["headers"]["X-Registry-Instance"] == ["0123"]
    assert role["__registry_storage"] == {
        "s3": {"region": "r", "bucket": "b"},
        "delete": {"enabled": True},
        "maintenance": {"readonly": {"enabled": True}},
    }


def test_the_secret_that_was_made_once_is_used_where_none_is_given() -> None:
    assert registry()["__registry_http"]["secret"] == "planted-once"


def test_selinux_labels_are_put_on_every_mount() -> None:
    role = registry({"selinux": True}, registry_container_volumes=["/a:/b", "/c:/d:ro"])
    assert role["__registry_volumes"][0] == "/docker/volume/registry/auth:/auth:ro,z"
    assert role["__registry_volumes"][1] == "/docker/volume/registry/data:/var/lib/registry:z"
    assert role["__registry_volumes"][-2:] == ["/a:/b:ro,z", "/c:/d:ro"]


@pytest.mark.parametrize(
    ("host", "given", "lifted"),
    [
        ({"container_memory": 9}, {}, True),
        ({"container_memory": 9}, {"registry_memory": "1G"}, False),
        ({"container_cpus": 9}, {}, True),
        ({"container_cpus": 9}, {"registry_cpus": 1.5}, False),
        ({}, {}, False),
    ],
)
def test_a_limit_that_is_lifted_needs_a_new_container(
    host: dict[str, Any], given: dict[str, Any], lifted: bool
) -> None:
    assert registry(host, **given)["__registry_limit_lifted"] is lifted


def test_an_archive_on_the_host_is_loaded_from_where_it_lies() -> None:
    given: dict[str, Any] = {"registry_image_archive": "/srv/registry.tar"}
    assert registry(**given)["__registry_archive"] == "/var/tmp/registry-image.tar"
    there = registry(**given, registry_image_archive_on_host=True)
    assert there["__registry_archive"] == "/srv/registry.tar"


CONFIG = "c" * 64
OTHER = "d" * 64


def archive(folder: pathlib.Path, config: str) -> dict[str, Any]:
    """Variables for an archive on the controller, with another image in front of ours."""
    images = [
        {"Config": "blobs/sha256/" + "e" * 64, "RepoTags": None, "Layers": []},
        {"Config": config, "RepoTags": ["edge:2", "registry:2"], "Layers": []},
    ]
    text = json.dumps(images).encode()
    path = folder / "an image's.tar"
    with tarfile.open(path, "w") as tar:
        entry = tarfile.TarInfo("manifest.json")
        entry.size = len(text)
        tar.addfile(entry, io.BytesIO(text))
    return {"registry_image_source": "archive", "registry_image_archive": str(path)}


@pytest.mark.parametrize("config", [f"{CONFIG}.json", f"blobs/sha256/{CONFIG}"])
@pytest.mark.parametrize(("image", "due"), [("", True), (CONFIG, False), (OTHER, True)])
def test_an_archive_is_loaded_where_the_engine_has_another_image(
    tmp_path: pathlib.Path, config: str, image: str, due: bool
) -> None:
    given = archive(tmp_path, config)
    host = {"image": f"sha256:{image}" if image else ""}
    assert registry(host, **given)["__registry_image_due"] is due
    assert registry(host, **given)["__registry_install_due"] is True  # packages, here
    assert registry(host, **given, registry_method="package")["__registry_image_due"] is False


def test_an_archive_on_the_host_is_judged_by_what_was_seen_in_it() -> None:
    given: dict[str, Any] = {
        "registry_image_source": "archive",
        "registry_image_archive": "/srv/registry.tar",
        "registry_image_archive_on_host": True,
    }
    seen = {"archive": [{"Config": f"{CONFIG}.json", "RepoTags": ["registry:2"]}]}
    assert registry({**seen, "image": f"sha256:{CONFIG}"}, **given)["__registry_image_due"] is False
    assert registry({**seen, "image": f"sha256:{OTHER}"}, **given)["__registry_image_due"] is True
    argv = registry(seen, **given)["__registry_look_argv"]
    assert argv[argv.index(registry()["registry_data_directory"]) + 1] == "/srv/registry.tar"


def test_an_engine_that_has_its_own_name_for_the_image_loads_it_once(
    tmp_path: pathlib.Path,
) -> None:
    given = archive(tmp_path, CONFIG)
    record = hashlib.sha256(f"{CONFIG} sha256:{OTHER}".encode()).hexdigest()
    files = {"/var/lib/registry-image": f"root root 644 {record}"}
    assert not registry({"image": f"sha256:{OTHER}", "files": files}, **given)[
        "__registry_image_due"
    ]
    assert registry({"image": "sha256:1", "files": files}, **given)["__registry_image_due"]


def test_an_archive_that_says_nothing_is_loaded_only_where_there_is_no_image(
    tmp_path: pathlib.Path,
) -> None:
    path = tmp_path / "no.tar"
    path.write_bytes(b"no archive")
    for place in (str(path), "/nowhere/registry.tar"):
        given: dict[str, Any] = {
            "registry_image_source": "archive",
            "registry_image_archive": place,
        }
        assert registry(**given)["__registry_image_due"] is False
        assert registry({"image": ""}, **given)["__registry_image_due"] is True


# ---- when something follows


@pytest.mark.parametrize(
    ("given", "due"),
    [
        ({}, False),
        ({"__registry_users": {"changed": True}}, False),
        ({"__registry_config": {"changed": True}}, True),
        ({"__registry_given": {"changed": True}}, True),
        ({"__registry_certificate": {"changed": True}}, True),
    ],
)
def test_a_changed_user_is_no_reason_to_restart(given: dict[str, Any], due: bool) -> None:
    assert registry(**given)["__registry_restart_due"] is due


def test_what_a_run_left_undone_is_a_reason_to_restart() -> None:
    assert registry({"outdated": True})["__registry_restart_due"] is True


def test_a_file_that_is_as_it_should_be_is_not_written_again() -> None:
    first = registry(registry_gc_schedule="daily", registry_method="package")
    due = first["__registry_system_files_due"]
    assert len(due) == 4
    seen = {
        item[
            "path"
        ]: f"root root {item['mode']} {hashlib.sha256(item['content'].encode()).hexdigest()}"
        for item in due
    }
    again = registry({"files": seen}, registry_gc_schedule="daily", registry_method="package")
    assert again["__registry_system_files_due"] == []
    other = registry({"files": seen}, registry_gc_schedule="weekly", registry_method="package")
    assert [item["path"] for item in other["__registry_system_files_due"]] == [
        "/etc/systemd/system/registry-garbage-collect.timer"
    ]


# ---- files


def test_the_environment_is_quoted_for_who_reads_it() -> None:
    given: dict[str, Any] = {"registry_environment": {"B": 'x "y" $z `w` \\n', "A": 1}}
    for_docker = registry(**given)["__registry_given_files"][0]["content"]
    assert for_docker.splitlines()[1:] == ["A=1", 'B=x "y" $z `w` \\n']
    unit = registry(**given, registry_method="package")
    for_systemd = unit["__registry_given_files"][0]["content"]
    assert for_systemd.splitlines()[1:] == ['A="1"', 'B="x \\"y\\" \\$z \\`w\\` \\\\n"']


def test_a_unit_has_limits_and_low_ports_where_they_are_asked_for() -> None:
    plain = registry(registry_method="package").render("registry.service.j2")
    assert "MemoryMax" not in plain
    assert "CPUQuota" not in plain
    assert "AmbientCapabilities" not in plain
    limited = registry(
        registry_method="package", registry_memory="1G", registry_cpus=0.25, registry_port=443
    ).render("registry.service.j2")
    assert "MemoryMax=1G\n" in limited
    assert "CPUQuota=25%\n" in limited
    assert "AmbientCapabilities=CAP_NET_BIND_SERVICE\n" in limited


@pytest.mark.parametrize("method", ["container", "package"])
@pytest.mark.parametrize("quiesce", ["stop", "read_only"])
def test_the_script_of_the_garbage_collection_is_sound_shell(
    method: str, quiesce: str, tmp_path: pathlib.Path
) -> None:
    text = registry(
        registry_method=method,
        registry_gc_quiesce=quiesce,
        registry_gc_delete_untagged=True,
        registry_version="3",
        registry_memory="1G",
        registry_cpus=2,
    ).render("garbage-collect.sh.j2")
    assert text.startswith("#!/bin/sh\n")
    assert "garbage-collect --delete-untagged" in text
    script = tmp_path / "script.sh"
    script.write_text(text)
    done = subprocess.run(["shellcheck", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_script_stands_in_with_the_same_ports_and_limits() -> None:
    text = registry(
        registry_address="10.0.0.1", registry_debug_port=9100, registry_memory="1G"
    ).render("garbage-collect.sh.j2")
    assert "--publish 10.0.0.1:5000:5000 --publish 127.0.0.1:9100:5001 --memory 1G" in text
