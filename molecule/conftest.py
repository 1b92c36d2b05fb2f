# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of a scenario run on every host of its lab, unless their module names others.

testinfra_hosts = ["ansible://registry"]    # a host or a group of the inventory
"""

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc):
    """Without a word testinfra would take this machine. --hosts is no way: it beats the module."""
    if not hasattr(metafunc.module, "testinfra_hosts"):
        metafunc.module.testinfra_hosts = ["ansible://all"]
