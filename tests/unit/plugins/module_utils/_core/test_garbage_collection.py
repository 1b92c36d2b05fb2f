# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core import (
    garbage_collection as gc,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import Refused

A, B, C = ("sha256:" + letter * 64 for letter in "abc")

SAID_BY_2 = f"""\
a/b
a/b: marking manifest {A}\x20
a/b: marking blob {B}
manifest eligible for deletion: {C}

6 blobs marked, 2 blobs and 1 manifests eligible for deletion
blob eligible for deletion: {B}
blob eligible for deletion: {A}
"""
SAID_BY_3 = f"""\
a/b
manifest eligible for deletion: {{a/b {C} [old new]}}

6 blobs marked, 2 blobs and 1 manifests eligible for deletion
blob eligible for deletion: {B}
blob eligible for deletion: {A}
a/b: layer link eligible for deletion: {B}
"""


@pytest.mark.parametrize("said", [SAID_BY_2, SAID_BY_3], ids=["2.8", "3"])
def test_a_report_has_what_goes_in_a_stable_order(said: str) -> None:
    assert gc.parse_report(said) == gc.Report(6, (A, B), (C,))


def test_a_repository_named_like_a_report_is_none() -> None:
    assert gc.parse_report(f"blob\nblob: marking blob {A}\n") == gc.Report(0, (), ())


def test_an_empty_storage_is_known_by_its_missing_folder() -> None:
    said = "failed to mark: filesystem: Path not found: /docker/registry/v2/repositories"
    assert gc.nothing_stored(said)
    assert not gc.nothing_stored("failed to mark: filesystem: Path not found: /docker/x")


@pytest.mark.parametrize(
    ("said", "version", "breaks"),
    [
        ("docker-registry github.com/docker/distribution 2.8.2+ds1", "2.8.2+ds1", True),
        ("registry github.com/distribution/distribution/v3 v3.0.0", "3.0.0", False),
        ("registry github.com/docker/distribution", "", True),
    ],
)
def test_only_a_known_release_3_spares_the_images_of_an_index(
    said: str, version: str, breaks: bool
) -> None:
    assert gc.parse_version(said) == version
    assert gc.breaks_indexes(version) is breaks


def test_untagged_manifests_are_spared_unless_that_was_accepted_by_name() -> None:
    params = {"delete_untagged": True, "allow_broken_indexes": False}
    with pytest.raises(Refused, match=r"but release 2\.8\.2 also removes the images of an index"):
        gc.demand_untagged(params, "2.8.2")
    gc.demand_untagged(params, "3.0.0")
    gc.demand_untagged({**params, "allow_broken_indexes": True}, "2.8.2")
    gc.demand_untagged({**params, "delete_untagged": False}, "2.8.2")


@pytest.mark.parametrize(
    ("config", "root"),
    [
        ("storage:\n  filesystem:\n    rootdirectory: /srv/images\n", "/srv/images"),
        ("storage: {filesystem: {rootdirectory: '/srv/images', maxthreads: 9}}", "/srv/images"),
        ('{"storage": {"filesystem": {"rootdirectory": "/srv/images"}}}', "/srv/images"),
        ("#  rootdirectory: /old\nstorage: {}", "/var/lib/registry"),
    ],
)
def test_the_root_directory_is_found_in_every_way_of_writing(config: str, root: str) -> None:
    assert gc.root_directory(config) == root


def run(quiet: list[str], collect: str, back: list[str], seconds: int = 20) -> tuple[int, str]:
    text = gc.job(
        [["sh", "-c", command] for command in quiet],
        ["sh", "-c", collect],
        [["sh", "-c", command] for command in back],
        seconds,
    )
    done = subprocess.run(["sh", "-c", text], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + "|" + done.stderr


def test_a_job_gives_the_status_and_words_of_the_collection() -> None:
    assert run(["echo stop"], "echo gone; exit 3", ["echo start"]) == (3, "gone\n|stop\nstart\n")


def test_a_server_that_cannot_be_made_quiet_is_brought_back_uncollected() -> None:
    status, said = run(["exit 1"], "echo gone", ["echo start"])
    assert (status, said) == (gc.NOT_QUIET, "|start\n")


def test_a_collection_that_hangs_is_ended_and_the_server_brought_back() -> None:
    status, said = run([], "sleep 60", ["echo start"], seconds=1)
    assert (status, said) == (gc.LATE, "|start\n")


def test_a_server_that_does_not_come_back_is_told_apart() -> None:
    assert run([], "true", ["exit 1", "exit 1"])[0] == gc.NOT_BACK


def test_clearing_away_may_fail() -> None:
    assert run([], "true", ["exit 1", "echo start"]) == (0, "|start\n")


def container(**config: Any) -> dict[str, Any]:
    return {
        "Id": "4711",
        "Name": "/registry",
        "Image": "sha256:1",
        "Config": {
            "Hostname": "4711",
            "Entrypoint": ["/entrypoint.sh"],
            "Cmd": ["serve", "/etc/docker/registry/config.yml"],
            "Env": ["AWS_SECRET_ACCESS_KEY=planted", f"{gc.READ_ONLY}=x"],
            **config,
        },
        "HostConfig": {
            "NetworkMode": "registry-net",
            "PortBindings": {"5000/tcp": [{"HostPort": "5000"}]},
            "RestartPolicy": {"Name": "always"},
            "Memory": 1024,
        },
        "NetworkSettings": {"Networks": {"registry-net": {}}},
        "Mounts": [
            {"Source": "/docker/volume/registry/data", "Destination": "/var/lib/registry"},
            {"Source": "/srv/conf.yml", "Destination": "/etc/docker/registry/config.yml"},
            {"Source": "/srv/deep", "Destination": "/var/lib/registry/docker"},
        ],
    }


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({}, (["/entrypoint.sh"], ["/etc/docker/registry/config.yml"])),
        ({"Cmd": ["/a.yml"]}, (["/entrypoint.sh"], ["/a.yml"])),
        (
            {"Entrypoint": None, "Cmd": ["registry", "serve", "/a.yaml"]},
            (["registry"], ["/a.yaml"]),
        ),
    ],
)
def test_the_program_and_its_config_are_found_in_every_way_of_starting(
    config: dict[str, Any], words: tuple[list[str], list[str]]
) -> None:
    seen = container(**config)
    assert gc.words_of(seen) == words
    assert gc.config_of(seen) == words[1][-1]


def test_a_container_without_arguments_serves_the_usual_config() -> None:
    assert gc.config_of(container(Cmd=None)) == "/etc/docker/registry/config.yml"


def test_a_path_inside_is_found_by_the_deepest_mount() -> None:
    seen = container()
    assert gc.host_path(seen, "/var/lib/registry") == "/docker/volume/registry/data"
    assert gc.host_path(seen, "/var/lib/registry/docker/x") == "/srv/deep/x"
    assert gc.host_path(seen, "/etc/docker/registry/config.yml") == "/srv/conf.yml"
    assert gc.host_path(seen, "/var/lib/registry2") is None


def test_a_read_only_copy_stands_in_with_ports_name_and_keys() -> None:
    body = gc.copy_of(container(), ["serve", "/a.yml"], read_only=True, published=True)
    assert body["Entrypoint"] == ["/entrypoint.sh"]
    assert body["Cmd"] == ["serve", "/a.yml"]
    assert body["Env"] == ["AWS_SECRET_ACCESS_KEY=planted", f"{gc.READ_ONLY}={{enabled: true}}"]
    assert body["HostConfig"]["PortBindings"] == {"5000/tcp": [{"HostPort": "5000"}]}
    assert body["HostConfig"]["Memory"] == 1024
    assert body["HostConfig"]["VolumesFrom"] == ["4711"]
    assert body["NetworkingConfig"]["EndpointsConfig"] == {
        "registry-net": {"Aliases": ["registry"]}
    }
    assert "Hostname" not in body


def test_no_copy_is_ever_started_again_by_the_engine() -> None:
    for published in (True, False):
        body = gc.copy_of(container(), [], read_only=False, published=published)
        assert body["HostConfig"]["RestartPolicy"] == {"Name": "no"}


def test_a_copy_that_collects_takes_no_port_and_no_name() -> None:
    body = gc.copy_of(container(), ["garbage-collect"], read_only=False, published=False)
    assert body["HostConfig"]["PortBindings"] == {}
    assert body["NetworkingConfig"]["EndpointsConfig"] == {}
    assert body["Env"] == ["AWS_SECRET_ACCESS_KEY=planted"]


def test_a_copy_leaves_what_was_seen_as_it_was() -> None:
    seen = container()
    gc.copy_of(seen, [], read_only=True, published=False)
    assert seen == container()


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"quiesce": "stop"}, "quiesce is 'stop', but neither service nor container"),
        ({"quiesce": "none", "service": "a", "container": "b"}, "service and container are both"),
        ({"quiesce": "none", "binary": "/a", "container": "b"}, "binary is set, but a container"),
    ],
)
def test_what_cannot_be_meant_is_named(params: dict[str, Any], words: str) -> None:
    assert [fault for fault in gc.wrong(params) if words in fault]
    assert gc.wrong({"quiesce": "stop", "service": "registry"}) == []
