# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from dataclasses import replace

from ansible_collections.twinstar.registry.plugins.module_utils._core import harbor_prepared as p

LOOK = p.Look("2.13.5", False, {"/h/harbor.yml": "1"}, "s", {"/h/core/env": "2"})
RECORD = LOOK.recorded()


def test_what_is_as_it_was_needs_no_prepare() -> None:
    assert p.reasons(RECORD, LOOK, interrupted=False) == []
    assert p.Look.of(RECORD) == LOOK


def test_each_change_alone_is_a_reason_that_names_it() -> None:
    for now, words in (
        (replace(LOOK, version="2.15.2"), "was prepared for 2.13.5"),
        (replace(LOOK, with_trivy=True), "with Trivy from now on"),
        (replace(LOOK, inputs={"/h/harbor.yml": "9"}), "/h/harbor.yml has changed"),
        (replace(LOOK, inputs={**LOOK.inputs, "/c.crt": None}), ""),
        (replace(LOOK, inputs={**LOOK.inputs, "/c.crt": "3"}), "/c.crt has changed"),
        (replace(LOOK, secrets="t"), "its secrets have changed"),
        (replace(LOOK, outputs={}), "/h/core/env is not as prepare left it"),
    ):
        found = p.reasons(RECORD, now, interrupted=False)
        assert len(found) == (1 if words else 0)
        assert all(words in each for each in found)


def test_no_record_and_a_run_that_broke_off_are_reasons() -> None:
    assert p.reasons(None, LOOK, interrupted=False) == ["for the first time"]
    assert p.reasons(RECORD, LOOK, interrupted=True) == [
        "since an earlier run did not come to its end"
    ]


def test_the_version_of_a_bundle_is_the_tag_in_its_script() -> None:
    script = "docker run --rm -v /:/hostfs/ --privileged %s prepare $@\n"
    for name in ("goharbor/prepare", "mirror.local:5000/goharbor/prepare"):
        assert p.version_of(script % f"{name}:v2.15.2") == "2.15.2"
        assert p.image_of(script % f"{name}:v2.15.2") == f"{name}:v2.15.2"
    assert p.version_of("goharbor/prepare:dev") is None


def test_the_files_that_prepare_copies_are_found() -> None:
    config = {
        "https": {"certificate": "/a", "private_key": "/b"},
        "storage_service": {"ca_bundle": "/c"},
        "external_redis": {"tlsOptions": {"enable": True, "rootCA": "/d"}},
        "redis": {"tlsOptions": {"enable": False, "rootCA": "/no"}},
        "internal_tls": {"enabled": True, "dir": "/e"},
    }
    assert p.read_files(config) == ["/a", "/b", "/c", "/d", "/e"]
    assert p.read_files({"https": None, "storage_service": {}}) == []


def test_a_failure_has_the_last_words_and_no_secret() -> None:
    config = {
        "harbor_admin_password": "swordfish",
        "https": {"private_key": "/etc/tls/a.key"},
        "storage_service": {"s3": {"secretkey": "s3cret", "region": "r"}},
    }
    hide = p.secrets_in(config)
    assert hide == {"swordfish", "s3cret"}
    said = p.failure("2.13.5", 255, "", "x\nERROR:root:Error: it is swordfish.\nlast\n", hide)
    assert said.startswith("run prepare of Harbor 2.13.5: it is ******** (status 255). ")
    assert "KeyError: 'a'" in p.failure("2.13.5", 1, "out", "Traceback\nKeyError: 'a'\n", hide)
    assert "it ended with status 2" in p.failure("2.13.5", 2, "", "", hide)
