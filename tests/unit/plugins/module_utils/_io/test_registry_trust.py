# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pathlib
from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import InputError
from ansible_collections.twinstar.registry.plugins.module_utils._io import registry_trust
from ansible_collections.twinstar.registry.plugins.module_utils._io.registry_trust import (
    Trust,
    as_the_engine_does,
    context_of,
)

EDGE = "192.168.126.50:5000"


@pytest.fixture
def folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """What /etc/docker/certs.d/192.168.126.50:5000 would be."""
    monkeypatch.setattr(registry_trust, "CERTS_D", str(tmp_path))
    made = tmp_path / EDGE
    made.mkdir()
    return made


def test_without_files_only_the_system_s_authorities_are_trusted(tmp_path: pathlib.Path) -> None:
    assert as_the_engine_does("nowhere.example.com", None) == Trust()


def test_the_files_are_read_by_their_endings(folder: pathlib.Path) -> None:
    for name in ("b.crt", "a.crt", "client.cert", "client.key", "README"):
        (folder / name).touch()
    assert as_the_engine_does(EDGE, None, verify=False) == Trust(
        [
            (f"a file of {folder.parent}", str(folder / "a.crt")),
            (f"a file of {folder.parent}", str(folder / "b.crt")),
        ],
        (str(folder / "client.cert"), str(folder / "client.key")),
        verify=False,
    )


def test_a_named_file_goes_before_them(folder: pathlib.Path) -> None:
    (folder / "ca.crt").touch()
    assert as_the_engine_does(EDGE, "/srv/ca.crt") == Trust((("ca_path", "/srv/ca.crt"),))


def test_a_pair_is_loaded_and_half_a_pair_is_named(folder: pathlib.Path, certificate: Any) -> None:
    (folder / "client.cert").write_bytes(pathlib.Path(certificate.path).read_bytes())
    with pytest.raises(InputError, match=r"client\.key'.* cannot be read: No such file"):
        context_of(as_the_engine_does(EDGE, None))
    (folder / "client.key").write_bytes(pathlib.Path(certificate.key).read_bytes())
    context_of(as_the_engine_does(EDGE, None))
