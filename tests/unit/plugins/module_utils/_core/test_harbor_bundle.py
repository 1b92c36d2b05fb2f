# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core import harbor_bundle as b
from ansible_collections.twinstar.registry.plugins.module_utils._core.option import faults

WHOLE = [
    b.Member("harbor", "folder"),
    *(b.Member(f"harbor/{name}", "file", 1) for name in b.FILES),
    b.Member("harbor/harbor.v2.13.5.tar.gz", "file", 9),
]


def test_the_installers_of_a_version_are_taken_offline_and_online() -> None:
    assert b.fault_of(WHOLE, "2.13.5") is None
    assert b.fault_of(WHOLE[:-1], "2.13.5") is None
    dotted = [b.Member(f"./{each.name}", each.kind) for each in WHOLE]
    assert b.fault_of([b.Member("./", "folder"), *dotted], "2.13.5") is None


@pytest.mark.parametrize(
    ("members", "words"),
    [
        (WHOLE[:1] + WHOLE[2:], "has no harbor/prepare"),
        ([], "has no harbor/prepare"),
        ([*WHOLE, b.Member("harbor/../../etc/x", "file")], "'harbor/../../etc/x'"),
        ([*WHOLE, b.Member("/etc/x", "file")], "'/etc/x'"),
        ([*WHOLE, b.Member("etc/x", "folder")], "'etc/x'"),
        ([*WHOLE, b.Member("harbor", "file")], "'harbor'"),
        ([*WHOLE, b.Member("harbor/link", "other")], "'harbor/link'"),
        ([*WHOLE, b.Member("harbor/harbor.v2.9.5.tar.gz", "file")], "harbor.v2.13.5.tar.gz"),
    ],
)
def test_what_is_none_is_named(members: list[b.Member], words: str) -> None:
    assert words in str(b.fault_of(members, "2.13.5"))


def test_images_are_known_by_the_digest_of_their_configuration() -> None:
    old = {"Config": f"{'a' * 64}.json", "RepoTags": ["x:1", "x:2"]}
    new = {"Config": f"blobs/sha256/{'b' * 64}", "RepoTags": ["y:1"]}
    bare = {"Config": "blobs/sha256/cc", "RepoTags": None}
    assert b.images_of(json.dumps([old, new, bare])) == {
        "x:1": f"sha256:{'a' * 64}",
        "x:2": f"sha256:{'a' * 64}",
        "y:1": f"sha256:{'b' * 64}",
    }


def test_an_image_of_that_name_that_is_another_one_is_missing() -> None:
    assert b.missing_images({"x:1": "a", "y:1": "b"}, {"x:1": "a", "y:1": "c"}) == ["y:1"]
    assert b.missing_images({"x:1": "a"}, {"x:1": "a"}) == []
    assert b.missing_images({"x:1": "a"}, {}) == ["x:1"]


def test_checksums_are_told_by_their_length() -> None:
    for value in ("sha256:" + "0" * 64, "sha512:" + "A" * 128, "md5:" + "f" * 32):
        assert not list(faults(b.OPTIONS, {"checksum": value}))
    for value in ("0" * 64, "sha256:" + "0" * 63, "sha256:" + "g" * 64, "sha1:" + "0" * 40):
        assert list(faults(b.OPTIONS, {"checksum": value}))
