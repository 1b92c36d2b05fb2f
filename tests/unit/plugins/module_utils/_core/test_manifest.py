# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core.manifest import (
    ACCEPT,
    DOCKER_LIST,
    DOCKER_MANIFEST,
    OCI_INDEX,
    OCI_MANIFEST,
    SCHEMA_1_SIGNED,
    Blob,
    Child,
    Manifest,
    describe,
    digest_of,
    newest,
    parse_manifest,
)

CONFIG: dict[str, Any] = {
    "mediaType": "application/vnd.docker.container.image.v1+json",
    "digest": "c",
    "size": 7,
}
IMAGE = {
    "schemaVersion": 2,
    "mediaType": DOCKER_MANIFEST,
    "config": CONFIG,
    "layers": [{"digest": "a", "size": 100}, {"digest": "b", "size": 20}],
}


def parsed(content: Any, content_type: str = "") -> Manifest:
    found = parse_manifest(json.dumps(content).encode(), content_type)
    assert found is not None
    return found


def test_everything_that_a_registry_may_hold_is_accepted() -> None:
    for kind in (OCI_INDEX, DOCKER_LIST, OCI_MANIFEST, DOCKER_MANIFEST, SCHEMA_1_SIGNED):
        assert kind in ACCEPT


def test_an_image_is_its_configuration_and_layers() -> None:
    image = parsed(IMAGE)
    assert image.media_type == DOCKER_MANIFEST
    assert image.is_image
    assert image.blobs == (Blob("c", 7, CONFIG["mediaType"]), Blob("a", 100), Blob("b", 20))


def test_the_header_tells_the_type_that_an_oci_manifest_leaves_out() -> None:
    content = {key: value for key, value in IMAGE.items() if key != "mediaType"}
    assert parsed(content, f"{OCI_MANIFEST}; charset=utf-8").media_type == OCI_MANIFEST


def test_an_index_lists_its_platforms_and_no_attestations() -> None:
    index = parsed(
        {
            "schemaVersion": 2,
            "manifests": [
                {"digest": "x", "platform": {"os": "linux", "architecture": "amd64"}},
                {
                    "digest": "y",
                    "platform": {"os": "linux", "architecture": "arm", "variant": "v7"},
                },
                {
                    "digest": "z",
                    "platform": {"os": "unknown", "architecture": "unknown"},
                    "annotations": {"vnd.docker.reference.type": "attestation-manifest"},
                },
            ],
        }
    )
    assert index.media_type == OCI_INDEX
    assert index.is_index
    assert index.children == (Child("x", "linux/amd64"), Child("y", "linux/arm/v7"))


def test_what_is_no_manifest_is_none() -> None:
    for body in (b"<html>", b"[]", b"{}", b'{"schemaVersion": 2, "config": "no"}'):
        assert parse_manifest(body, DOCKER_MANIFEST) is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "schemaVersion",
                        "mediaType",
                        "config",
                        "layers",
                        "manifests",
                        "platform",
                        "digest",
                        "size",
                        "annotations",
                        "os",
                        "architecture",
                        "created",
                    ]
                ),
                inner,
            )
        ),
    )
)
def test_no_answer_is_a_traceback(content: object) -> None:
    manifest = parse_manifest(json.dumps(content).encode(), OCI_MANIFEST)
    if manifest is not None:
        describe("d", manifest, {}, {"c": content})


def test_a_digest_is_made_as_the_other_one_was() -> None:
    assert digest_of(b"") == (
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
    assert str(digest_of(b"", "sha512:abc")).startswith("sha512:cf83e1357eefb8bd")
    assert digest_of(b"", "blake3:abc") is None


def test_an_image_is_described_by_its_configuration() -> None:
    made = "2026-11-24T20:31:07Z"
    config = {"os": "linux", "architecture": "arm64", "variant": "v8", "created": made}
    assert describe("d", parsed(IMAGE), {}, {"c": config}) == {
        "size": 127,
        "platforms": [{"platform": "linux/arm64/v8", "digest": "d", "size": 127, "created": made}],
        "created": made,
    }


def test_an_index_counts_a_shared_layer_once_and_is_as_young_as_its_newest() -> None:
    def image(config: str, own: str) -> Manifest:
        layers = [{"digest": "shared", "size": 1000}, {"digest": own, "size": 1}]
        return parsed({**IMAGE, "config": {**CONFIG, "digest": config}, "layers": layers})

    index = Manifest(OCI_INDEX, children=(Child("x", "linux/amd64"), Child("y", "linux/arm64")))
    told = describe(
        "i",
        index,
        {"x": image("c1", "l1"), "y": image("c2", "l2")},
        {"c1": {"created": "2026-01-01T00:00:00Z"}, "c2": {"created": "2026-01-02T00:00:00Z"}},
    )
    assert told["size"] == 1000 + 2 * (7 + 1)
    assert [entry["size"] for entry in told["platforms"]] == [1008, 1008]
    assert told["created"] == "2026-01-02T00:00:00Z"


def test_a_platform_whose_manifest_is_not_there_is_told_as_unknown() -> None:
    index = Manifest(OCI_INDEX, children=(Child("x", "linux/amd64"),))
    assert describe("i", index, {}, {}) == {
        "size": 0,
        "platforms": [{"platform": "linux/amd64", "digest": "x", "size": None, "created": None}],
        "created": None,
    }


def test_a_chart_has_a_size_and_no_platform() -> None:
    chart = parsed(
        {
            **IMAGE,
            "mediaType": OCI_MANIFEST,
            "config": {**CONFIG, "mediaType": "application/vnd.cncf.helm.config.v1+json"},
            "annotations": {"org.opencontainers.image.created": "2026-11-24T20:31:07+00:00"},
        }
    )
    assert not chart.is_image
    assert describe("d", chart, {}, {}) == {
        "size": 127,
        "platforms": [],
        "created": "2026-11-24T20:31:07+00:00",
    }


def test_schema_1_has_a_platform_and_no_size() -> None:
    old = parsed({"schemaVersion": 1, "architecture": "amd64"}, SCHEMA_1_SIGNED)
    assert old.media_type == SCHEMA_1_SIGNED
    assert describe("d", old, {}, {}) == {
        "size": None,
        "platforms": [{"platform": "linux/amd64", "digest": "d", "size": None, "created": None}],
        "created": None,
    }


@pytest.mark.parametrize(
    ("times", "latest"),
    [
        (["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.5Z"], "2026-01-01T00:00:00.5Z"),
        (["2026-01-01T12:00:00Z", "2026-01-01T13:00:00+08:00"], "2026-01-01T12:00:00Z"),
        (["2026-01-01T12:00:00Z", "2026-01-01T11:00:00-08:00"], "2026-01-01T11:00:00-08:00"),
        (["yesterday", None, "1970-01-01T00:00:00Z"], "1970-01-01T00:00:00Z"),
        (["0001-01-01T00:00:00+23:00", "0001-01-01T00:00:00Z"], "0001-01-01T00:00:00+23:00"),
        ([None], None),
        ([], None),
    ],
)
def test_the_newest_time_is_found_across_zones(times: list[str], latest: str | None) -> None:
    assert newest(times) == latest
