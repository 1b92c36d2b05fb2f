# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab: container hosts with systemd, and where wanted a Docker engine, for tests and demo.

`python -m tests.lab --help` says what it does. Its rooms:

    definition   molecule/<scenario>/lab.yml, read and checked          (pure)
    subnet       which subnet a new lab may try                         (pure)
    inventory    a lab as an Ansible inventory                          (pure, but for `write`)
    owner        the run that a lab belongs to, and whether it lives
    place        the folders used, and the lock that guards them
    engine       the connection to the Docker engine
    images       base images, keyed by their content
    archives     registry.tar and demo-app.tar, keyed by theirs
    hosts        networks and containers: up, down, reboot
    sweep        what crashed runs left behind goes
"""
