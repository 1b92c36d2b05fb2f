# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import html
import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_answer import (
    MASK,
    Said,
    cure,
    login_refused,
    moved,
    said,
    who,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_request import Caller

ADMIN = Caller("user", "admin", 1, True)
ALICE = Caller("user", "alice", 7)
ROBOT = Caller("robot", "robot$ci")
READ_ONLY = "The system is in read only mode. Any modification is prohibited"


def error(code: str, message: str) -> bytes:
    return json.dumps({"errors": [{"code": code, "message": message}]}).encode()


def test_harbor_s_words_are_a_code_and_a_line() -> None:
    body = error("UNPROCESSABLE_ENTITY", "validation failure list:\npage_size in query …")
    assert said(body, "application/json") == Said(
        "UNPROCESSABLE_ENTITY", "validation failure list: page_size in query …"
    )


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"{}", b'{"errors": []}', b'{"errors": 7}'])
def test_an_answer_without_words_has_none(body: bytes) -> None:
    assert said(body, "application/json").code == ""


def test_another_server_s_page_is_told_by_its_title() -> None:
    page = b"<html><head><title>502 Bad Gateway</title></head></html>"
    assert said(page, "text/html") == Said("", "a web page, '502 Bad Gateway'")


@given(st.binary())
def test_any_answer_has_words(body: bytes) -> None:
    said(body, "", ("hush",))


@given(st.text(min_size=1), st.text(), st.text())
def test_no_secret_is_repeated(secret: str, before: str, after: str) -> None:
    told = said(error("BAD_REQUEST", before + secret + after), "application/json", (secret,))
    assert secret in MASK or secret not in told.message.replace(MASK, "")


@pytest.mark.parametrize("secret", ['a"b\\c', "a<b>&c", "ä/b c", "p%q+r"])
def test_a_secret_is_masked_however_it_is_written(secret: str) -> None:
    inner = json.dumps({"password": secret})
    for text in (
        secret,
        inner,
        json.dumps({"password": secret}, ensure_ascii=False),
        html.escape(secret),
        quote(secret),
        quote(secret, safe=""),
    ):
        for body in (error("BAD_REQUEST", f"no: {text}"), f"no: {text}".encode()):
            assert said(body, "", ("other", secret)).message.count(MASK) == 1


def test_the_longer_of_two_secrets_is_masked_whole() -> None:
    told = said(error("BAD_REQUEST", "no: hush-hush-1"), "", ("hush", "hush-hush-1"))
    assert told.message == f"no: {MASK}"


def test_a_secret_with_a_blank_is_masked_where_a_line_breaks() -> None:
    assert said(error("BAD_REQUEST", "no: hush\nhush"), "", ("hush hush",)).message == f"no: {MASK}"


def test_a_secret_is_masked_before_a_long_message_is_cut() -> None:
    told = said(error("BAD_REQUEST", "x" * 297 + "hush-hush"), "", ("hush-hush",))
    assert "hush" not in told.message


@pytest.mark.parametrize(
    ("status", "told", "caller", "words"),
    [
        (403, Said("DENIED", READ_ONLY), ADMIN, "Switch it off with harbor_read_only"),
        (403, Said("FORBIDDEN", "alice"), ALICE, "for system administrators"),
        (403, Said("FORBIDDEN", "robot$ci"), ROBOT, "instead of as robot account robot$ci"),
        (403, Said("FORBIDDEN", "forbidden"), ALICE, "Make user alice a project administrator"),
        (403, Said("FORBIDDEN", "Only system level robot can create project"), ROBOT, "such a one"),
        (403, Said("FORBIDDEN", "CSRF token not found in request"), ALICE, "A cookie came along"),
        (403, Said("FORBIDDEN", "User with ID 1 cannot be deleted"), ADMIN, "nor oneself"),
        (403, Said("FORBIDDEN", "Current password is incorrect"), ADMIN, "the current password"),
        (403, Said("DENIED", "adding 1 B … will exceed the configured upper limit of 2 B"), ADMIN,
         "Raise the project's quota"),
        (401, Said("UNAUTHORIZED", "unauthorized"), Caller("anonymous"), "Give harbor_username"),
        (401, Said("UNAUTHORIZED", "unauthorized"), ALICE, "Harbor knew user alice before"),
        (401, Said("UNAUTHORIZED", "unauthorized"), None, "disabled, expired"),
        (404, Said("NOT_FOUND", "path /api/v2.0/x was not found"), ADMIN, "Look at its version"),
        (404, Said("NOT_FOUND", "project x not found"), ADMIN, "Look at the name"),
        (404, Said("", "a web page, '404 Not Found'"), None, "That is not Harbor's answer"),
        (404, Said(), None, "That is not Harbor's answer"),
        (400, Said("", "Client sent an HTTP request to an HTTPS server"), None, "Write https://"),
        (400, Said("BAD_REQUEST", "realname with illegal length"), ADMIN, "Correct what it names"),
        (409, Said("CONFLICT", "label x already exists"), ADMIN, "Something else has that name"),
        (412, Said("PRECONDITION", "the project contains repositories"), ADMIN, "in the way"),
        (413, Said("", "a web page"), ADMIN, "limits the size of a request"),
        (422, Said("UNPROCESSABLE_ENTITY", "x"), ADMIN, "than this version of Harbor takes"),
        (429, Said("TOO_MANY_REQUEST", "x"), ADMIN, "Wait, then run again"),
        (500, Said("UNKNOWN", "internal server error"), ADMIN, "only in core.log"),
        (500, Said(), ADMIN, "only in core.log"),
        (502, Said("", "a web page, '502 Bad Gateway'"), ADMIN, "See that all of Harbor runs"),
        (418, Said("TEAPOT", "x"), ADMIN, "core.log"),
    ],
)  # fmt: skip
def test_every_refusal_has_its_cure(
    status: int, told: Said, caller: Caller | None, words: str
) -> None:
    assert words in cure(status, told, caller)


def test_a_refused_login_names_who_was_refused() -> None:
    assert login_refused("alice", False).startswith("The password of user alice was refused")
    robot = login_refused("robot$ci", False)
    assert robot.startswith("The secret of robot account robot$ci was refused")
    assert "disabled, expired" in robot
    assert "another caller" not in robot
    assert "another caller" in login_refused("alice", True)


def test_a_caller_is_said_by_kind() -> None:
    assert [who(each) for each in (ALICE, ROBOT, Caller("anonymous"))] == [
        "user alice", "robot account robot$ci", "an anonymous caller",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("base", "location", "shown", "words"),
    [
        ("http://h", "https://h:443/api/v2.0/labels", "https://h/api/v2.0/labels",
         "Write https://h in harbor_url"),
        ("http://h:80", "https://h:8443/api/v2.0/labels?a=b", "https://h:8443/api/v2.0/labels",
         "Write https://h:8443 in harbor_url"),
        ("http://h/x/", "https://u:p@i/y/api/v2.0/labels", "https://i/y/api/v2.0/labels",
         "Write https://i/y in harbor_url"),
        ("http://h", "https://[::1]:443/api/v2.0/labels", "https://[::1]/api/v2.0/labels",
         "Write https://[::1] in harbor_url"),
        ("https://h", "/login?token=hush", "https://h/login", "no end point of Harbor's"),
        ("https://h", "http://h/api/v2.0/labels", "http://h/api/v2.0/labels", "not encrypted"),
        ("https://h", "/api/v2.0/labels", "https://h/api/v2.0/labels", "where it was asked"),
        ("https://h", "ftp://h/", "what is no address", "Look at what serves"),
        ("https://h", "//[", "what is no address", "Look at what serves"),
        ("https://h", "http://a:b/", "what is no address", "Look at what serves"),
    ],
)  # fmt: skip
def test_a_redirect_is_told_with_the_address_to_write(
    base: str, location: str, shown: str, words: str
) -> None:
    target, told = moved(base, base.rstrip("/") + "/api/v2.0/labels", location)
    assert target == shown
    assert words in told
