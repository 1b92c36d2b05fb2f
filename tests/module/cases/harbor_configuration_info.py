# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.twinstar.registry.plugins.module_utils._harbor.configuration import (
    CONFIGURATION,
)

from ..harbor import harbor_case

SHOWN = ("auth_mode", "read_only")

CASE = harbor_case(
    "harbor_configuration_info",
    {},
    reads=True,
    wrong=(({"timeout": 0}, "timeout is 0, but"),),
    varies=tuple(each.name for each in CONFIGURATION.fields if each.name not in SHOWN),
)
