# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""harbor_bundle with bundles of the double and a real engine: what a run that breaks off leaves."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import pathlib
import stat
import subprocess
import tarfile
from collections.abc import Iterator
from typing import Any
from unittest import mock

import docker
import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._io import harbor_bundle

from . import installer
from .contract import Answer, World, run_module, snapshot
from .engine import Engine, an_engine
from .killing import killed


@pytest.fixture(name="engine", scope="module")
def _engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("engine")
    with an_engine(folder / "daemon.json", {}) as engine:
        yield engine


@pytest.fixture(name="world")
def _world(tmp_path: pathlib.Path, engine: Engine) -> Iterator[World]:
    src = installer.bundle("2.13.5", tmp_path / "bundles")
    yield {"tmp": tmp_path, "dest": tmp_path / "opt", "src": src, "engine": engine}
    client = docker.APIClient(base_url=engine.host, version="auto")
    with contextlib.closing(client):
        for image in client.images():
            client.remove_image(image["Id"], force=True)


def unpack(world: World, **options: Any) -> Answer:
    own = {"version": "2.13.5", "src": str(world["src"]), "dest": str(world["dest"])}
    host = {"docker_host": world["engine"].host}
    return run_module("harbor_bundle", {**own, **host, **options})


def folder(world: World, version: str = "2.13.5") -> pathlib.Path:
    path: pathlib.Path = world["dest"] / version / "harbor"
    return path


def images(world: World) -> list[str]:
    client = docker.APIClient(base_url=world["engine"].host, version="auto")
    with contextlib.closing(client):
        return sorted(tag for each in client.images() for tag in each["RepoTags"] or ())


def test_scripts_can_be_run_and_all_images_are_loaded(world: World) -> None:
    assert not unpack(world).failed
    for name in ("prepare", "install.sh"):
        assert stat.S_IMODE((folder(world) / name).stat().st_mode) == 0o755
    assert stat.S_IMODE(folder(world).parent.stat().st_mode) == 0o755
    assert images(world) == sorted(installer.names("2.13.5"))


def test_a_second_run_reads_neither_bundle_nor_images(world: World) -> None:
    assert unpack(world).changed
    world["src"].unlink()
    (folder(world) / "harbor.v2.13.5.tar.gz").write_bytes(b"")
    again = unpack(world)
    assert not again.failed, again.json
    assert not again.changed


def test_an_image_that_was_removed_is_loaded_again(world: World) -> None:
    unpack(world)
    client = docker.APIClient(base_url=world["engine"].host, version="auto")
    with contextlib.closing(client):
        client.remove_image("goharbor/harbor-core:v2.13.5")
    answer = unpack(world)
    assert answer.json["plan"] == ["see that the engine has the images of Harbor 2.13.5"]
    assert images(world) == sorted(installer.names("2.13.5"))
    assert not unpack(world).changed


def test_images_that_are_there_already_are_not_loaded(world: World) -> None:
    unpack(world)
    (folder(world) / ".images.json").unlink()
    with mock.patch.object(harbor_bundle, "_docker", side_effect=AssertionError):
        assert not unpack(world).failed
    assert not unpack(world).changed


def test_a_file_that_is_missing_comes_back_and_what_was_configured_stays(world: World) -> None:
    unpack(world)
    (folder(world) / "harbor.yml").write_text("hostname: harbor.abc.com\n")
    (folder(world) / "common.sh").unlink()
    answer = unpack(world)
    assert answer.json["plan"][0].startswith("unpack Harbor 2.13.5")
    assert (folder(world) / "common.sh").exists()
    assert (folder(world) / "harbor.yml").read_text() == "hostname: harbor.abc.com\n"
    assert not unpack(world).changed


@pytest.fixture(name="small_disk")
def _small_disk(world: World) -> Iterator[pathlib.Path]:
    dest: pathlib.Path = world["dest"]
    dest.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(dest)], check=True)
    try:
        yield dest
    finally:
        subprocess.run(["umount", str(dest)], check=True)


@pytest.mark.parametrize("known", [True, False])
def test_a_full_disk_is_told_and_nothing_is_left(
    world: World, small_disk: pathlib.Path, known: bool
) -> None:
    """Also where the room was there when it was looked at."""
    other = small_disk / "other"
    other.write_bytes(b"x" * 20000)
    real = harbor_bundle._free
    with mock.patch.object(harbor_bundle, "_free", real if known else lambda folder: 10**9):
        answer = unpack(world)
    assert answer.failed
    assert os.strerror(errno.ENOSPC) in answer.json["msg"]
    assert "free some space" in answer.json["msg"]
    assert list(small_disk.iterdir()) == [other]
    assert not images(world)


@pytest.mark.parametrize(
    ("name", "after"), [("_extract", False), ("_extract", True), ("_have_images", False)]
)
def test_a_run_that_was_killed_is_finished_by_the_next(
    world: World, name: str, after: bool
) -> None:
    killed(harbor_bundle, name, lambda: unpack(world), after=after)
    assert not unpack(world).failed
    assert [each.name for each in world["dest"].iterdir()] == ["2.13.5"]
    assert images(world) == sorted(installer.names("2.13.5"))
    assert not unpack(world).changed


def evil(tmp: pathlib.Path, name: str, **settings: Any) -> pathlib.Path:
    target = tmp / "evil.tgz"
    with tarfile.open(target, "w:gz") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = 4
        for key, value in settings.items():
            setattr(entry, key, value)
        archive.addfile(entry, io.BytesIO(b"evil"))
    return target


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("../evil", {}),
        ("/etc/evil", {}),
        ("harbor/../../evil", {}),
        ("other/prepare", {}),
        ("harbor/prepare", {"type": tarfile.SYMTYPE, "linkname": "/etc/passwd", "size": 0}),
        ("harbor/prepare", {"type": tarfile.LNKTYPE, "linkname": "/etc/passwd", "size": 0}),
        ("harbor/null", {"type": tarfile.CHRTYPE, "size": 0}),
    ],
)
def test_nothing_is_written_outside_of_the_folder(
    world: World, name: str, settings: dict[str, Any]
) -> None:
    before = snapshot(world["tmp"])
    answer = unpack(world, src=str(evil(world["tmp"], name, **settings)))
    assert answer.failed
    assert "has files in harbor/ only" in answer.json["msg"]
    (world["tmp"] / "evil.tgz").unlink()
    assert snapshot(world["tmp"]) == before


def test_a_bundle_that_was_cut_off_is_told(world: World) -> None:
    whole = world["src"].read_bytes()
    world["src"].write_bytes(whole[: len(whole) // 2])
    answer = unpack(world)
    assert answer.failed
    assert "is no whole archive" in answer.json["msg"]
    assert not world["dest"].exists()
    world["src"].write_bytes(b"<html>not found</html>")
    assert "is no whole archive" in unpack(world).json["msg"]


def test_the_version_in_use_is_not_removed_and_another_one_goes_with_its_images(
    world: World,
) -> None:
    unpack(world)
    newer = installer.bundle("2.15.2", world["tmp"] / "bundles")
    unpack(world, version="2.15.2", src=str(newer))
    (world["dest"] / "current").symlink_to("2.15.2/harbor")
    refused = unpack(world, version="2.15.2", state="absent")
    assert refused.failed
    assert "that Harbor is in use" in refused.json["msg"]
    assert unpack(world, state="absent").changed
    assert images(world) == sorted(installer.names("2.15.2"))
    assert not (world["dest"] / "2.13.5").exists()
    assert not unpack(world, state="absent").changed


def test_of_an_online_installer_the_image_of_prepare_is_wanted(world: World) -> None:
    online = installer.bundle("2.13.5", world["tmp"] / "online", "online")
    with mock.patch.object(harbor_bundle, "_docker") as ran:
        answer = unpack(world, src=str(online))
    assert ran.call_args.args[2:] == ("pull", "--quiet", "goharbor/prepare:v2.13.5")
    assert "the engine has no goharbor/prepare:v2.13.5 afterwards" in answer.json["msg"]
    offline = world["tmp"] / "images.tar.gz"
    installer.saved("2.13.5", offline)
    host = world["engine"].host
    subprocess.run(["docker", "-H", host, "load", "-qi", str(offline)], check=True)
    assert not unpack(world, src=str(online)).failed
    assert not unpack(world, src=str(online)).changed


def test_a_signature_is_checked_before_anything_is_unpacked(world: World) -> None:
    home = world["tmp"] / "gnupg"
    home.mkdir(mode=0o700)
    gpg = ["gpg", "--homedir", str(home), "--batch", "--pinentry-mode=loopback", "--passphrase="]
    subprocess.run([*gpg, "--quick-generate-key", "release@example.com"], check=True)
    subprocess.run([*gpg, "--output", str(home / "keys"), "--export"], check=True)
    subprocess.run([*gpg, "--detach-sign", str(world["src"])], check=True)
    subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=True)
    own = {"signature": f"{world['src']}.sig", "keyring": str(home / "keys")}
    whole = world["src"].read_bytes()
    world["src"].write_bytes(whole + b"\0")
    answer = unpack(world, **own)
    assert answer.failed
    assert "gpgv says of it: gpgv: BAD signature" in answer.json["msg"]
    assert not world["dest"].exists()
    world["src"].write_bytes(whole)
    assert not unpack(world, **own).failed
