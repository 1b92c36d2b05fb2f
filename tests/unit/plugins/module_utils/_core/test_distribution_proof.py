# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import copy
from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.distribution_proof import (
    driver_alone,
    files_of,
    harmless,
    misjudged,
    verdict,
)

CONFIG: dict[str, Any] = {
    "version": 0.1,
    "log": {
        "level": "error",
        "formatter": "json",
        "fields": {"version": "9.9"},
        "accesslog": {"disabled": True},
        "hooks": [{"type": "mail", "levels": ["panic"]}],
    },
    "loglevel": "error",
    "storage": {
        "filesystem": {"rootdirectory": "/var/lib/registry", "maxthreads": 50},
        "cache": {"blobdescriptor": "redis"},
        "delete": {"enabled": True},
    },
    "auth": {"htpasswd": {"realm": "r", "path": "/auth/htpasswd"}},
    "middleware": {
        "storage": [
            {
                "name": "cloudfront",
                "options": {"privatekey": "/pk", "ipfilteredby": "aws", "baseurl": "https://a"},
            },
            {"name": "redirect", "options": {"baseurl": "https://a"}},
        ]
    },
    "reporting": {"newrelic": {"licensekey": "x"}},
    "http": {
        "addr": ":5000",
        "net": "unix",
        "secret": "PLANTED",
        "prefix": "/a/",
        "draintimeout": "60s",
        "debug": {"addr": ":5001"},
        "tls": {"certificate": "/crt", "key": "/key", "clientcas": ["/ca1", "/ca2"]},
    },
    "redis": {"addr": "redis:6379", "addrs": ["redis:6379"], "minidleconns": 4},
    "health": {
        "storagedriver": {"enabled": True, "interval": "1s"},
        "file": [{"file": "/down"}],
        "http": [{"uri": "http://a", "interval": "1s"}],
        "tcp": [{"addr": "a:1"}],
    },
    "proxy": {"remoteurl": "https://registry-1.docker.io"},
}


def test_the_copy_reaches_nobody_and_keeps_nothing() -> None:
    before = copy.deepcopy(CONFIG)
    proof = harmless(CONFIG, "/scratch")
    assert before == CONFIG
    assert not {"proxy", "reporting", "loglevel"} & set(proof)
    assert proof["http"] == {
        "addr": "127.0.0.1:0",
        "secret": "of the proof",
        "prefix": "/a/",
        "tls": CONFIG["http"]["tls"],
    }
    assert proof["storage"] == {
        "filesystem": {"rootdirectory": "/scratch/storage", "maxthreads": 50},
        "cache": {"blobdescriptor": "redis"},
        "delete": {"enabled": True},
    }
    assert proof["auth"] == {"htpasswd": {"realm": "r", "path": "/scratch/htpasswd"}}
    assert proof["redis"] == {"addr": "127.0.0.1:1", "addrs": ["127.0.0.1:1"]}
    assert proof["log"] == {
        "level": "info",
        "formatter": "text",
        "accesslog": {"disabled": True},
        "hooks": [{"type": "mail", "levels": ["panic"], "disabled": True}],
    }
    checks = proof["health"]
    every = [checks["storagedriver"], *checks["file"], *checks["http"], *checks["tcp"]]
    assert [check["interval"] for check in every] == ["24h"] * 4
    assert proof["middleware"]["storage"] == [
        {"name": "cloudfront", "options": {"privatekey": "/pk", "baseurl": "https://a"}},
        {"name": "redirect", "options": {"baseurl": "https://a"}},
    ]


def test_another_driver_is_replaced_by_a_scratch_directory() -> None:
    proof = harmless({"version": 0.1, "storage": {"s3": {"bucket": "b"}, "tag": {}}}, "/scratch")
    assert proof["storage"] == {"filesystem": {"rootdirectory": "/scratch/storage"}, "tag": {}}


def test_lets_encrypt_is_not_asked_for_a_certificate() -> None:
    config = {"http": {"tls": {"letsencrypt": {"cachefile": "/cache"}}}}
    assert "tls" not in harmless(config, "/scratch")["http"]


@pytest.mark.parametrize("driver", ["filesystem", "inmemory"])
def test_a_driver_that_every_build_has_is_not_asked_for(driver: str) -> None:
    assert driver_alone({"storage": {driver: {}, "delete": {"enabled": True}}}) is None


def test_another_driver_is_asked_for_without_its_settings() -> None:
    alone = driver_alone({"storage": {"delete": {}, "swift": {"password": "PLANTED"}}})
    assert alone is not None
    assert alone["storage"] == {
        "swift": {},
        "maintenance": {"uploadpurging": {"enabled": False}},
    }
    assert "PLANTED" not in str(alone)


def test_the_files_that_it_reads_at_start_are_known() -> None:
    assert files_of(CONFIG) == ["/crt", "/key", "/ca1", "/ca2", "/pk"]
    token = {"auth": {"token": {"rootcertbundle": "/bundle", "jwks": "/jwks"}}}
    assert files_of(token) == ["/bundle", "/jwks"]
    assert files_of({"version": 0.1}) == []


# -- its words -------------------------------------------------------------------------------------

LINE = 'time="2026-11-24T20:31:07Z" level=info msg="{}" go.version=go1.19.8 version=2.8.2+ds1\n'


def test_a_program_that_listens_has_started() -> None:
    found = verdict(LINE.format("redis not configured") + LINE.format("listening on [::]:40001"))
    assert found.started
    assert found.release == "2.8"


def test_listening_for_debugging_is_not_serving() -> None:
    assert not verdict('level=info msg="debug server listening 127.0.0.1:5001"').started


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (
            "configuration error: error parsing /a: yaml: line 2\nUsage:\n  registry serve",
            "error parsing /a: yaml: line 2",
        ),
        (
            LINE.format("x") + "panic: StorageDriver not registered: gcs\n\ngoroutine 1 [running]:",
            "StorageDriver not registered: gcs",
        ),
        (
            LINE.format("x") + 'time="…" level=fatal msg="open \\"/a\\": no such file"',
            'open "/a": no such file',
        ),
        ("something\nelse\n\n", "else"),
        ("", "nothing at all"),
    ],
)
def test_its_reason_is_found_among_its_words(output: str, words: str) -> None:
    found = verdict(output)
    assert not found.started
    assert found.words == words


def test_a_missing_driver_is_told_apart() -> None:
    assert verdict("panic: StorageDriver not registered: gcs").missing_driver == "gcs"
    assert verdict("panic: no region parameter provided").missing_driver is None


def test_a_secret_in_its_words_is_masked_the_longer_one_first() -> None:
    output = "panic: cannot use PLANTED-a-longer nor PLANTED-a"
    assert verdict(output, {"PLANTED-a", "PLANTED-a-longer", "a"}).words == (
        "cannot use ******** nor ********"
    )


# -- its release -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "release"), [("2.8", "2.8"), ("3", "3.1"), ("3", "3.0"), ("3", "3.2"), ("3", None)]
)
def test_a_program_of_the_line_fits(version: str, release: str | None) -> None:
    assert not misjudged(version, {"version": 0.1}, release, "registry")


@pytest.mark.parametrize(
    ("version", "release", "cure"),
    [("2.8", "3.0", "Set version to '3'"), ("3", "2.8", "Set version to '2.8'")],
)
def test_a_program_of_the_other_line_does_not(version: str, release: str, cure: str) -> None:
    assert cure in misjudged(version, {"version": 0.1}, release, "/bin/registry")
    assert f"/bin/registry is release {release}" in misjudged(version, {}, release, "/bin/registry")


def test_a_key_that_the_older_program_of_the_line_lacks_is_named() -> None:
    assert misjudged("3", {"tags": {"maxtags": 1}}, "3.0", "registry:3").startswith(
        "registry:3 is release 3.0: tags is set, but it is known to release 3.1 and newer"
    )
