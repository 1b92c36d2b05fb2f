# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case

CASE = harbor_case(
    "harbor_user_group",
    {"name": "operations", "type": "oidc"},
    change=({"name": "ops & more", "type": "http"},),
    one_way=(0,),
    wrong=(
        ({"type": "saml"}, "type is 'saml', but Harbor knows ldap, http and oidc"),
        ({"type": None}, "type is missing, but user group operations is not there yet"),
        ({"type": "ldap"}, "ldap_group_dn is missing, but the group is one of LDAP"),
        ({"ldap_group_dn": "cn=a,dc=b"}, "ldap_group_dn is 'cn=a,dc=b', but the group's type is"),
        ({"name": ""}, "name is '', but the name of a group has 1 to 255 characters"),
    ),
)
