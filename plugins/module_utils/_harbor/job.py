# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the jobs end that Harbor does for itself. It sees an end up to 30 seconds late."""

from __future__ import annotations

SUCCESS = "Success"
BAD = ("Error", "Failed", "Stopped")
FINAL = (SUCCESS, *BAD)
