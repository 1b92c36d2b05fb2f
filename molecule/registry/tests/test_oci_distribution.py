# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of the plain program on loopback is asked of what the role has deployed."""

import pytest

from tests.e2e import test_oci_distribution as plain

# The same questions, under the same names: pytest finds them here once more.
globals().update({word: ask for word, ask in vars(plain).items() if word.startswith("test_")})
name = plain.name  # the fixture that gives each a repository of its own

testinfra_hosts = ["ansible://plain", "ansible://full"]


@pytest.fixture(scope="module")
def registry(host):
    """The registry of the host, asked over the lab's network."""
    values = host.ansible.get_variables()
    address = values["lab_address"]
    if values["inventory_hostname"] == "plain":
        return plain.deployed(f"http://{address}:5000", "root", "123456", deletes=False)
    ca = host.file("/srv/edge/tls/ca.crt").content_string
    return plain.deployed(f"https://{address}:5443", "root", "123456", ca, deletes=True)
