# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, unquote_plus

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import InputError
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_request import (
    Ref,
    Repository,
    Request,
    id_of,
    q_exact,
    query_string,
    url_path,
)


def path(*parts: Any) -> str:
    return url_path(Request("GET", parts))


def test_the_parts_of_a_path_are_joined() -> None:
    assert path("projects", "test", "members", 7) == "/projects/test/members/7"


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("a.b_c-d~e", "a.b_c-d~e"),
        ("a/b", "a%2Fb"),
        ("a+b c", "a%2Bb%20c"),
        ("50%", "50%25"),
        ("a?b#c;d", "a%3Fb%23c%3Bd"),
        ("größe", "gr%C3%B6%C3%9Fe"),
        ("007", "007"),
        ("...", "..."),
        ("sha256:ab", "sha256%3Aab"),
    ],
)
def test_a_part_is_quoted_once(name: str, sent: str) -> None:
    assert path("x", name, "y") == f"/x/{sent}/y"


def test_a_repository_is_quoted_twice() -> None:
    # As the walk over three genuine Harbors recorded it.
    assert (
        path("projects", "walk-art", "repositories", Repository("deep/er/x"))
        == "/projects/walk-art/repositories/deep%252Fer%252Fx"
    )
    name = "größe/a+b %"
    sent = path(Repository(name))[1:]
    assert "/" not in sent
    assert unquote(unquote(sent)) == name


@pytest.mark.parametrize("name", ["", ".", ".."])
def test_a_name_that_would_be_another_address_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="becomes part of an address"):
        path("projects", name)


def test_a_name_that_is_no_text_is_refused() -> None:
    with pytest.raises(InputError, match="no valid Unicode"):
        path("projects", "a\udcff")


def test_a_ref_is_not_sent() -> None:
    with pytest.raises(TypeError, match="label hardened is sent before its id is known"):
        path("labels", Ref("label", "hardened"))


def test_refs_are_equal_by_what_they_name() -> None:
    one = Ref("label", "a", Ref("project", "p"))
    assert {one: 1}[Ref("label", "a", Ref("project", "p"))] == 1
    assert one != Ref("label", "a")


def test_a_query_keeps_its_order_and_leaves_out_what_is_none() -> None:
    pairs = (("sort", "-name,id"), ("scope", None), ("with_tag", True), ("page", 2), ("page", 3))
    assert query_string(pairs) == "sort=-name%2Cid&with_tag=true&page=2&page=3"
    request = Request("GET", ("labels",), query=(("scope", "p"), ("name", "a;b&c=d+e")))
    assert url_path(request) == "/labels?scope=p&name=a%3Bb%26c%3Dd%2Be"


def test_q_arrives_as_in_the_recordings() -> None:
    query = ",".join(("Level=project", "ProjectID=8", q_exact("name", "walk-rob+walk-r1")))
    sent = query_string((("q", query),))
    assert sent.endswith("walk-rob%252Bwalk-r1")
    assert parse_qs(sent)["q"] == ["Level=project,ProjectID=8,name=walk-rob%2Bwalk-r1"]


@pytest.mark.parametrize(
    "value",
    ["a", "a b", " a", "a+b", "100%", "%41", "a=b", "a&b;c", "größe", "007", "~a", "[a", "{a b}",
     "(a", "\\a", "\\~a", "\\"],
)  # fmt: skip
def test_q_asks_for_exactly_the_value(value: str) -> None:
    assert as_harbor_reads(q_exact("name", value)) == {"name": value}


def test_a_comma_is_asked_for_by_a_piece_since_nothing_protects_it() -> None:
    dn = "cn=a,ou=people+staff,dc=com"
    assert as_harbor_reads(q_exact("name", dn)) == {"name": ("~", "ou=people+staff")}
    assert q_exact("name", ",") == ""


def test_a_flag_and_a_number_are_written_as_harbor_does() -> None:
    assert q_exact("ProjectID", 7) == "ProjectID=7"
    assert q_exact("vendor", True) == "vendor=true"


def as_harbor_reads(query: str) -> dict[str, Any]:
    """What src/lib/q/builder.go makes of the text, once HTTP's own escape is undone."""
    arrived = parse_qs(query_string((("q", query),)))["q"][0]
    found: dict[str, Any] = {}
    for pair in unquote_plus(arrived).split(","):
        name, _equals, value = pair.partition("=")
        assert value
        if value[0] == "~":
            found[name] = ("~", value[1:])
        else:
            assert value[0] not in "[{("
            found[name] = value[1:] if value[0] == "\\" else value
    return found


@pytest.mark.parametrize(
    ("location", "found"),
    [
        ("/api/v2.0/projects/12", 12),
        ("/api/v2.0/projects/7/members/3/", 3),
        ("/api/v2.0/scanners/0b5a-11", "0b5a-11"),
        ("/api/v2.0/p2p/preheat/instances/007", "007"),
        ("/api/v2.0/projects/p/repositories/a%2Fb/artifacts/sha256:1", "sha256:1"),
        ("/api/v2.0/x/%C3%A4+b", "ä+b"),
        ("/api/v2.0/x/²", "²"),
        ("", None),
    ],
)
def test_what_was_made_is_in_the_location(location: str, found: Any) -> None:
    assert id_of(location) == found


def test_a_credential_is_in_no_printed_request() -> None:
    request = Request("GET", ("users", "current"), credential=("robot$a", "hush"))
    assert "hush" not in repr(request)
