# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""harbor_prepare around the installer's double: what a bad run, a kill and a second run leave."""

from __future__ import annotations

import json
import os
import pathlib
import re
import stat
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from ansible_collections.twinstar.registry.plugins.module_utils._io import (
    bcrypt_hashes,
    harbor_prepare,
    kept_copy,
)

from .cases.harbor_prepare import a_bundle
from .contract import Answer, World, run_module
from .killing import killed, killed_by

LABEL = "twinstar.registry.reads"


@pytest.fixture(name="world")
def _world(tmp_path: pathlib.Path) -> Iterator[World]:
    with a_bundle(tmp_path) as world:
        yield world


def prepare(world: World, **options: Any) -> Answer:
    return run_module("harbor_prepare", {"path": str(world["folder"]), **options})


def good(answer: Answer) -> dict[str, Any]:
    assert not answer.failed, answer.json
    found: dict[str, Any] = answer.json["harbor_prepare"]
    return found


def edit(world: World, old: str, new: str) -> None:
    path = world["folder"] / "harbor.yml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def runs(world: World) -> int:
    """How often docker was asked to run prepare."""
    record = world["programs"] / "record"
    lines = record.read_text().splitlines() if record.exists() else []
    return sum(json.loads(line)[1:2] == ["run"] for line in lines)


def state(world: World) -> dict[str, Any]:
    """All that the running Harbor needs: bytes, owners and modes."""
    found = {}
    for top in (
        world["folder"] / "common",
        world["folder"] / "docker-compose.yml",
        world["tmp"] / "data" / "secret",
    ):
        for path in [top, *top.rglob("*")]:
            seen = path.lstat()
            text = path.read_bytes() if path.is_file() else None
            name = str(path.relative_to(world["tmp"]))
            found[name] = (text, seen.st_uid, seen.st_gid, stat.S_IMODE(seen.st_mode))
    return found


def env(world: World, service: str) -> dict[str, str]:
    text = (world["folder"] / "common/config" / service / "env").read_text()
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line)


def certificate(world: World) -> None:
    folder = world["tmp"] / "tls"
    folder.mkdir()
    for name in ("a.crt", "a.key"):
        (folder / name).write_text(f"-----BEGIN {name}\n")
    edit(world, "log:\n", f"https: {{port: 443, certificate: {folder}/a.crt, "
         f"private_key: {folder}/a.key}}\nlog:\n")  # fmt: skip


def test_a_second_run_asks_docker_for_nothing(world: World) -> None:
    good(prepare(world))
    assert runs(world) == 1
    record = (world["programs"] / "record").read_text()
    assert not prepare(world).changed
    assert (world["programs"] / "record").read_text() == record


def test_what_prepare_draws_anew_stays_and_only_core_is_changed_by_its_password(
    world: World,
) -> None:
    first = good(prepare(world))
    assert "core" in first["services"]
    assert "proxy" in first["services"]
    before = {name: env(world, name) for name in ("core", "jobservice", "registryctl")}
    passwd = (world["folder"] / "common/config/registry/passwd").read_text()
    edit(world, "PLANTED-admin", "PLANTED-other")
    assert good(prepare(world))["services"] == ["core"]
    assert runs(world) == 2
    after = {name: env(world, name) for name in ("core", "jobservice", "registryctl")}
    assert after["core"].pop("HARBOR_ADMIN_PASSWORD") == "PLANTED-other"
    assert before["core"].pop("HARBOR_ADMIN_PASSWORD") == "PLANTED-admin"
    assert after == before
    assert (world["folder"] / "common/config/registry/passwd").read_text() == passwd
    proxies = after["core"]["NO_PROXY"].split(",")
    assert proxies == sorted(proxies)
    assert {"a", "b", "c"} <= set(proxies)


def test_files_have_the_owners_and_modes_that_prepare_gives_them(world: World) -> None:
    good(prepare(world))
    owners = {name: value[1:] for name, value in state(world).items()}
    config = "2.13.5/harbor/common/config"
    assert owners[f"{config}/core/env"] == (0, 0, 0o640)
    assert owners[f"{config}/registry/passwd"] == (0, 0, 0o644)
    assert owners[f"{config}/registry/config.yml"] == (10000, 10000, 0o640)
    assert owners["data/secret/keys/secretkey"] == (10000, 10000, 0o600)
    kept = world["tmp"] / "secrets.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE((world["folder"] / ".prepared.json").stat().st_mode) == 0o600


def test_each_service_is_labelled_with_what_it_reads(world: World) -> None:
    good(prepare(world))
    compose = yaml.safe_load((world["folder"] / "docker-compose.yml").read_text())
    labels = {name: each["labels"][LABEL] for name, each in compose["services"].items()}
    assert len(set(labels.values())) == len(labels) == 9
    edit(world, "level: info", "level: debug")
    changed = good(prepare(world))["services"]
    compose = yaml.safe_load((world["folder"] / "docker-compose.yml").read_text())
    for name, each in compose["services"].items():
        assert (each["labels"][LABEL] != labels[name]) == (name in changed)
    assert "registry" in changed
    assert "redis" not in changed
    assert "postgresql" not in changed


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("hostname: harbor.abc.com", "hostname: reg.mydomain.com", "Please specify hostname"),
        ("webhook_job_max_retry: 3", "other: 3", "webhook_job_max_retry"),
        ("private_key: ", "private_key: /nonexistent", "/nonexistent"),
    ],
)
def test_a_prepare_that_fails_leaves_the_old_files(
    world: World, old: str, new: str, words: str
) -> None:
    certificate(world)
    good(prepare(world))
    before = state(world)
    edit(world, old, new)
    for _again in range(2):
        answer = prepare(world)
        assert answer.failed
        assert words in answer.json["msg"]
        assert "PLANTED" not in answer.output
        assert state(world) == before
        assert not (world["folder"] / "input").exists()
    edit(world, old=new, new=old)
    assert not prepare(world).changed


def test_a_first_prepare_that_fails_leaves_nothing(world: World) -> None:
    edit(world, "hostname: harbor.abc.com", "hostname: reg.mydomain.com")
    assert prepare(world).failed
    assert not (world["folder"] / "common/config").exists()
    assert not (world["folder"] / "docker-compose.yml").exists()
    assert not (world["folder"] / ".before-prepare").exists()
    edit(world, "hostname: reg.mydomain.com", "hostname: harbor.abc.com")
    good(prepare(world))


def test_what_the_engine_makes_to_mount_a_certificate_there_is_no_change(world: World) -> None:
    """It lies in the registry's folder from the first start on, and prepare wipes it."""
    good(prepare(world))
    point = world["folder"] / "common/config/registry/root.crt"
    point.touch()
    assert not prepare(world).changed
    edit(world, "webhook_job_max_retry: 3", "webhook_job_max_retry: 5")
    assert good(prepare(world))["services"] == ["jobservice"]
    assert not point.exists()


def test_what_somebody_prepared_by_hand_is_prepared_again_with_the_old_secrets(
    world: World,
) -> None:
    good(prepare(world))
    before = state(world)
    path = world["folder"] / "common/config/core/env"
    path.write_text(re.sub("CORE_SECRET=.*", "CORE_SECRET=another", path.read_text()))
    answer = prepare(world)
    assert answer.changed
    assert "core/env is not as prepare left it" in answer.json["plan"][0]
    assert state(world) == before


def test_a_folder_of_data_that_is_gone_is_made_again_for_its_user(world: World) -> None:
    """The engine would make it as well, but for root, and the database could not write."""
    good(prepare(world))
    folder = world["tmp"] / "data" / "database"
    owner = folder.stat().st_uid
    folder.rmdir()
    answer = prepare(world)
    assert answer.json["plan"][0].endswith(f" since {folder} is not as prepare left it")
    assert folder.stat().st_uid == owner
    assert not prepare(world).changed


def test_a_changed_certificate_is_prepared_and_only_the_proxy_is_changed(world: World) -> None:
    certificate(world)
    good(prepare(world))
    (world["tmp"] / "tls" / "a.crt").write_text("-----BEGIN another\n")
    assert good(prepare(world))["services"] == ["proxy"]
    assert "another" in (world["tmp"] / "data/secret/cert/server.crt").read_text()


def test_a_new_version_keeps_the_secrets(world: World, tmp_path: pathlib.Path) -> None:
    good(prepare(world))
    old = env(world, "core")
    with a_bundle(tmp_path, "2.15.2") as newer:
        good(prepare(newer))
        new = env(newer, "core")
    names = ("CORE_SECRET", "JOBSERVICE_SECRET", "REGISTRY_CREDENTIAL_PASSWORD", "CSRF_KEY")
    assert [old[name] for name in names] == [new[name] for name in names]


def test_a_harbor_that_was_installed_by_hand_keeps_its_secrets(
    world: World, tmp_path: pathlib.Path
) -> None:
    good(prepare(world))
    (tmp_path / "secrets.json").unlink()
    config = world["folder"] / "common/config"
    passwd = (config / "registry/passwd").read_text()
    old = env(world, "core")
    with a_bundle(tmp_path, "2.15.2") as newer:
        good(prepare(newer, previous=str(world["folder"])))
        assert env(newer, "core")["CSRF_KEY"] == old["CSRF_KEY"]
        assert (newer["folder"] / "common/config/registry/passwd").read_text() == passwd


def test_a_password_that_the_old_hash_is_not_of_gets_a_new_one(
    world: World, tmp_path: pathlib.Path
) -> None:
    good(prepare(world))
    (tmp_path / "secrets.json").unlink()
    path = world["folder"] / "common/config/registry/passwd"
    path.write_text("harbor_registry_user:$2y$05$abcdefghijklmnopqrstuuSbjk\n")
    good(prepare(world))
    password = env(world, "core")["REGISTRY_CREDENTIAL_PASSWORD"]
    user, _colon, known = path.read_text().strip().partition(":")
    assert bcrypt_hashes.verified([(user, password, known)])
    assert not prepare(world).changed


def test_a_given_password_of_the_registry_has_its_hash(world: World) -> None:
    good(prepare(world, secrets={"registry_password": "given"}))
    line = (world["folder"] / "common/config/registry/passwd").read_text().strip()
    user, _colon, known = line.partition(":")
    assert (user, known[:7]) == ("harbor_registry_user", "$2y$05$")
    assert bcrypt_hashes.verified([(user, "given", known)])
    assert env(world, "jobservice")["REGISTRY_CREDENTIAL_PASSWORD"] == "given"
    assert not prepare(world, secrets={"registry_password": "given"}).changed


def test_given_keys_are_placed_and_another_secret_key_is_refused(world: World) -> None:
    pair = {"private_key": "-----BEGIN KEY\nk", "root_certificate": "-----BEGIN CERT\nc"}
    good(prepare(world, secrets={"secret_key": "0123456789abcdef", **pair}))
    secret = world["tmp"] / "data/secret"
    assert (secret / "keys/secretkey").read_text() == "0123456789abcdef"
    assert (secret / "core/private_key.pem").read_text() == "-----BEGIN KEY\nk\n"
    assert (secret / "registry/root.crt").read_text() == "-----BEGIN CERT\nc\n"
    before = state(world)
    answer = prepare(world, secrets={"secret_key": "another-16-bytes"})
    assert answer.failed
    assert "secrets.secret_key is set, but" in answer.json["msg"]
    assert state(world) == before


def test_the_installer_for_another_folder_in_the_environment_is_not_obeyed(
    world: World, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HARBOR_BUNDLE_DIR", str(tmp_path / "elsewhere"))
    good(prepare(world))
    assert not (tmp_path / "elsewhere").exists()


STAGES = [
    (kept_copy.KeptCopy, "make", True),
    (harbor_prepare, "_place", True),
    (harbor_prepare, "_run", True),
    (harbor_prepare, "_complete", False),
    (harbor_prepare, "_overlay", True),
    (harbor_prepare, "_label", True),
    (harbor_prepare, "_write_record", True),
    (kept_copy.KeptCopy, "discard", False),
    (kept_copy.KeptCopy, "discard", True),
]


@pytest.mark.parametrize(
    ("place", "name", "after"), STAGES, ids=[f"{each[1]}-{each[2]}" for each in STAGES]
)
def test_a_run_that_was_killed_is_finished_by_the_next(
    world: World, place: Any, name: str, after: bool
) -> None:
    good(prepare(world))
    before = {each: env(world, each) for each in ("core", "jobservice", "registryctl")}
    before["core"]["HARBOR_ADMIN_PASSWORD"] = "PLANTED-other"
    edit(world, "PLANTED-admin", "PLANTED-other")
    killed(place, name, lambda: prepare(world), after=after)
    good(prepare(world))
    assert {each: env(world, each) for each in before} == before
    assert not prepare(world).changed
    assert not (world["folder"] / ".before-prepare").exists()
    assert not (world["tmp"] / "data/secret/.before-prepare").exists()


def test_a_kill_while_the_old_files_are_put_back_loses_none_of_them(world: World) -> None:
    good(prepare(world))
    before = state(world)
    edit(world, "hostname: harbor.abc.com", "hostname: reg.mydomain.com")
    # The fourth entry is a file in a folder of the configuration, with more of them to follow.
    calls = iter(range(4))
    real = kept_copy.KeptCopy._put_back

    def ends(*words: Any) -> None:
        if next(calls, None) is None:
            os._exit(9)
        real(*words)

    killed_by(kept_copy.KeptCopy, "_put_back", ends, lambda: prepare(world))
    assert state(world) != before
    assert prepare(world).failed
    assert state(world) == before


def test_a_prepare_that_is_killed_itself_is_undone(world: World) -> None:
    good(prepare(world))
    before = state(world)
    edit(world, "level: info", "level: debug")
    (world["programs"] / "refuse").write_text("docker run\t137\tKilled\n")
    answer = prepare(world)
    assert answer.failed
    assert "Killed (status 137)" in answer.json["msg"]
    assert state(world) == before
