# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core import harbor_backup as b
from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import InputError

ENTRY = b.Entry(10, "ab")
BACKUP = b.Backup(
    version="2.13.5",
    created="2026-11-29T20:15:00Z",
    hostname="harbor.abc.com",
    data_volume="/data",
    external=False,
    databases=(b.Database("registry", 7),),
    storage={"driver": "filesystem"},
    files={
        b.CONFIG: ENTRY,
        b.SECRETS: ENTRY,
        b.REGISTRY: b.Entry(100, "cd"),
        "database/registry.dump": ENTRY,
    },
)


def changed(**settings: Any) -> str:
    return json.dumps({**json.loads(BACKUP.written()), **settings})


def test_what_is_written_is_read_again() -> None:
    assert b.parsed(BACKUP.written()) == BACKUP
    assert BACKUP.images
    assert BACKUP.size == 130


@given(name=st.text(min_size=1).filter(lambda name: name.isprintable()))
def test_a_database_of_any_name_is_one_file_below_its_folder(name: str) -> None:
    database = b.Database(name, 1)
    assert database.file.count("/") == 1
    files = {**BACKUP.files, database.file: ENTRY}
    one = dataclasses.replace(BACKUP, databases=(database,), files=files)
    assert b.parsed(one.written()) == one


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "has no backup.json, which is written when all else is there"),
        ("", "is not as it was written"),
        ("[]", "is not as it was written"),
        ("{}", "is not as it was written"),
        (changed(format=2), "is of format 2, and this collection knows 1"),
        (changed(database={"external": False, "names": {"other": 1}}), "not as it was written"),
        (changed(data_volume="data"), "not as it was written"),
        (changed(files={}), "not as it was written"),
        (changed(files={"../x": {"size": 1, "sha256": ""}}), "not as it was written"),
        (changed(storage=[]), "not as it was written"),
    ],
)
def test_what_is_no_whole_backup_is_told(text: str | None, words: str) -> None:
    found = b.parsed(text)
    assert isinstance(found, str)
    assert words in found


KEYS = st.sampled_from(list(json.loads(BACKUP.written())))
DOCUMENTS = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner),
)


@given(DOCUMENTS)
def test_no_text_is_a_traceback(document: Any) -> None:
    assert isinstance(b.parsed(json.dumps(document)), str)


def test_a_dump_or_an_image_that_no_list_names_is_told() -> None:
    document = json.loads(BACKUP.written())
    document["files"]["database/../../evil.dump"] = {"size": 1, "sha256": ""}
    assert isinstance(b.parsed(json.dumps(document)), str)


def test_the_room_is_what_comes_to_lie_in_the_data_volume() -> None:
    cluster = 128 * 1024 * 1024
    assert BACKUP.room == 10 + 100 + 7 + cluster
    assert dataclasses.replace(BACKUP, external=True).room == 110


def test_an_external_database_is_found_with_its_environment() -> None:
    block = {"host": "pg.abc.com", "port": 5433, "db_name": "harbor", "username": "me",
             "password": "PLANTED", "ssl_mode": "verify-full"}  # fmt: skip
    (login,) = b.external({"external_database": {"harbor": block}})
    assert login.name == "harbor"
    assert login.env["PGPASSWORD"] == "PLANTED"
    assert (login.env["PGHOST"], login.env["PGPORT"]) == ("pg.abc.com", "5433")
    assert login.needs_ca
    assert login.env["PGSSLCERT"] == "/nonexistent", "not one in the home of somebody else"
    assert "PLANTED" not in repr(login)
    assert b.external({"database": {"password": "x"}}) == []
    assert b.external({"external_database": None}) == []


def test_notary_of_old_versions_has_databases_too() -> None:
    block = {"host": "pg", "db_name": "x"}
    section = {"harbor": block, "notary_signer": {**block, "db_name": "signer"}}
    assert [each.name for each in b.external({"external_database": section})] == ["x", "signer"]


def test_a_line_break_in_a_password_would_be_another_variable_and_is_refused() -> None:
    block = {"host": "pg", "db_name": "x", "password": "PLANTED\nPGHOST=evil"}
    with pytest.raises(InputError) as caught:
        b.external({"external_database": {"harbor": block}})
    assert "PGPASSWORD" in str(caught.value)
    assert "PLANTED" not in str(caught.value)


def test_of_a_storage_the_place_is_noted_and_no_key() -> None:
    assert b.storage_of({}) == {"driver": "filesystem"}
    assert b.storage_of({"storage_service": None}) == {"driver": "filesystem"}
    own = {"bucket": "harbor", "region": "r1", "accesskey": "A", "secretkey": "PLANTED"}
    service = {"s3": own, "redirect": {"disable": True}}
    noted = {"driver": "s3", "bucket": "harbor", "region": "r1"}
    assert b.storage_of({"storage_service": service}) == noted


def known(*names: str) -> list[b.Known]:
    return [b.Known(name, f"2026-01-0{number}") for number, name in enumerate(names, 1)]


def test_the_newest_stay_and_the_own_one_always() -> None:
    assert b.superseded(known("a", "b", "c"), None, "c") == []
    assert b.superseded(known("a", "b", "c"), 2, "c") == ["a"]
    assert b.superseded(known("a", "b", "c"), 5, "c") == []
    # An old one that is named again is no reason to remove newer ones.
    assert b.superseded(known("a", "b", "c"), 1, "a") == ["b"]


def test_only_what_a_run_of_ours_began_is_swept() -> None:
    assert b.is_left_over([])
    assert b.is_left_over(["database", "config.tar", ".backup.json.twinstar-x"])
    assert not b.is_left_over(["database", "thesis.tex"])


def faults(archive: str, *members: tuple[str, str]) -> list[str]:
    judge = b.Members(archive)
    return [told for told in (judge.fault(*each) for each in members) if told]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("/etc/passwd", "file"),
        ("registry/../../etc", "file"),
        ("registry//x", "file"),
        ("registry/./x", "file"),
        ("../registry", "folder"),
        ("secret/keys", "file"),
        ("registry/null", "other"),
        ("", "folder"),
    ],
)
def test_nothing_is_unpacked_elsewhere(name: str, kind: str) -> None:
    assert len(faults(b.REGISTRY, ("registry", "folder"), (name, kind))) == 1


def test_nothing_is_unpacked_through_a_link() -> None:
    link = ("secret/x", "link")
    assert faults(b.SECRETS, link) == []
    assert len(faults(b.SECRETS, link, ("secret/x/passwd", "file"))) == 1
    assert len(faults(b.SECRETS, link, ("secret/x", "file"))) == 1
    assert faults(b.SECRETS, link, ("secret/xy", "file")) == []


def test_what_stays_in_place_is_not_moved_aside() -> None:
    assert b.moved_aside(BACKUP) == ["ca_download", "database", "redis", "registry", "secret"]
    without = {name: entry for name, entry in BACKUP.files.items() if name != b.REGISTRY}
    outside = dataclasses.replace(BACKUP, external=True, files=without)
    assert b.moved_aside(outside) == ["ca_download", "redis", "secret"]
    steps = [verb for verb, _why in b.sentences(outside, "/b", "/f")]
    assert steps == ["stack", "aside", "config", "database"]


def test_of_a_failure_the_sentence_is_told_and_no_row() -> None:
    said = (
        "pg_restore: while PROCESSING TOC:\n"
        "pg_restore: error: could not execute query: ERROR:  duplicate key value\n"
        "DETAIL:  Key (name)=(PLANTED) already exists.\n"
    )
    cure = ". Mend that, then run again."
    assert b.what_failed(said).endswith(f"ERROR:  duplicate key value{cure}")
    assert b.what_failed("only this.\n") == f"only this{cure}"
    assert b.what_failed("") == f"it did not say why{cure}"


def test_where_the_server_is_too_new_the_option_is_named() -> None:
    said = (
        "pg_dump: error: aborting because of server version mismatch\n"
        "pg_dump: detail: server version: 17.6; pg_dump version: 15.14\n"
    )
    assert b.what_failed(said) == (
        "pg_dump: error: aborting because of server version mismatch (server version: 17.6; "
        "pg_dump version: 15.14). Name an image with newer programs in database_image."
    )
