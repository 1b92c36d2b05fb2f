# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core.registry_auth import (
    Challenge,
    Token,
    basic,
    choose,
    parse_challenges,
    parse_token,
    token_url,
)


@pytest.mark.parametrize(
    ("header", "challenges"),
    [
        ('Basic realm="edge"', [Challenge("basic", {"realm": "edge"})]),
        ("Basic", [Challenge("basic")]),
        (
            'Bearer realm="https://auth.abc.com/token",service="harbor",'
            'scope="repository:a:pull,push"',
            [
                Challenge(
                    "bearer",
                    {
                        "realm": "https://auth.abc.com/token",
                        "service": "harbor",
                        "scope": "repository:a:pull,push",
                    },
                )
            ],
        ),
        (
            'Negotiate, Basic realm="a, b", Bearer realm="c"',
            [
                Challenge("negotiate"),
                Challenge("basic", {"realm": "a, b"}),
                Challenge("bearer", {"realm": "c"}),
            ],
        ),
        (
            "Negotiate YWJjZA==, BASIC REALM=x",
            [Challenge("negotiate"), Challenge("basic", {"realm": "x"})],
        ),
        (r'Basic realm="say \"hi\" \\"', [Challenge("basic", {"realm": 'say "hi" \\'})]),
        ('Bearer realm = "a" , service = b', [Challenge("bearer", {"realm": "a", "service": "b"})]),
        ('Basic realm="first", realm="second"', [Challenge("basic", {"realm": "first"})]),
        ('realm="no scheme"', []),
        ("", []),
        (" ,, ", []),
    ],
)  # fmt: skip
def test_a_challenge_header_is_read(header: str, challenges: list[Challenge]) -> None:
    assert parse_challenges(header) == challenges


def test_a_value_that_never_ends_is_none() -> None:
    assert parse_challenges('Basic realm="never closed')[0] == Challenge("basic")


@given(st.text())
def test_no_header_is_a_traceback(header: str) -> None:
    parse_challenges(header)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["realm", "service", "scope", "error"]),
            st.text(st.characters(codec="ascii", exclude_categories=["Cc"])),
            min_size=1,
        ),
        min_size=1,
        max_size=3,
    )
)
def test_what_is_quoted_is_read_back(given: list[dict[str, str]]) -> None:
    def quoted(value: str) -> str:
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'

    header = ", ".join(
        "Bearer " + ",".join(f"{name}={quoted(value)}" for name, value in parameters.items())
        for parameters in given
    )
    assert [challenge.parameters for challenge in parse_challenges(header)] == given


def test_a_token_is_preferred_to_a_password() -> None:
    both = parse_challenges('Basic realm="a", Bearer realm="https://auth.abc.com"')
    chosen = choose(both)
    assert chosen is not None
    assert chosen.scheme == "bearer"


def test_a_challenge_nobody_can_answer_is_not_chosen() -> None:
    assert choose(parse_challenges('Digest realm="a", Bearer service="no realm"')) is None


def test_the_token_is_asked_for_with_service_and_every_scope() -> None:
    challenge = Challenge(
        "bearer", {"realm": "https://auth.abc.com/token?a=b", "service": "the edge"}
    )
    url = token_url(challenge, ["repository:a/b:pull", "repository:c:pull"])
    assert url == (
        "https://auth.abc.com/token?a=b&service=the+edge"
        "&scope=repository%3Aa%2Fb%3Apull&scope=repository%3Ac%3Apull"
    )


@pytest.mark.parametrize(
    ("answer", "token"),
    [
        ({"token": "abc"}, Token("abc", 60)),
        ({"access_token": "abc", "expires_in": 300}, Token("abc", 300)),
        ({"token": "", "access_token": "abc"}, Token("abc", 60)),
        ({"token": "abc", "expires_in": "soon"}, Token("abc", 60)),
        ({"token": "abc", "expires_in": -1}, Token("abc", 60)),
        ({"token": "abc\r\nX-Other: 1"}, None),
        ({"token": 7}, None),
        ({}, None),
        ([], None),
        (None, None),
    ],
)
def test_a_token_is_read_under_either_name(answer: object, token: Token | None) -> None:
    assert parse_token(answer) == token


def test_a_password_beyond_ascii_is_sent_as_utf_8() -> None:
    assert basic("jörg", "pä:ss") == "Basic asO2cmc6cMOkOnNz"
