# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An htpasswd file whose passwords are checked before the plan and hashed after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._core.htpasswd import HTPASSWD, awaited, checkable, with_hashes
from .bcrypt_hashes import hashed, verified
from .file_job import FileJob
from .files import mode_of


def _look(text: str | None, params: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "verified": verified(checkable(text, params)),
        "mode": mode_of(params["path"]),
    }


def _finish(text: str, params: Mapping[str, Any], proved: bool) -> str:
    passwords = {user["name"]: user["password"] for user in params["users"]}
    waiting = [(name, passwords[name]) for name in awaited(text) if name in passwords]
    return with_hashes(text, hashed(waiting, params["cost"]))


HTPASSWD_USERS = FileJob(HTPASSWD, look=_look, finish=_finish)
