# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets plain pytest find what Ansible finds: our plugins by full name, sibling collections.

And takes the clock out of hypothesis: a busy machine is no fault of a parser.
"""

from __future__ import annotations

import pathlib

import hypothesis

TREE = pathlib.Path(__file__).resolve().parents[2] / "build" / "link"


hypothesis.settings.register_profile(
    "no clock",
    parent=hypothesis.settings(),  # where CI is set, hypothesis tries the same examples each time
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)


def pytest_configure() -> None:
    hypothesis.settings.load_profile("no clock")
    try:
        from ansible.plugins.loader import init_plugin_loader
        from ansible.utils.collection_loader import AnsibleCollectionConfig
    except ImportError:
        return  # ansible-test on a managed host's Python offers ansible.module_utils only
    if AnsibleCollectionConfig.collection_finder is None:  # ansible-test installs its own
        init_plugin_loader([str(TREE)])
