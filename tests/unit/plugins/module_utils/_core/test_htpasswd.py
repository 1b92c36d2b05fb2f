# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core import htpasswd
from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import InputError
from ansible_collections.twinstar.registry.plugins.module_utils._core.htpasswd import (
    FRESH,
    HTPASSWD,
    awaited,
    checkable,
    lines_of,
    merge,
    not_a_name,
    not_a_password,
    shown,
    with_hashes,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.option import faults
from ansible_collections.twinstar.registry.plugins.module_utils._core.plan import Merged

SALTED = "abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234"
TEN = f"$2y$10${SALTED}"
TWELVE = f"$2y$12${SALTED}"
MD5 = "$apr1$salt$0123456789"


def params(*names: str, **changed: Any) -> dict[str, Any]:
    return {
        "path": "/auth/htpasswd",
        "users": [{"name": name, "password": f"of {name}"} for name in names],
        "cost": 10,
        "exclusive": False,
        "state": "present",
        **changed,
    }


def merged(text: str | None, *names: str, verified: tuple[str, ...] = (), **changed: Any) -> Merged:
    return merge(text, params(*names, **changed), {"verified": set(verified)})


def after(text: str | None, *names: str, verified: tuple[str, ...] = (), **changed: Any) -> str:
    found = merged(text, *names, verified=verified, **changed).text
    assert found is not None
    return found


# -- present ---------------------------------------------------------------------------------------


def test_a_new_user_comes_last() -> None:
    assert after(f"root:{TEN}\n", "ci") == f"root:{TEN}\nci:{FRESH}\n"


def test_a_missing_file_is_made() -> None:
    found = merged(None, "root", "ci")
    assert found.text == f"root:{FRESH}\nci:{FRESH}\n"
    assert found.result == {
        "users": ["root", "ci"],
        "added": ["root", "ci"],
        "changed": [],
        "removed": [],
    }
    assert found.why == ("add root, ci to /auth/htpasswd",)


def test_a_verified_user_keeps_the_bytes_of_its_line() -> None:
    text = f"# users\r\n  root:{TEN} \r\n\r\nother:{MD5}"
    found = merged(text, "root", verified=("root",))
    assert found.text == text
    assert not found.why


def test_a_user_with_another_password_keeps_its_place() -> None:
    text = f"root:{TEN}\n# between\nci:{TEN}\n"
    found = merged(text, "root")
    assert found.text == f"root:{FRESH}\n# between\nci:{TEN}\n"
    assert found.result["changed"] == ["root"]
    assert found.why == ("give a new hash to root in /auth/htpasswd",)


def test_a_last_line_without_an_end_gets_one_before_a_new_user() -> None:
    assert after(f"root:{TEN}", "ci") == f"root:{TEN}\nci:{FRESH}\n"
    assert after(f"a:{TEN}\r\nroot:{TEN}", "ci") == f"a:{TEN}\r\nroot:{TEN}\r\nci:{FRESH}\r\n"


def test_a_last_line_without_an_end_stays_so_when_only_its_hash_changes() -> None:
    assert after(f"root:{TEN}", "root") == f"root:{FRESH}"


def test_only_hashes_of_the_wanted_kind_and_cost_are_worth_a_check() -> None:
    text = f"a:{TEN}\nb:{TWELVE}\nc:{MD5}\nd:{TEN.replace('2y', '2a')}\nother:{TEN}\n"
    wanted = params("a", "b", "c", "d")
    assert checkable(text, wanted) == [
        ("a", "of a", TEN),
        ("d", "of d", TEN.replace("2y", "2a")),
    ]
    assert checkable(text, {**wanted, "cost": 12}) == [("b", "of b", TWELVE)]
    assert checkable(text, {**wanted, "state": "absent"}) == []
    assert checkable(None, wanted) == []


def test_exclusive_removes_everything_that_is_no_listed_users() -> None:
    text = f"# comment\nold:{TEN}\nroot:{TEN}\n\nnonsense\n"
    found = merged(text, "root", verified=("root",), exclusive=True)
    assert found.text == f"root:{TEN}\n"
    assert found.result["removed"] == ["old"]
    assert found.why == ("remove old from /auth/htpasswd",)
    assert not found.warnings


def test_exclusive_says_so_when_only_comments_go() -> None:
    found = merged(f"# comment\nroot:{TEN}\n", "root", verified=("root",), exclusive=True)
    assert found.why == ("remove what is no listed user's from /auth/htpasswd",)


def test_an_exclusive_empty_list_locks_everybody_out_and_leaves_a_file() -> None:
    assert merged(f"root:{TEN}\n", exclusive=True).text == ""
    made = merged(None, exclusive=True)
    assert made.text == ""
    assert made.why == ("make /auth/htpasswd without any user",)


def test_many_names_are_not_all_in_the_sentence() -> None:
    names = [f"user{i}" for i in range(1000)]
    assert merged(None, *names).why == (
        "add user0, user1, user2, user3, user4 and 995 more to /auth/htpasswd",
    )


# -- absent ----------------------------------------------------------------------------------------


def test_absent_removes_every_line_of_the_listed_users_only() -> None:
    text = f"a:{TEN}\n# a\nroot:{TEN}\na:{MD5}\n"
    found = merged(text, "a", "b", state="absent")
    assert found.text == f"# a\nroot:{TEN}\n"
    assert found.result == {"users": ["root"], "added": [], "changed": [], "removed": ["a"]}


def test_absent_makes_no_file() -> None:
    found = merged(None, "a", state="absent")
    assert found.text is None
    assert not found.why


# -- what is refused -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "a user needs a name"),
        ("a:b", "a colon ends the name"),
        ("#a", "is a comment"),
        ("a\nb", "no line break"),
        ("a\rb", "no line break"),
        ("a\0b", "no control character"),
        ("a\u2028b", "no line break"),
        (" a", "cuts blanks"),
        ("a\u00a0", "cuts blanks"),
    ],
)
def test_a_name_that_cannot_stand_in_the_file_is_refused(name: str, words: str) -> None:
    assert words in str(not_a_name(name))


@pytest.mark.parametrize("name", ["root", "jörg", "a b", "user@abc.com", "robot$ci", "a#"])
def test_other_names_are_fine(name: str) -> None:
    assert not_a_name(name) is None


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "it is empty"),
        ("x" * 73, "it has 73 bytes"),
        ("é" * 37, "it has 74 bytes"),
        ("a\nb", "no line break"),
        ("a\rb", "no line break"),
        ("a\0b", "no NUL"),
    ],
)
def test_a_password_that_bcrypt_would_cut_is_refused_unseen(password: str, words: str) -> None:
    users = [{"name": "root", "password": password}]
    (fault,) = faults(HTPASSWD.options, params(users=users))
    assert fault.startswith("users[0].password is set, but")
    assert words in fault
    assert not password or password not in fault


@pytest.mark.parametrize("password", ["x" * 72, "é" * 36, " ", ":", "tab\t"])
def test_other_passwords_are_fine(password: str) -> None:
    assert not_a_password(password) is None


@pytest.mark.parametrize("cost", [3, 32, 0, -1])
def test_a_cost_that_bcrypt_has_not_is_refused(cost: int) -> None:
    (fault,) = faults(HTPASSWD.options, params(cost=cost))
    assert fault == (
        f"cost is {cost}, but bcrypt's cost is 4 to 31; each step doubles the time of a login. "
        "Use 10."
    )


def test_a_name_listed_twice_is_refused() -> None:
    assert HTPASSWD.wrong(params("a", "b", "a")) == [
        "users[2].name is 'a', but users[0] has that name too. Leave one of them out."
    ]


def test_present_needs_a_password_and_absent_does_not() -> None:
    users = [{"name": "a", "password": None}]
    assert "users[0].password is missing" in HTPASSWD.wrong(params(users=users))[0]
    assert not HTPASSWD.wrong(params(users=users, state="absent"))


def test_a_listed_user_with_two_lines_is_refused_with_both() -> None:
    text = f"a:{TEN}\nb:{TEN}\n a:{MD5}\n"
    with pytest.raises(InputError, match="has 'a' on lines 1 and 3"):
        merged(text, "a", verified=("a",))
    assert merged(text, "b", verified=("b",)).text == text


def test_a_line_that_stops_every_login_is_a_warning() -> None:
    found = merged(f"root:{TEN}\n\nnonsense\n# fine\n", "root", verified=("root",))
    assert len(found.warnings) == 1
    assert "line 3 of /auth/htpasswd" in found.warnings[0]
    assert "nonsense" not in found.warnings[0]


def test_hashes_in_a_file_that_everybody_reads_are_a_warning() -> None:
    def warned(found: int | None, *names: str, **changed: Any) -> bool:
        seen = {"verified": set(names), "mode": found}
        return bool(merge("", params(*names, **changed), seen).warnings)

    assert warned(0o644, "root")
    assert not warned(0o640, "root")
    assert not warned(None, "root")
    assert not warned(0o644, "root", mode="0644")
    assert not warned(0o644)


# -- the diff and the hashes -----------------------------------------------------------------------


def test_a_diff_shows_kinds_of_hashes_and_never_a_hash() -> None:
    text = f"# note\nroot:{TEN}\nold:{MD5}\nhalf-a-hash\n"
    assert shown(text) == (
        "# note\nroot:<bcrypt, cost 10>\nold:<another kind of hash>\n<a line that is no user's>\n"
    )


def test_a_diff_tells_a_new_password_from_the_old_one() -> None:
    before, now = merged(f"root:{TEN}\n", "root").shown or ("", "")
    assert before == "root:<bcrypt, cost 10>\n"
    assert now == "root:<new hash, bcrypt, cost 10>\n"


def test_hashes_go_where_they_are_awaited_and_nowhere_else() -> None:
    text = f"# x:{FRESH}\na:{FRESH}\r\nb:{TEN}\nc:{FRESH}"
    assert awaited(text) == ["a", "c"]
    assert with_hashes(text, {"a": TWELVE, "c": TEN}) == (
        f"# x:{FRESH}\na:{TWELVE}\r\nb:{TEN}\nc:{TEN}"
    )


def test_a_marker_in_somebody_elses_line_is_left_alone() -> None:
    assert with_hashes(f"a:{FRESH}\n", {}) == f"a:{FRESH}\n"


# -- laws ------------------------------------------------------------------------------------------

names = st.from_regex(r"[a-z][a-z0-9._-]{0,6}", fullmatch=True)
some_names = st.lists(names, max_size=5, unique=True)
body = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=20)
lines = st.one_of(
    body, names.map(lambda n: f"{n}:{TEN}"), names.map(lambda n: f"{n}:{MD5}"), st.just("# note")
)
texts = st.lists(st.tuples(lines, st.sampled_from(["\n", "\r\n"])), max_size=8).map(
    lambda parts: "".join(line + end for line, end in parts)
)


def written(text: str | None, wanted: list[str], *, exclusive: bool) -> str:
    """Merge and hash, as a run does; every password fits afterwards."""
    planned = after(text, *wanted, exclusive=exclusive)
    return with_hashes(planned, dict.fromkeys(awaited(planned), TEN))


@given(st.text(max_size=200))
def test_lines_put_together_are_the_text(text: str) -> None:
    assert "".join(line.text for line in lines_of(text)) == text


@given(texts, some_names, st.booleans())
def test_merging_twice_is_merging_once(text: str, wanted: list[str], exclusive: bool) -> None:
    try:
        once = written(text, wanted, exclusive=exclusive)
    except InputError:
        return
    again = merged(once, *wanted, verified=tuple(wanted), exclusive=exclusive)
    assert again.text == once
    assert not again.why


@given(texts, some_names)
def test_lines_of_others_keep_their_bytes_and_order(text: str, wanted: list[str]) -> None:
    try:
        now = written(text, wanted, exclusive=False)
    except InputError:
        return

    def others(whole: str) -> list[str]:
        return [line.text.rstrip("\r\n") for line in lines_of(whole) if line.name not in wanted]

    assert others(now) == others(text)


@given(texts, some_names)
def test_what_was_added_can_be_taken_away(text: str, wanted: list[str]) -> None:
    before = {line.name for line in lines_of(text)}
    new = [name for name in wanted if name not in before]
    now = written(text, new, exclusive=False)
    gone = after(now, *new, state="absent")
    assert gone.rstrip("\r\n") == text.rstrip("\r\n")


@given(st.text(max_size=200), some_names, st.booleans())
def test_no_text_gives_a_traceback(text: str, wanted: list[str], exclusive: bool) -> None:
    with contextlib.suppress(InputError):
        merged(text, *wanted, exclusive=exclusive)
    shown(text)


@given(texts)
def test_no_hash_is_ever_shown(text: str) -> None:
    assert htpasswd.shown(f"{text}root:{TEN}\n").find(SALTED) == -1
