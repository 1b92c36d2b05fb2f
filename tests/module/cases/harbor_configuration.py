# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.twinstar.registry.plugins.module_utils._harbor.configuration import (
    CONFIGURATION,
)

from ..harbor import harbor_case

SETTINGS = {
    "token_expiration": 60,
    "oidc_extra_redirect_parms": {"prompt": "login"},
    "ldap_scope": "onelevel",
    "oidc_admin_group": "harbor-admins",
}

CASE = harbor_case(
    "harbor_configuration",
    {
        **SETTINGS,
        "ldap_search_dn": "cn=harbor,dc=example,dc=com",
        "ldap_search_password": "planted-ldap-password",
        "uaa_client_secret": "planted-uaa-secret",
    },
    change=(
        {"token_expiration": 61},
        {"oidc_extra_redirect_parms": {}},
        {"ldap_scope": "base"},
        {"oidc_admin_group": ""},
        {"uaa_client_secret": "planted-other-secret"},
        {"ldap_search_dn": "cn=other,dc=example,dc=com"},
        {"ldap_verify_cert": False},
        {"disabled_audit_log_event_types": ["pull_artifact"]},
        {"banner_message": {"message": "Soon", "type": "info", "closable": True}},
        {"storage_per_project": "10GiB"},
    ),
    # What create does not say.
    one_way=(6, 7, 8, 9),
    absent=None,
    wrong=(
        ({"token_expiration": 0}, "token_expiration is 0, but it is 1 to 9999999999"),
        ({"robot_name_prefix": " r$ "}, "robot_name_prefix is ' r$ ', but the names of all robot"),
        ({"ldap_uid": ""}, "ldap_uid is '', but Harbor does not take an empty one"),
        ({"email_host": "mail"}, "email_host needs Harbor 2.6 or older, and this is"),
        ({"ldap_scope": "deep"}, "ldap_scope is 'deep', but Harbor knows base, onelevel and"),
        ({"ldap_search_password": "*****", "update_secret": "always"}, "ldap_search_password is"),
    ),
    secrets=("planted-ldap-password", "planted-uaa-secret", "planted-other-secret"),
    varies=tuple(each.name for each in CONFIGURATION.fields if each.name not in SETTINGS),
)
