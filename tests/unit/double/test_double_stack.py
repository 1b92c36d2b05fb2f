# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of the installer's stack: secrets at rest, health, images, addresses of Redis."""

from __future__ import annotations

import io
import json
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.double.answers import Refused
from tests.double.installer import images
from tests.double.installer.stack import common, exporter, health, jobservice, redis, registry
from tests.double.resources.registries import shown
from tests.double.store import Change
from tests.double.vault import MARK, Sealed, Unreadable, Vault
from tests.lab import place

KEY = b"0123456789abcdef"


class Memory:
    """A place that keeps what it was given."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, int], dict[str, Any] | None] = {}

    def load(self) -> Iterator[Change]:
        for (table, key), row in self.rows.items():
            yield table, key, row

    def commit(self, changes: list[Change]) -> None:
        self.rows.update({(table, key): row for table, key, row in changes})

    def forget(self) -> None:
        self.rows.clear()

    def close(self) -> None:
        pass


@given(st.text())
def test_what_was_sealed_is_opened_with_its_key(text: str) -> None:
    vault = Vault(KEY)
    assert vault.open(vault.seal(text)) == text


@given(st.text(min_size=1))
def test_another_key_opens_nothing_and_spoils_nothing(text: str) -> None:
    sealed = Vault(KEY).seal(text)
    other = Vault(b"fedcba9876543210")
    found = other.open(sealed)
    assert isinstance(found, Unreadable)
    assert Vault(KEY).open(other.seal(found)) == text  # written back as it was


def test_the_secrets_of_registries_and_hidden_settings_are_sealed_at_rest() -> None:
    place_of_all = Memory()
    sealed = Sealed(place_of_all, KEY)
    rows: list[Change] = [
        ("registries", 1, {"id": 1, "name": "r", "access_secret": "planted"}),
        ("settings", 1, {"name": "ldap_search_password", "value": "planted"}),
        ("settings", 2, {"name": "banner_message", "value": "hello"}),
        ("registries", 2, None),
    ]
    sealed.commit(rows)
    assert "planted" not in str(place_of_all.rows)
    assert "hello" in str(place_of_all.rows)
    assert list(sealed.load()) == rows


def test_a_registry_whose_secret_cannot_be_read_is_an_error_of_the_server() -> None:
    with pytest.raises(Refused) as refused:
        shown({"access_secret": Unreadable(f"{MARK}x")})
    assert refused.value.status == 500


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("redis://redis:6379?idle_timeout_seconds=30", ((("redis", 6379),), "", "", "", False)),
        ("redis://u:p%231@r:1/2", ((("r", 1),), "u", "p#1", "", False)),
        ("rediss://:p@r", ((("r", 6379),), "", "p", "", True)),
        (
            "redis+sentinel://:p@a:1,b:2/mymaster/5",
            ((("a", 1), ("b", 2)), "", "p", "mymaster", False),
        ),
    ],
)
def test_addresses_of_redis(url: str, wanted: tuple[Any, ...]) -> None:
    assert redis.parse(url) == redis.Target(*wanted)


def test_debians_registry_keeps_its_cache_itself_where_it_does_not_know_the_store() -> None:
    storage = {"cache": {"layerinfo": "redis"}, "s3": {}}
    config: dict[str, Any] = {"storage": storage, "redis": {"addr": "r:1"}}
    assert registry.adapted(config) is None
    config["redis"]["enableTLS"] = True
    assert registry.adapted(config) == {"storage": {"cache": {"layerinfo": "inmemory"}, "s3": {}}}


def test_health_is_unknown_until_a_component_was_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "PERIOD", 0.01)
    asked: list[str] = []
    faults = {"portal": "refused"}

    def check() -> None:
        asked.append("portal")
        if faults["portal"]:
            raise RuntimeError(faults["portal"])

    nobody = health.Health({})
    assert nobody.faults == {}
    found = health.Health({"portal": check})
    wait_for(lambda: found.faults["portal"] == "refused")
    faults["portal"] = ""
    wait_for(lambda: found.faults["portal"] == "")
    assert asked


def wait_for(condition: Any) -> None:
    until = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_only_who_knows_the_cores_secret_gives_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORE_SECRET", "planted")
    assert jobservice.answer("GET", "/api/v1/stats", {})[0] == 200
    right, wrong = common.harbor_secret("planted"), common.harbor_secret("foreign")
    assert jobservice.answer("GET", "/api/v1/jobs", right)[0] == 200
    assert jobservice.answer("GET", "/api/v1/jobs", wrong)[0] == 401
    monkeypatch.setenv("CORE_SECRET", "")
    assert jobservice.answer("GET", "/api/v1/jobs", common.harbor_secret(""))[0] == 401


def test_figures_say_who_is_well() -> None:
    body = {"status": "unhealthy", "components": [{"name": "redis", "status": "unhealthy"}]}
    assert exporter.figures(json.dumps(body).encode()) == (
        'harbor_health 0\nharbor_up{component="redis"} 0\n'
    )


@pytest.mark.parametrize(("version", "store"), [("2.13.5", "redis"), ("2.15.2", "valkey")])
def test_a_bundle_has_twelve_images(version: str, store: str) -> None:
    names = images.names(version)
    assert len(names) == 12
    assert [name for name in names if name in ("redis-photon", "valkey-photon")] == [
        f"{store}-photon"
    ]


def test_an_archive_is_what_an_engine_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each image's layers are there, and are what its configuration says."""
    monkeypatch.setattr(place, "building", lambda: tmp_path)
    base = tmp_path / "base.tar"
    images.small_layer(base, [images.Entry("etc/debian_version", b"12\n")])
    layer, beginning, target = images.Layer(base), tmp_path / "base.gz", tmp_path / "images.tar.gz"
    images.compressed_base(layer, beginning)
    images.write("2.15.2", layer, beginning, target)
    with tarfile.open(target) as archive:
        members = {one.name: one for one in archive}
        read = {name: archive.extractfile(one) for name, one in members.items()}
        contents = {name: file.read() for name, file in read.items() if file}
    manifest = json.loads(contents["manifest.json"])
    assert list(members)[-1] == "manifest.json"
    assert [one["RepoTags"] for one in manifest] == [
        [f"goharbor/{name}:v2.15.2"] for name in images.names("2.15.2")
    ]
    for one in manifest:
        config = json.loads(contents[one["Config"]])
        assert one["Config"] == f"{images.digest_of(contents[one['Config']])}.json"
        digests = [f"sha256:{images.digest_of(contents[layer])}" for layer in one["Layers"]]
        assert config["rootfs"]["diff_ids"] == digests
    (core,) = (one for one in manifest if "harbor-core" in one["RepoTags"][0])
    with tarfile.open(fileobj=io.BytesIO(contents[core["Layers"][2]])) as own:
        assert own.getnames()[-1].endswith("0180_2.15.0_schema.up.sql")


def test_devices_and_what_an_engine_brings_are_left_out() -> None:
    given = []
    for name, kind in {
        "./dev/null": tarfile.CHRTYPE, "./dev": tarfile.DIRTYPE, "./proc/x": tarfile.REGTYPE,
        "./etc/passwd": tarfile.REGTYPE, "./etc/device": tarfile.BLKTYPE,
    }.items():  # fmt: skip
        entry = tarfile.TarInfo(name)
        entry.type = kind
        given.append(entry)
    assert [entry.name for entry in images.kept(given)] == ["./dev", "./etc/passwd"]
