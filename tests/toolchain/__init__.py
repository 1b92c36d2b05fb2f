# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `make` runs: set-up and steps, in the standard library alone, on any Python from 3.9.

checkout      where things are; the two trees that Ansible's tools want
interpreter   which Python the venv is made with
environment   the venv, keyed by its content
packages      Debian packages that are missing
engine        a Docker engine, started if none answers
processes     processes told from later ones with the same id, and their end
steps         commands run one after another, each with a log of its own
tally         how many tests a log tells of, and the closing table          (pure)
docs_site     modules and roles as pages to browse
ansible_test  ansible-test without its download host
"""
