# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import InputError
from ansible_collections.twinstar.registry.plugins.module_utils._core.option import (
    Option,
    argument_spec,
    documentation,
    faults,
)


def not_short(value: str) -> str | None:
    return "but it has at most 3 letters. Shorten it." if len(value) > 3 else None


USERS = Option(
    "users",
    "The users.",
    type="list",
    elements="dict",
    suboptions=(
        Option("name", "Its name.", required=True, wrong=not_short),
        Option("password", "Its password.", secret=True, wrong=not_short),
        Option("tags", "Words.", type="list", elements="str", wrong=not_short),
    ),
)


def test_an_option_gives_its_argument_spec() -> None:
    assert argument_spec([USERS]) == {
        "users": {
            "type": "list",
            "elements": "dict",
            "options": {
                "name": {"type": "str", "required": True},
                "password": {"type": "str", "no_log": True},
                "tags": {"type": "list", "elements": "str"},
            },
        }
    }


def test_a_text_names_options_by_their_whole_path_wherever_they_stand() -> None:
    inner = (
        Option("number", "With O(keep=some), of O(rules) or O(rules[].keep), see O(elsewhere)."),
        Option("keep", "What."),
    )
    rules = Option("rules", "Of O(other).", type="list", elements="dict", suboptions=inner)
    policy = Option("policy", "One.", type="dict", suboptions=(rules, Option("other", "Two.")))
    alone = documentation(policy.suboptions)
    assert alone["rules"]["description"] == ["Of O(other)."]
    assert alone["rules"]["suboptions"]["number"]["description"] == [
        "With O(rules[].keep=some), of O(rules) or O(rules[].keep), see C(elsewhere)."
    ]
    within = documentation([policy])["policy"]["suboptions"]["rules"]
    assert within["description"] == ["Of O(policy.other)."]
    assert within["suboptions"]["number"]["description"] == [
        "With O(policy.rules[].keep=some), of O(policy.rules) or O(policy.rules[].keep), see "
        "C(elsewhere)."
    ]


def test_an_option_gives_its_documentation() -> None:
    option = Option("state", ("One.", "Two."), default="present", choices=("present",), env=("A",))
    assert documentation([option]) == {
        "state": {
            "description": [
                "One.",
                "Two.",
                "If left out, the environment variable E(A) is used, where set.",
            ],
            "type": "str",
            "default": "present",
            "choices": ["present"],
        }
    }


def test_a_name_that_only_looks_secret_is_said_to_be_none() -> None:
    assert argument_spec([Option("key_file", "A path.", not_secret=True)])["key_file"] == {
        "type": "str",
        "no_log": False,
    }


def test_every_fault_is_found_with_its_path() -> None:
    params = {"users": [{"name": "root"}, {"name": "abc", "tags": ["ok", "wrong"]}]}
    assert list(faults([USERS], params)) == [
        "users[0].name is 'root', but it has at most 3 letters. Shorten it.",
        "users[1].tags[1] is 'wrong', but it has at most 3 letters. Shorten it.",
    ]


def test_a_secret_is_not_repeated_in_its_fault() -> None:
    found = list(faults([USERS], {"users": [{"name": "a", "password": "hunter2"}]}))
    assert found == ["users[0].password is set, but it has at most 3 letters. Shorten it."]


def test_what_is_left_out_has_no_fault() -> None:
    assert list(faults([USERS], {"users": None})) == []
    assert list(faults([USERS], {})) == []


def test_the_first_fault_is_the_message_and_all_are_listed() -> None:
    error = InputError(["one. Mend it.", "two. Mend it."])
    assert str(error) == "one. Mend it. (1 more in errors.)"
    assert error.errors == ("one. Mend it.", "two. Mend it.")


def test_a_credential_in_a_url_is_not_repeated() -> None:
    option = Option("url", "Where.", wrong=lambda value: "but it is wrong. Mend it.")
    (fault,) = faults([option], {"url": "https://root:123456@harbor.abc.com/"})
    assert fault == "url is 'https://********@harbor.abc.com/', but it is wrong. Mend it."
