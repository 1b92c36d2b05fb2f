# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Store a credential where the engine's client looks for it, once the registry has accepted it."""

from __future__ import annotations

from .._core.docker_config_json import LOGIN
from .file_job import FileJob

REGISTRY_LOGIN = FileJob(LOGIN)
