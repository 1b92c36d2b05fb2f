# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A config.yml that the real registry has started with before it replaces a working one."""

from __future__ import annotations

from .._core.distribution_config import DISTRIBUTION_CONFIG
from .file_job import FileJob

REGISTRY_CONFIG = FileJob(DISTRIBUTION_CONFIG)
