# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of /configurations: their types, defaults and versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .versions import Version


@dataclass(frozen=True)
class Setting:
    default: Any
    since: str = "2.0"
    until: str = "999"
    hidden: bool = False  # a password that no answer shows

    def there(self, version: Version) -> bool:
        return self.since <= version < self.until


SETTINGS: dict[str, Setting] = {
    "audit_log_forward_endpoint": Setting("", "2.6"),
    "auth_mode": Setting("db_auth"),
    "banner_message": Setting("", "2.9"),
    "disabled_audit_log_event_types": Setting("", "2.13"),
    "email_from": Setting("admin <sample_admin@mydomain.com>", until="2.7"),
    "email_host": Setting("smtp.mydomain.com", until="2.7"),
    "email_identity": Setting("", until="2.7"),
    "email_insecure": Setting(False, until="2.7"),
    "email_password": Setting("", until="2.7", hidden=True),
    "email_port": Setting(25, until="2.7"),
    "email_ssl": Setting(False, until="2.7"),
    "email_username": Setting("sample_admin@mydomain.com", until="2.7"),
    "http_authproxy_admin_groups": Setting(""),
    "http_authproxy_admin_usernames": Setting(""),
    "http_authproxy_endpoint": Setting(""),
    "http_authproxy_server_certificate": Setting(""),
    "http_authproxy_skip_search": Setting(False),
    "http_authproxy_tokenreview_endpoint": Setting(""),
    "http_authproxy_verify_cert": Setting(True),
    "ldap_base_dn": Setting(""),
    "ldap_filter": Setting(""),
    "ldap_group_admin_dn": Setting(""),
    "ldap_group_attach_parallel": Setting(False, "2.11"),
    "ldap_group_attribute_name": Setting(""),
    "ldap_group_base_dn": Setting(""),
    "ldap_group_membership_attribute": Setting("memberof"),
    "ldap_group_search_filter": Setting(""),
    "ldap_group_search_scope": Setting(2),
    "ldap_scope": Setting(2),
    "ldap_search_dn": Setting(""),
    "ldap_search_password": Setting("", hidden=True),
    "ldap_timeout": Setting(5),
    "ldap_uid": Setting("cn"),
    "ldap_url": Setting(""),
    "ldap_verify_cert": Setting(True),
    "notification_enable": Setting(True),
    "oidc_admin_group": Setting(""),
    "oidc_auto_onboard": Setting(False),
    "oidc_client_id": Setting(""),
    "oidc_client_secret": Setting("", hidden=True),
    "oidc_endpoint": Setting(""),
    "oidc_extra_redirect_parms": Setting("{}"),
    "oidc_group_filter": Setting("", "2.7"),
    "oidc_groups_claim": Setting(""),
    "oidc_logout": Setting(False, "2.13"),
    "oidc_name": Setting(""),
    "oidc_scope": Setting(""),
    "oidc_user_claim": Setting(""),
    "oidc_verify_cert": Setting(True),
    "primary_auth_mode": Setting(False, "2.8"),
    "project_creation_restriction": Setting("everyone"),
    "quota_per_project_enable": Setting(True),
    "read_only": Setting(False),
    "robot_name_prefix": Setting("robot$"),
    "robot_token_duration": Setting(30),
    "scanner_skip_update_pulltime": Setting(False, "2.8"),
    "self_registration": Setting(False),
    "session_timeout": Setting(60, "2.7"),
    "skip_audit_log_database": Setting(False, "2.6"),
    "storage_per_project": Setting(-1),
    "token_expiration": Setting(30),
    "uaa_client_id": Setting(""),
    "uaa_client_secret": Setting(""),
    "uaa_endpoint": Setting(""),
    "uaa_verify_cert": Setting(False),
}
