# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case

SECRET = "Planted-Alice-1"

CASE = harbor_case(
    "harbor_user",
    {
        "name": "alice",
        "email": "alice@example.com",
        "realname": "Alice Example",
        "comment": "releases",
        "password": SECRET,
    },
    change=(
        {"email": "a.example@example.com"},
        {"realname": "Alice Other"},
        {"comment": ""},
        {"sysadmin": True},
        {"password": "Planted-Alice-2"},
    ),
    one_way=(3,),
    wrong=(
        ({"name": "a,b"}, "name is 'a,b', but the name of a user has 1 to 255 bytes and none of"),
        ({"email": "a@b"}, "email is 'a@b', but an e-mail address looks like name@example.com"),
        ({"realname": ""}, "realname is '', but a real name has 1 to 255 bytes and none of"),
        ({"comment": "x" * 31}, "but a comment has at most 30 bytes. Shorten it."),
        ({"password": "planted-weak"}, "password is set, but Harbor wants 8 to 128 characters"),
        ({"password": None}, "password is missing, but user alice is not there yet"),
        ({"name": "admin", "sysadmin": False}, "user admin is the account of this task, and would"),
        ({"name": "admin", "state": "absent"}, "user admin is to be removed, but it is Harbor's"),
    ),
    secrets=(SECRET, "Planted-Alice-2", "planted-weak"),
)
