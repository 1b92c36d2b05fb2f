# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import hashlib
import io
import os
import pathlib
import stat
import tarfile

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import (
    InputError,
    Refused,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_backup import (
    REGISTRY,
    Entry,
    Members,
)
from ansible_collections.twinstar.registry.plugins.module_utils._io import harbor_archive as a


def seen(top: pathlib.Path) -> dict[str, tuple[object, ...]]:
    found: dict[str, tuple[object, ...]] = {}
    for path in [top, *top.rglob("*")]:
        status = path.lstat()
        what: object = None
        if path.is_symlink():
            what = os.readlink(path)
        elif path.is_file():
            what = path.read_bytes()
        mode = stat.S_IMODE(status.st_mode)
        found[str(path.relative_to(top))] = (what, mode, status.st_uid, status.st_gid)
    return found


@pytest.fixture(name="tree")
def _tree(tmp_path: pathlib.Path) -> pathlib.Path:
    top = tmp_path / "registry"
    deep = top / ("a" * 120) / ("b" * 120)
    deep.mkdir(parents=True)
    (deep / "empty").touch()
    (top / "blob").write_bytes(os.urandom(3_000_000))
    (top / "blob").chmod(0o640)
    (top / os.fsdecode(b"\xff")).write_text("no name in UTF-8")
    os.link(top / "blob", top / "twin")
    (top / "link").symlink_to("/nowhere")
    (deep / "empty").chmod(0o444)
    (top / "a-folder").mkdir(mode=0o700)
    return top


def test_what_was_packed_is_unpacked_alike(tree: pathlib.Path, tmp_path: pathlib.Path) -> None:
    target = tmp_path / "it.tar"
    entry, gone = a.pack(str(target), [("registry", str(tree))])
    content = target.read_bytes()
    assert (entry, gone) == (Entry(len(content), hashlib.sha256(content).hexdigest()), 0)
    assert a.fault_of(str(target), entry, Members(REGISTRY)) is None
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    place = tmp_path / "place"
    for _again in range(2):  # over what is there, too
        a.unpack(str(target), Members(REGISTRY), lambda name: str(place / name))
        assert seen(place / "registry") == seen(tree)
    assert a.text_of(str(target), f"registry/{'a' * 120}/{'b' * 120}/empty") == ""
    assert a.text_of(str(target), "registry/no such") is None


def test_a_folder_that_is_reached_by_a_link_is_packed_as_what_it_is(
    tree: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    (tmp_path / "link").symlink_to(tree)
    a.pack(str(tmp_path / "it.tar"), [("registry", str(tmp_path / "link"))])
    place = tmp_path / "place"
    a.unpack(str(tmp_path / "it.tar"), Members(REGISTRY), lambda name: str(place / name))
    assert seen(place / "registry") == seen(tree)


def test_what_is_skipped_is_skipped_with_all_below_it(
    tree: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    entry, _gone = a.pack(
        str(tmp_path / "it.tar"), [("registry", str(tree))], lambda path: "/a" in path[-130:]
    )
    with tarfile.open(tmp_path / "it.tar") as archive:
        assert not [each for each in archive.getnames() if each.startswith("registry/a")]
    assert entry.size == (tmp_path / "it.tar").stat().st_size


def test_a_file_that_gets_shorter_while_it_is_read_is_told(
    tree: pathlib.Path, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fstat

    def shorter(handle: int) -> os.stat_result:
        if os.readlink(f"/proc/self/fd/{handle}") == str(tree / "blob"):
            (tree / "blob").write_bytes(b"less")
            return os.stat_result([0o100640, 0, 0, 1, 0, 0, 3_000_000, 0, 0, 0])
        return real(handle)

    monkeypatch.setattr(os, "fstat", shorter)
    with pytest.raises(Refused, match=r"blob: .*Mend that, then run again"):
        a.pack(str(tmp_path / "it.tar"), [("registry", str(tree))])


def test_a_file_that_is_no_archive_or_has_what_may_not_be_unpacked_is_told(
    tmp_path: pathlib.Path,
) -> None:
    path = tmp_path / "it.tar"
    path.write_bytes(b"x" * 20_000)
    entry = Entry(20_000, hashlib.sha256(path.read_bytes()).hexdigest())
    assert a.fault_of(str(path), entry) is None
    assert a.fault_of(str(path), entry, Members(REGISTRY)) == "is no whole archive"
    with pytest.raises(InputError, match="is no whole archive"):
        a.unpack(str(path), Members(REGISTRY), str)
    with tarfile.open(path, "w") as archive:
        link = tarfile.TarInfo("registry")
        link.type, link.linkname = tarfile.SYMTYPE, str(tmp_path / "outside")
        archive.addfile(link)
        inside = tarfile.TarInfo("registry/evil")
        inside.size = 4
        archive.addfile(inside, io.BytesIO(b"evil"))
    (tmp_path / "outside").mkdir()
    with pytest.raises(InputError, match="behind a link"):
        a.unpack(str(path), Members(REGISTRY), lambda name: str(tmp_path / "place" / name))
    assert list((tmp_path / "outside").iterdir()) == []
