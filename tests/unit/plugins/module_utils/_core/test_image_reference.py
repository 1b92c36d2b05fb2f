# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core.image_reference import (
    Image,
    not_a_registry,
    parse_image,
    wrong_image,
)

EDGE = "192.168.126.50:5000"
DIGEST = "sha256:" + "a1" * 32


@pytest.mark.parametrize(
    ("text", "image"),
    [
        ("demo-app", Image("demo-app")),
        ("demo-app:1", Image("demo-app", "1")),
        ("prod/ruoyi-server:v1.0_RC", Image("prod/ruoyi-server", "v1.0_RC")),
        (f"a/b__c@{DIGEST}", Image("a/b__c", None, DIGEST)),
        (f"a:1@{DIGEST}", Image("a", "1", DIGEST)),
        (f"{EDGE}/demo-app:1", Image("demo-app", "1")),
        # Without a port this is a part of the name: registries hold such copies.
        ("quay.io/prometheus/busybox:latest", Image("quay.io/prometheus/busybox", "latest")),
    ],
)
def test_an_image_is_read(text: str, image: Image) -> None:
    assert wrong_image(text, EDGE) is None
    assert parse_image(text, EDGE) == image


def test_a_digest_is_more_exact_than_a_tag() -> None:
    assert parse_image(f"a:1@{DIGEST}").reference == DIGEST
    assert parse_image("a:1").reference == "1"
    assert parse_image("a").reference is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Demo-App", "lower-case"),
        ("", "lower-case"),
        ("a//b", "lower-case"),
        ("-a", "lower-case"),
        ("a/../b", "lower-case"),
        ("a" * 256, "lower-case"),
        ("https://192.168.126.50:5000/a", "registry asked is 192.168.126.50:5000"),
        ("harbor.abc.com:8443/a:1", "Leave out 'harbor.abc.com:8443'"),
        ("localhost/a", "Leave out 'localhost'"),
        ("a:", "a tag has up to 128"),
        ("a:.b", "a tag has up to 128"),
        ("a:" + "b" * 129, "a tag has up to 128"),
        ("a@sha256:abc", "64 hexadecimal"),
        ("a@", "64 hexadecimal"),
        ("a@" + DIGEST.upper(), "64 hexadecimal"),
    ],
)
def test_what_is_no_image_of_this_registry_is_named(text: str, words: str) -> None:
    assert words in str(wrong_image(text, EDGE))


@given(st.text())
def test_what_passes_is_safe_in_a_path(text: str) -> None:
    if wrong_image(text, EDGE) is None:
        image = parse_image(text, EDGE)
        whole = f"{image.repository}/{image.reference}"
        assert not set(whole) & set(" ?#%\\\n")
        assert ".." not in image.repository.split("/")


@pytest.mark.parametrize(
    "registry",
    [
        "harbor.abc.com",
        EDGE,
        "docker.io",
        "localhost:5000",
        "[2001:db8::40]:5000",
        "registry",
        "10.0.0.1",
    ],
)
def test_a_registry_is_a_host_with_or_without_a_port(registry: str) -> None:
    assert not_a_registry(registry) is None


@pytest.mark.parametrize(
    ("registry", "words"),
    [
        ("https://harbor.abc.com/", "without https://. Write 'harbor.abc.com'."),
        ("http://192.168.126.50:5000", "Write '192.168.126.50:5000'."),
        ("harbor.abc.com/library", "Write 'harbor.abc.com'."),
        ("harbor.abc.com:99999", "host:port"),
        ("harbor.abc.com:", "host:port"),
        ("har bor", "host:port"),
        ("", "host:port"),
    ],
)
def test_what_is_no_registry_is_named_with_the_cure(registry: str, words: str) -> None:
    assert words in str(not_a_registry(registry))
