# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets a test template as the controller does: our plugins are found by their full names."""

from __future__ import annotations

import pathlib

from ansible.plugins.loader import init_plugin_loader
from ansible.utils.collection_loader import AnsibleCollectionConfig

TREE = pathlib.Path(__file__).resolve().parents[2] / "build" / "link"


def pytest_configure() -> None:
    if AnsibleCollectionConfig.collection_finder is None:
        init_plugin_loader([str(TREE)])
