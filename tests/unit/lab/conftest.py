# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab is the controller's: ansible-test's own environments have neither Docker's SDK nor it."""

import importlib.util

if not importlib.util.find_spec("docker") or not importlib.util.find_spec("yaml"):
    collect_ignore_glob = ["test_*.py"]
