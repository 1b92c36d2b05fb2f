#!/usr/bin/env python3
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make this checkout ready to develop and test in; what is there already is left alone."""

from __future__ import annotations

import sys

from toolchain import checkout, environment, interpreter


def main() -> int:
    python = interpreter.find()
    if python is None:
        print("No Python 3.11 to 3.14 with venv was found. Install python3 and python3-venv.")
        return 1
    environment.point(
        checkout.VENV, environment.make(checkout.ROOT / "tests" / "requirements.txt", python)
    )
    checkout.make_link_tree()
    return 0


if __name__ == "__main__":
    sys.exit(main())
