# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Made by 'make docs'; edit the Options or the argument specs instead.

from __future__ import annotations


class ModuleDocFragment:
    DOCKER_DAEMON_CONFIG = r"""
options:
  path:
    description:
      - The engine's configuration file. It is made,
        with its directory, where it is not there yet.
    type: path
    default: /etc/docker/daemon.json
  insecure_registries:
    description:
      - 'Registries that the engine may ask without
        TLS or with a certificate that it does not know:
        V(HOST), V(HOST:PORT) or a network such as V(192.168.126.0/24).'
      - They are added to those that the file has; see
        O(exclusive). If left out, the file's list stays
        as it is.
    type: list
    elements: str
  registry_mirrors:
    description:
      - URLs that the engine asks first for images of
        the public hub.
      - They are added behind those that the file has;
        see O(exclusive). If left out, the file's list
        stays as it is.
    type: list
    elements: str
  absent_insecure_registries:
    description:
      - Registries that the engine shall no longer ask
        without TLS. The list loses them in the same
        call, and so in one reload, that adds O(insecure_registries).
    type: list
    elements: str
  absent_registry_mirrors:
    description:
      - Mirrors that the engine shall no longer ask,
        likewise.
    type: list
    elements: str
  options:
    description:
      - 'Any other key of the file, with the engine''s
        own names: C(data-root), C(log-opts), C(live-restore)
        and so on.'
      - 'Dictionaries are merged at every level: a member
        that is not named stays. Lists are set exactly
        as given; see O(additive).'
      - A key that the engine does not know is refused,
        and so is a value that it would refuse. If left
        out, the other keys stay as they are.
      - 'With O(state=absent), what is named is taken
        away: of a list the given items, of a dictionary
        the given members, else the key. V(null) takes
        away the key whole.'
      - Passwords in URLs and values whose names tell
        that they are secret are masked wherever this
        module shows them, and a new file that holds
        some has mode V(0600).
      - 'But Ansible notes a task''s options in the
        log of the managed host before the module can
        say what in a dictionary is secret. So a task
        whose O(options) hold a password or the token
        of a log driver should have C(no_log: true).'
    type: dict
  exclusive:
    description:
      - 'Which of the two lists hold exactly what is
        given: entries that are not given go.'
    type: list
    elements: str
    default: []
    choices:
      - insecure_registries
      - registry_mirrors
  additive:
    description:
      - 'Keys of O(options) with lists to which the
        given items are added, instead of being all
        that the list holds: C(labels), for instance.'
    type: list
    elements: str
    default: []
  state:
    description:
      - Whether what is named is in the file. V(absent)
        leaves an empty list where it took the last
        entry, since an engine that reloads keeps what
        it does not find.
    type: str
    default: present
    choices:
      - present
      - absent
  strip_comments:
    description:
      - Whether comments (C(//), C(/* */), C(#)) are
        removed from a file that has some; a copy is
        kept then, whatever O(backup) says. If V(false),
        such a file is refused, since the engine does
        not read it.
    type: bool
    default: false
  restart:
    description:
      - Whether a running engine may be restarted so
        that it loads the file.
      - V(when_needed) restarts it where a reload does
        not load the change, V(always) with any change.
        V(never) reloads what can be reloaded and reports
        what is still due in RV(docker_daemon_config.restart_due).
      - A stopped engine is never started.
    type: str
    default: when_needed
    choices:
      - never
      - when_needed
      - always
  service:
    description:
      - The engine's unit. Where there is no such unit,
        the process of the engine at O(docker_host)
        is sent the signal to reload, and restarts are
        left to you.
    type: str
    default: docker
  docker_host:
    description:
      - Where the engine that reads the file answers.
      - If left out, the environment variable E(DOCKER_HOST)
        is used, where set.
    type: str
    default: unix:///var/run/docker.sock
  timeout:
    description:
      - How many seconds to wait for each answer of
        the engine, and for it to show that it has loaded
        the file.
    type: int
    default: 60
  backup:
    description:
      - Whether to keep a copy of the file, with a time
        stamp in its name, before it is changed.
    type: bool
    default: false
"""

    DOCKER_REGISTRY_CHECK = r"""
options:
  registries:
    description:
      - The registries to try, each as an engine with
        these credentials would.
    type: list
    elements: dict
    required: true
    suboptions:
      registry:
        description:
          - 'The registry as it is named in images:
            V(host) or V(host:port).'
        type: str
        required: true
      username:
        description:
          - The user to log in as. Without one, it is
            enough that the registry answers the engine.
        type: str
      password:
        description:
          - The password of the user.
        type: str
  docker_host:
    description:
      - 'Where the engine answers: V(unix://) and a
        path, or V(tcp://) and an address without TLS.'
      - If left out, the environment variable E(DOCKER_HOST)
        is used, where set.
    type: str
    default: unix:///var/run/docker.sock
  timeout:
    description:
      - Seconds within which the engine must answer
        for each registry.
    type: int
    default: 60
"""

    HARBOR_ADMIN_PASSWORD = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  harbor_username:
    description:
      - The account, which Harbor itself must keep.
    type: str
    default: admin
  harbor_password:
    description:
      - 'The password that the account shall have: 8
        to 128 characters with a capital letter, a small
        letter and a digit.'
    type: str
    required: true
  harbor_yml:
    description:
      - A harbor.yml on the managed host, whose C(harbor_admin_password)
        is tried where O(harbor_password) is refused.
        A file that is not there is none.
    type: path
  previous:
    description:
      - Passwords that the account may have now. They
        are tried in this order, after that of O(harbor_yml).
    type: list
    elements: str
"""

    HARBOR_ARTIFACT = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  project:
    description:
      - Name of the project that the artifact is in.
    type: str
    required: true
  repository:
    description:
      - Name of the repository within its project, such
        as V(app/web). A copy makes it if it is not
        there.
    type: str
    required: true
  reference:
    description:
      - 'Which artifact of the repository is meant,
        where it is there already: a tag or a digest.
        With O(state=absent), a tag is refused if the
        artifact has others, since they would go with
        it; a digest says that all of it is to go.'
    type: str
  copy_from:
    description:
      - 'The artifact that is to be in the repository,
        as C(project/repository:tag) or C(project/repository@digest)
        in the same Harbor. It is copied if the repository
        does not have its digest, with what belongs
        to it: the images of an index, signatures and
        the like.'
    type: str
  tags:
    description:
      - Tags that the artifact has in this repository.
        Others that it has stay, unless O(exclusive)
        has V(tags). If left out, a copy gets the tag
        that O(copy_from) names, and an artifact that
        is there keeps its tags.
    type: list
    elements: str
  move_tags:
    description:
      - 'Whether tags may be taken off other artifacts
        of this repository: for good, if they are in
        O(tags); for a moment, if a copy takes them
        along unasked, for Harbor moves these, too,
        and they are put back afterwards. When it is
        V(false) the task fails instead, before anything
        is copied.'
    type: bool
    default: false
  labels:
    description:
      - Names of labels that the artifact has, of the
        project, or else of the whole Harbor. Others
        that it has stay, unless O(exclusive) has V(labels).
    type: list
    elements: str
  exclusive:
    description:
      - 'Of what the artifact has nothing but what is
        listed: V(tags), V(labels) or both.'
    type: list
    elements: str
    default: []
    choices:
      - tags
      - labels
  state:
    description:
      - Whether the artifact exists.
    type: str
    default: present
    choices:
      - present
      - absent
"""

    HARBOR_ARTIFACT_INFO = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  project:
    description:
      - Name of the project.
    type: str
    required: true
  repository:
    description:
      - Name of the repository within the project, such
        as V(app/web). If left out, the artifacts of
        all repositories of the project are listed.
    type: str
  reference:
    description:
      - 'Only the artifact with this tag or digest,
        which may also be one that is not listed otherwise:
        an image of an index, or a signature. None is
        an empty list.'
    type: str
  tag:
    description:
      - Only artifacts with this very tag.
    type: str
  tagged:
    description:
      - Whether only artifacts with a tag are listed,
        or only those without. If left out, both are.
    type: bool
  labels:
    description:
      - Only artifacts with all of these labels.
    type: list
    elements: str
  type:
    description:
      - 'Only artifacts of this type, as Harbor names
        it: V(IMAGE), V(CHART), V(CNAB) and others,
        by what made them.'
    type: str
  accessories:
    description:
      - Whether signatures and the like are listed with
        each artifact, in C(accessories).
    type: bool
    default: false
  scan_overview:
    description:
      - Whether the end of the last scan for vulnerabilities
        comes with each artifact, in C(scan_overview);
        it is null for one that was not scanned.
    type: bool
    default: false
  sbom_overview:
    description:
      - Whether what is known of its software bill of
        materials comes with each artifact, in C(sbom_overview).
        Needs Harbor 2.11 or newer.
    type: bool
    default: false
"""

    HARBOR_AUDIT_LOG_INFO = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  project:
    description:
      - Only what was done in this project. If left
        out, in all of Harbor.
    type: str
  username:
    description:
      - Only what this user or robot account did, by
        its full name.
    type: str
  operation:
    description:
      - Only this operation, such as V(create), V(delete)
        or V(pull).
    type: str
  resource_type:
    description:
      - Only what was done to this kind of thing, such
        as V(artifact).
    type: str
  resource:
    description:
      - Only what was done to this, such as V(test/nginx:1.27).
    type: str
  since:
    description:
      - 'Only what was done at this time or later: C(2027-01-31)
        or C(2027-01-31T12:00:00Z).'
    type: str
  until:
    description:
      - Only what was done at this time or earlier.
    type: str
  limit:
    description:
      - At most so many, the newest ones.
    type: int
    default: 100
"""

    HARBOR_BACKUP = r"""
options:
  path:
    description:
      - The folder of the unpacked installer, such as
        C(/opt/harbor/2.13.5/harbor). The name of the
        folder is the name of the Compose project.
    type: path
    required: true
  dest:
    description:
      - The folder of the backups, each a folder in
        it. It is made for root alone, and nothing else
        should lie there.
    type: path
    required: true
  name:
    description:
      - The name of this backup. One that is there and
        whole is left alone. If left out, it is the
        version and the time, such as V(2.13.5-20261129T201500Z).
    type: str
  images:
    description:
      - Whether the blobs of the images are copied too.
        Where they are in an object storage, it is only
        noted which.
    type: bool
    default: true
  certificates:
    description:
      - Whether the folders C(ca), C(tls), C(internal-ca)
        and C(internal-tls) beside O(secrets_path) are
        copied too, in which the role P(twinstar.registry.harbor#role)
        keeps what it has made, its CA's key included.
        They come back with a restore.
    type: bool
    default: false
  keep:
    description:
      - How many backups of this Harbor stay in O(dest).
        Older ones are removed when this one is whole.
        If left out, all stay.
    type: int
  secrets_path:
    description:
      - The file that M(twinstar.registry.harbor_prepare)
        keeps secrets in. If left out, it is C(secrets.json)
        two folders above O(path).
    type: path
  database_ca:
    description:
      - Certificates of the authorities that an external
        database is trusted by, as a file on the managed
        host. It is read where C(ssl_mode) asks for
        it. If left out, it is the host's own.
    type: path
  database_image:
    description:
      - The image whose C(psql), C(pg_dump) and C(pg_restore)
        work on an external database. They must not
        be older than its server. If left out, it is
        C(harbor-db) of Harbor's version.
    type: str
  docker_host:
    description:
      - Where the Docker engine answers.
      - If left out, the environment variable E(DOCKER_HOST)
        is used, where set.
    type: str
    default: unix:///var/run/docker.sock
  timeout:
    description:
      - Seconds that the dump or the restore of one
        database may take, and that another task of
        this collection is waited for that is at work
        on the same Harbor.
    type: int
    default: 3600
"""

    HARBOR_BUNDLE = r"""
options:
  version:
    description:
      - The version of Harbor, without a V(v).
    type: str
    required: true
  src:
    description:
      - The archive of the offline or online installer,
        on the managed host. It is needed only while
        O(version) is not unpacked yet.
    type: path
  checksum:
    description:
      - What O(src) must be, as V(sha256:…); it is looked
        at before anything is unpacked.
    type: str
  signature:
    description:
      - A detached signature of O(src), on the managed
        host. It is checked with gpgv before anything
        is unpacked.
    type: path
  keyring:
    description:
      - The public keys that O(signature) may be of,
        as gpgv reads them.
    type: path
  dest:
    description:
      - The folder with one folder a version; the installer
        lies in C(<version>/harbor) there.
    type: path
    default: /opt/harbor
  state:
    description:
      - V(present) unpacks the installer and loads its
        images. V(absent) removes both; a version that
        the link C(current) in O(dest) points to stays,
        and is named.
    type: str
    default: present
    choices:
      - present
      - absent
  docker_host:
    description:
      - Where the Docker engine answers.
      - If left out, the environment variable E(DOCKER_HOST)
        is used, where set.
    type: str
    default: unix:///var/run/docker.sock
  timeout:
    description:
      - Seconds that loading or pulling the images may
        take, and that another task of this collection
        is waited for that is at work in O(dest).
    type: int
    default: 1800
"""

    HARBOR_CONFIGURATION = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  auth_mode:
    description:
      - 'Where users come from: V(db_auth) is Harbor''s
        own database, V(ldap_auth) a directory, V(oidc_auth)
        an OpenID Connect provider, V(http_auth) a proxy,
        V(uaa_auth) Cloud Foundry.'
      - It can be changed only as long as there is no
        user besides C(admin).
      - Harbor knows V(db_auth), V(ldap_auth), V(oidc_auth),
        V(http_auth) and V(uaa_auth).
    type: str
  primary_auth_mode:
    description:
      - Whether the login page goes straight to the
        provider of O(auth_mode).
      - Needs Harbor 2.8 or newer.
    type: bool
  self_registration:
    description:
      - Whether people may sign up on the login page.
    type: bool
  project_creation_restriction:
    description:
      - Who may create projects.
      - Harbor knows V(everyone) and V(adminonly).
    type: str
  read_only:
    description:
      - Whether nothing can be pushed, created, changed
        or removed. M(twinstar.registry.harbor_read_only)
        switches just this.
    type: bool
  token_expiration:
    description:
      - Minutes for which a token to pull or push is
        good.
    type: int
  session_timeout:
    description:
      - Minutes after which a login on Harbor's pages
        ends.
      - Needs Harbor 2.7 or newer.
    type: int
  robot_token_duration:
    description:
      - Days for which a new robot account is good if
        nothing else is said.
    type: int
  robot_name_prefix:
    description:
      - What the names of robot accounts begin with,
        C(robot$) in a new Harbor.
      - Another one renames every robot account there
        is, also for its login.
    type: str
  notification_enable:
    description:
      - Whether webhooks are sent at all.
    type: bool
  quota_per_project_enable:
    description:
      - Whether projects have storage limits. A project
        that is created while it is off never gets one.
    type: bool
  storage_per_project:
    description:
      - 'The storage limit of new projects: bytes, an
        amount such as V(10GiB), or V(unlimited).'
    type: str
  scanner_skip_update_pulltime:
    description:
      - Whether a scan does not count as a pull in the
        time of the last pull.
      - Needs Harbor 2.8 or newer.
    type: bool
  banner_message:
    description:
      - 'A message on top of Harbor''s pages: a dictionary
        with C(message), C(type) (V(success), V(info),
        V(warning) or V(danger)), C(closable) (a boolean),
        and, to show it for some time only, C(fromDate)
        and C(toDate). An empty text takes it away.'
      - Harbor keeps any text; its pages show such a
        dictionary only.
      - Needs Harbor 2.9 or newer.
    type: raw
  audit_log_forward_endpoint:
    description:
      - Host and TCP port of a syslog server that audit
        logs are sent to, as in V(syslog.example.com:514);
        an empty text sends none.
      - 'Harbor tries it at once, and refuses what it
        does not reach. A Harbor that was given its
        first one by other means may report and use
        it in spite of having refused it: to write an
        empty text once mends that.'
      - Needs Harbor 2.6 or newer.
    type: str
  skip_audit_log_database:
    description:
      - Whether audit logs are only forwarded and not
        kept, which needs O(audit_log_forward_endpoint).
      - Needs Harbor 2.6 or newer.
    type: bool
  disabled_audit_log_event_types:
    description:
      - Events that no audit log is kept of, such as
        V(pull_artifact); these and no others.
      - Needs Harbor 2.13 or newer.
    type: list
    elements: str
  ldap_url:
    description:
      - Address of the directory, as V(ldaps://ldap.example.com).
    type: str
  ldap_base_dn:
    description:
      - Where users are looked for, such as V(ou=people,dc=example,dc=com).
    type: str
  ldap_uid:
    description:
      - Attribute that has the user name, V(cn) in a
        new Harbor.
    type: str
  ldap_filter:
    description:
      - Filter that users must meet, such as V((objectClass=person)).
    type: str
  ldap_scope:
    description:
      - How deep below O(ldap_base_dn) users are looked
        for.
      - Harbor knows V(base), V(onelevel) and V(subtree).
    type: str
  ldap_search_dn:
    description:
      - DN as which Harbor looks for users; empty is
        anonymously.
    type: str
  ldap_search_password:
    description:
      - Password of O(ldap_search_dn).
      - See O(update_secret) for when it is written;
        an empty text takes it away.
    type: str
  ldap_timeout:
    description:
      - Seconds to wait for the directory.
    type: int
  ldap_verify_cert:
    description:
      - Whether the certificate of the directory is
        verified.
    type: bool
  ldap_group_base_dn:
    description:
      - Where groups are looked for.
    type: str
  ldap_group_search_filter:
    description:
      - Filter that groups must meet.
    type: str
  ldap_group_attribute_name:
    description:
      - Attribute that has the name of a group, such
        as V(cn).
    type: str
  ldap_group_search_scope:
    description:
      - How deep below O(ldap_group_base_dn) groups
        are looked for.
      - Harbor knows V(base), V(onelevel) and V(subtree).
    type: str
  ldap_group_admin_dn:
    description:
      - DN of the group whose members administer Harbor.
    type: str
  ldap_group_membership_attribute:
    description:
      - Attribute of a user that has the DNs of the
        user's groups, C(memberof) in a new Harbor.
    type: str
  ldap_group_attach_parallel:
    description:
      - Whether the groups of a user are looked up side
        by side at a login.
      - Needs Harbor 2.12 or newer.
    type: bool
  oidc_name:
    description:
      - Name of the OpenID Connect provider, as the
        login page shows it.
    type: str
  oidc_endpoint:
    description:
      - Address of the provider.
    type: str
  oidc_client_id:
    description:
      - Name of Harbor at the provider.
    type: str
  oidc_client_secret:
    description:
      - Secret of Harbor at the provider.
      - See O(update_secret) for when it is written;
        an empty text takes it away.
    type: str
  oidc_scope:
    description:
      - What Harbor asks the provider for, with commas
        between, as V(openid,profile,email).
    type: str
  oidc_user_claim:
    description:
      - Claim that has the user name.
    type: str
  oidc_groups_claim:
    description:
      - Claim that has the names of the user's groups.
    type: str
  oidc_admin_group:
    description:
      - Name of the group whose members administer Harbor.
    type: str
  oidc_group_filter:
    description:
      - Regular expression that names of groups must
        match to be taken over.
      - Needs Harbor 2.7 or newer.
    type: str
  oidc_verify_cert:
    description:
      - Whether the certificate of the provider is verified.
    type: bool
  oidc_auto_onboard:
    description:
      - Whether users get the name of O(oidc_user_claim)
        without being asked.
    type: bool
  oidc_logout:
    description:
      - Whether logging out of Harbor ends the provider's
        session.
      - Needs Harbor 2.13 or newer.
    type: bool
  oidc_extra_redirect_parms:
    description:
      - Parameters to add when a user is sent to the
        provider; these and no others.
    type: dict
  http_authproxy_endpoint:
    description:
      - Address that logins are sent to.
    type: str
  http_authproxy_tokenreview_endpoint:
    description:
      - Address at which tokens are verified.
    type: str
  http_authproxy_admin_groups:
    description:
      - Groups whose members administer Harbor, with
        commas between.
    type: str
  http_authproxy_admin_usernames:
    description:
      - Users who administer Harbor, with commas between.
    type: str
  http_authproxy_verify_cert:
    description:
      - Whether the certificate of the proxy is verified.
    type: bool
  http_authproxy_skip_search:
    description:
      - Whether users and groups that Harbor does not
        know are taken over unasked.
    type: bool
  http_authproxy_server_certificate:
    description:
      - Certificate that the proxy must have, in PEM.
    type: str
  uaa_endpoint:
    description:
      - Address of the UAA.
    type: str
  uaa_client_id:
    description:
      - Name of Harbor at the UAA.
    type: str
  uaa_client_secret:
    description:
      - Secret of Harbor at the UAA.
    type: str
  uaa_verify_cert:
    description:
      - Whether the certificate of the UAA is verified.
    type: bool
  email_host:
    description:
      - Host of the mail server.
      - Harbor 2.6 is the last that has it.
    type: str
  email_port:
    description:
      - Port of the mail server.
      - Harbor 2.6 is the last that has it.
    type: int
  email_username:
    description:
      - User to log in as at the mail server.
      - Harbor 2.6 is the last that has it.
    type: str
  email_password:
    description:
      - Password of O(email_username).
      - See O(update_secret) for when it is written;
        an empty text takes it away.
      - Harbor 2.6 is the last that has it.
    type: str
  email_from:
    description:
      - Sender of Harbor's mails.
      - Harbor 2.6 is the last that has it.
    type: str
  email_identity:
    description:
      - Identity for the login at the mail server.
      - Harbor 2.6 is the last that has it.
    type: str
  email_ssl:
    description:
      - Whether the mail server is asked over TLS from
        the start.
      - Harbor 2.6 is the last that has it.
    type: bool
  email_insecure:
    description:
      - Whether its certificate is not verified.
      - Harbor 2.6 is the last that has it.
    type: bool
  update_secret:
    description:
      - 'When O(ldap_search_password), O(oidc_client_secret)
        and O(email_password) are written, since Harbor
        never shows them: with V(on_create) together
        with another address or user that they are for,
        with V(always) at every run, which is a change
        then.'
    type: str
    default: on_create
    choices:
      - on_create
      - always
"""

    HARBOR_CONFIGURATION_INFO = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
"""

    HARBOR_CONNECTION_TEST = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  ldap:
    description:
      - The directory to test. What is left out is as
        Harbor has it configured, so C({}) tests the
        configuration.
    type: dict
    suboptions:
      url:
        description:
          - Its address.
        type: str
      base_dn:
        description:
          - Where users are looked for.
        type: str
      search_dn:
        description:
          - Who looks for them.
        type: str
      search_password:
        description:
          - The password of O(ldap.search_dn).
        type: str
      filter:
        description:
          - Which entries are users.
        type: str
      uid:
        description:
          - The attribute that a user name is looked
            for in.
        type: str
      scope:
        description:
          - How deep it is looked.
        type: str
        choices:
          - base
          - onelevel
          - subtree
      verify_certs:
        description:
          - Whether Harbor verifies the certificate
            there.
        type: bool
  oidc:
    description:
      - The OIDC provider to test.
    type: dict
    suboptions:
      url:
        description:
          - Its address, below which C(/.well-known/openid-configuration)
            is.
        type: str
        required: true
      verify_certs:
        description:
          - Whether Harbor verifies the certificate
            there.
        type: bool
        default: true
  registry:
    description:
      - The registry to test, a stored one by its name,
        or any other.
    type: dict
    suboptions:
      name:
        description:
          - Name of a registry that Harbor has.
        type: str
      type:
        description:
          - What serves there, as in the module harbor_registry.
        type: str
      url:
        description:
          - Its address.
        type: str
      credential_type:
        description:
          - How Harbor logs in there.
        type: str
        choices:
          - basic
          - oauth
          - secret
      access_key:
        description:
          - The user or key to log in with.
        type: str
      access_secret:
        description:
          - The password or secret of O(registry.access_key).
        type: str
      ca_certificate:
        description:
          - The certificate (PEM, the text itself) of
            the authority that its own is from. Needs
            Harbor 2.15 or newer.
        type: str
      verify_certs:
        description:
          - Whether Harbor verifies the certificate
            there.
        type: bool
        default: true
"""

    HARBOR_CVE_ALLOWLIST = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  cves:
    description:
      - The CVEs that projects pass over which use Harbor's
        own list; these and no others. An empty list
        passes over none.
    type: list
    elements: str
  expires_at:
    description:
      - 'Until when the list counts: C(2027-01-31),
        C(2027-01-31T12:00:00Z), seconds since 1970,
        or V(never).'
    type: str
"""

    HARBOR_EXPORT = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  include:
    description:
      - The lists to write. If left out, all of them
        are.
    type: list
    elements: str
    choices:
      - configuration
      - cve_allowlist
      - registries
      - users
      - user_groups
      - labels
      - scanners
      - preheat_instances
      - projects
      - robot_accounts
      - replication_policies
      - garbage_collection
      - purge_audit_log
      - scan_all_schedule
  projects:
    description:
      - Only the projects of these names. If left out,
        all of them are written.
    type: list
    elements: str
"""

    HARBOR_GARBAGE_COLLECTION = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  schedule:
    description:
      - 'How often it is done: V(hourly), V(daily) (at
        midnight), V(weekly) (at midnight before Sunday),
        V(custom) as O(cron) says, or V(none), never.'
      - Times are those of Harbor's host, usually UTC.
      - Harbor knows V(none), V(hourly), V(daily), V(weekly)
        and V(custom).
    type: str
  cron:
    description:
      - 'When O(schedule=custom) is: six fields: second
        (always C(0)), minute, hour, day of the month,
        month and day of the week, as in V(0 30 2 *
        * *) for half past two every night. Times are
        those of Harbor''s host, usually UTC. Alone,
        it makes O(schedule) V(custom).'
    type: str
  delete_untagged:
    description:
      - Whether artifacts without a tag are deleted,
        too.
    type: bool
  workers:
    description:
      - 'How many deletions run side by side: 1 to 10,
        up to 5 before Harbor 2.13.'
      - Needs Harbor 2.9 or newer.
    type: int
  delete_tag:
    description:
      - Whether what the storage keeps of deleted tags
        is removed, too.
      - Needs Harbor 2.15 or newer.
    type: bool
"""

    HARBOR_GARBAGE_COLLECTION_RUN = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  dry_run:
    description:
      - Whether it is only counted what would be removed.
    type: bool
    default: false
  delete_untagged:
    description:
      - Whether artifacts without a tag are deleted,
        too.
    type: bool
  workers:
    description:
      - 'How many deletions run side by side: 1 to 10,
        up to 5 before Harbor 2.13.'
      - Needs Harbor 2.9 or newer.
    type: int
  delete_tag:
    description:
      - Whether what the storage keeps of deleted tags
        is removed, too.
      - Needs Harbor 2.15 or newer.
    type: bool
  wait:
    description:
      - Whether the task waits for the end, and fails
        when it is a bad one.
    type: bool
    default: true
  wait_timeout:
    description:
      - Seconds to wait at most; what was begun goes
        on in Harbor after that.
    type: int
    default: 600
"""

    HARBOR_IMMUTABLE_TAG_RULE = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  project:
    description:
      - Name of the project that the immutable tag rule
        is in.
    type: str
    required: true
  repositories:
    description:
      - A pattern of names of repositories, without
        the project. C(*) stands for anything but a
        slash, C(**) for anything, C({a,b}) for one
        of several.
    type: str
    default: '**'
  repositories_excluded:
    description:
      - Whether it is about all repositories but those
        that match O(repositories).
    type: bool
    default: false
  tags:
    description:
      - A pattern of tags. C(*) stands for anything
        but a slash, C(**) for anything, C({a,b}) for
        one of several.
    type: str
    default: '**'
  tags_excluded:
    description:
      - Whether it is about all tags but those that
        match O(tags).
    type: bool
    default: false
  disabled:
    description:
      - Whether the rule is there, and does nothing.
    type: bool
  state:
    description:
      - Whether the immutable tag rule exists.
    type: str
    default: present
    choices:
      - present
      - absent
"""

    HARBOR_INFO = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
"""

    HARBOR_JOB_QUEUE = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  job_type:
    description:
      - The kind of job whose queue it is, such as V(REPLICATION),
        or V(all). M(twinstar.registry.harbor_job_queue_info)
        lists them.
    type: str
    required: true
  action:
    description:
      - With V(pause) no job of the kind is begun any
        more, with V(resume) they are again; what runs
        already goes on.
      - With V(stop) the jobs that wait are dropped,
        and new ones are taken.
    type: str
    required: true
    choices:
      - pause
      - resume
      - stop
"""

    HARBOR_JOB_QUEUE_INFO = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  job_type:
    description:
      - Only the queue of this kind of job, such as
        V(REPLICATION); none is an empty list. If left
        out, all are listed.
    type: str
"""

    HARBOR_LABEL = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  project:
    description:
      - Name of the project that the label is in. If
        left out, it is a label of the whole Harbor.
    type: str
  name:
    description:
      - Name of the label.
    type: str
    required: true
  description:
    description:
      - What the label is for.
    type: str
  color:
    description:
      - Colour of the label, as C(#rrggbb).
    type: str
  state:
    description:
      - Whether the label exists.
    type: str
    default: present
    choices:
      - present
      - absent
"""

    HARBOR_LABEL_INFO = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  project:
    description:
      - Name of the project that the label is in. If
        left out, it is a label of the whole Harbor.
    type: str
  name:
    description:
      - Only the label of this name; none is an empty
        list. If left out, all labels are listed.
    type: str
"""

    HARBOR_LDAP_IMPORT = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  users:
    description:
      - Names of the users in LDAP, as their C(ldap_uid)
        attribute has them. Those that Harbor knows
        already are left as they are.
    type: list
    elements: str
    required: true
"""

    HARBOR_PERMISSION_INFO = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
"""

    HARBOR_PREFLIGHT = r"""
options:
  version:
    description:
      - Version of Harbor that is going to be on the
        host, such as V(2.13.5).
    type: str
    required: true
  hostname:
    description:
      - Name or IPv4 address under which clients reach
        Harbor. If left out, names are not looked up.
    type: str
  install_dir:
    description:
      - Folder in which the installers are, a folder
        for each version.
    type: path
    default: /opt/harbor
  data_volume:
    description:
      - Folder with Harbor's data.
    type: path
    default: /data
  http_port:
    description:
      - Port for HTTP.
    type: int
    default: 80
  https_port:
    description:
      - Port for HTTPS. If left out, there is none.
    type: int
  metric_port:
    description:
      - Port for metrics. If left out, there is none.
    type: int
  memory_mib:
    description:
      - Memory in MiB below which there is a warning.
        The default is the 4 GB of Harbor's documents,
        less what firmware and kernel keep.
    type: int
    default: 3700
  free_gib:
    description:
      - GiB that must be free for the data, or there
        is a warning. The default is that of Harbor's
        documents.
    type: float
    default: 40
  engine:
    description:
      - Whether engine and Compose must be on the host
        already, or will be installed.
    type: str
    default: installed
    choices:
      - installed
      - wanted
  docker_socket:
    description:
      - The engine's socket.
    type: path
    default: /var/run/docker.sock
  fail:
    description:
      - Whether a host that is not fit fails the task,
        with every failure at once. Otherwise the verdict
        says V(failure).
    type: bool
    default: false
"""

    HARBOR_PREHEAT_INSTANCE = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  name:
    description:
      - Name of the instance.
    type: str
    required: true
  description:
    description:
      - What it is for.
    type: str
  vendor:
    description:
      - What serves there.
      - Harbor knows V(dragonfly) and V(kraken).
      - It is set when the object is created, and cannot
        be changed.
    type: str
  endpoint:
    description:
      - Address of its API. It is not asked when the
        instance is created; no two instances may have
        the same one.
    type: str
  auth_mode:
    description:
      - How Harbor logs in there. A new instance has
        V(none).
      - Harbor knows V(none), V(basic), V(oauth) and
        V(custom).
    type: str
  auth_info:
    description:
      - 'What it logs in with: for V(basic) the user
        and its password as one entry, for V(oauth)
        C(token), for V(custom) the name of a header
        and its value.'
    type: dict
  enabled:
    description:
      - Whether it may be used. A new instance may;
        one that a preheat policy uses cannot be disabled.
    type: bool
  default:
    description:
      - Whether it is the one that new policies are
        offered first. V(true) takes it from all others.
    type: bool
  insecure:
    description:
      - Whether its certificate is not verified.
    type: bool
  update_secret:
    description:
      - 'When O(auth_info) is written to an instance
        that exists already, where Harbor does not show
        the stored one (2.15.2 and newer): with another
        O(endpoint) or O(auth_mode) only, or at every
        run, which is a change then. Older ones show
        it, and it is compared.'
    type: str
    default: on_create
    choices:
      - on_create
      - always
  state:
    description:
      - Whether the preheat instance exists.
    type: str
    default: present
    choices:
      - present
      - absent
"""

    HARBOR_PREHEAT_POLICY = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  project:
    description:
      - Name of the project that the preheat policy
        is in.
    type: str
    required: true
  name:
    description:
      - Name of the policy.
    type: str
    required: true
  description:
    description:
      - What it is for.
    type: str
  instance:
    description:
      - Name of the preheat instance that images are
        sent to.
    type: str
  enabled:
    description:
      - Whether it does anything. A new policy does.
    type: bool
  filters:
    description:
      - 'What is sent: images that meet all of these.
        Without any, all of the project''s.'
    type: dict
    suboptions:
      repositories:
        description:
          - A pattern of names of repositories, without
            the project. C(*) stands for anything but
            a slash, C(**) for anything, C({a,b}) for
            one of several.
        type: str
      tags:
        description:
          - A pattern of tags. C(*) stands for anything
            but a slash, C(**) for anything, C({a,b})
            for one of several.
        type: str
      labels:
        description:
          - Labels that an image must have, all of them.
        type: list
        elements: str
      signed:
        description:
          - Whether only signed images are sent.
        type: bool
      severity_below:
        description:
          - Only images whose vulnerabilities are all
            less severe. Newer versions go by what the
            project says of vulnerabilities.
          - Harbor knows V(none), V(low), V(medium),
            V(high) and V(critical).
          - Harbor 2.14 is the last that has it.
        type: str
  trigger:
    description:
      - 'When: V(manual), by M(twinstar.registry.harbor_preheat_run)
        or in Harbor''s pages; V(scheduled), as O(cron)
        says; or V(event_based), when an image is pushed,
        scanned or labelled. A new policy is V(manual).'
      - Harbor knows V(manual), V(scheduled) and V(event_based).
    type: str
  cron:
    description:
      - 'When O(trigger=scheduled) is: six fields: second
        (always C(0)), minute, hour, day of the month,
        month and day of the week, as in V(0 30 2 *
        * *) for half past two every night. Times are
        those of Harbor''s host, usually UTC. Alone,
        it makes O(trigger) V(scheduled).'
    type: str
  extra_attrs:
    description:
      - 'What the vendor wants to know besides; these
        and no others. For Dragonfly: C(scope), one
        of V(single_seed_peer), V(all_seed_peers), V(all_peers),
        and C(cluster_ids), a list of numbers.'
      - Needs Harbor 2.13 or newer.
    type: dict
  state:
    description:
      - Whether the preheat policy exists.
    type: str
    default: present
    choices:
      - present
      - absent
"""

    HARBOR_PREHEAT_RUN = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  project:
    description:
      - Name of the project that the policy is in.
    type: str
    required: true
  policy:
    description:
      - Name of the preheat policy to run.
    type: str
    required: true
  wait:
    description:
      - Whether the task waits for the end, and fails
        when it is a bad one.
    type: bool
    default: true
  wait_timeout:
    description:
      - Seconds to wait at most; what was begun goes
        on in Harbor after that.
    type: int
    default: 600
"""

    HARBOR_PREPARE = r"""
options:
  path:
    description:
      - The folder of the unpacked installer, such as
        C(/opt/harbor/2.13.5/harbor). The name of the
        folder is the name of the Compose project.
    type: path
    required: true
  with_trivy:
    description:
      - Whether Trivy is installed too.
    type: bool
    default: false
  secrets:
    description:
      - Values that prepare would draw anew in each
        run, or make once. What is left out is taken
        from O(secrets_path), else from the files in
        place, else from what prepare makes.
    type: dict
    suboptions:
      core_secret:
        description:
          - What core, jobservice and registryctl know
            each other by.
        type: str
      jobservice_secret:
        description:
          - What jobservice shows to core.
        type: str
      registry_password:
        description:
          - The password of core and jobservice at the
            registry behind them.
        type: str
      csrf_key:
        description:
          - 32 characters that protect the forms of
            the web page.
        type: str
      robot_prefix:
        description:
          - How the names of the scanner's robot accounts
            begin.
        type: str
      secret_key:
        description:
          - 16 characters that encrypt the passwords
            in Harbor's database. It is placed before
            the first start, and never replaced by another
            one.
        type: str
      private_key:
        description:
          - The key (PEM) that signs tokens for the
            registry, the half of O(secrets.root_certificate).
        type: str
      root_certificate:
        description:
          - The certificate (PEM) that the registry
            checks tokens with.
        type: str
  secrets_path:
    description:
      - The file that keeps these values from run to
        run, and from version to version. If left out,
        it is C(secrets.json) two folders above O(path).
    type: path
  previous:
    description:
      - 'The folder of a Harbor that was installed by
        hand and is now taken over: its values are kept.
        If left out, only what lies in O(path) and O(secrets_path)
        is.'
    type: path
  timeout:
    description:
      - Seconds that prepare may take, and that another
        task of this collection is waited for that is
        at work on the same Harbor.
    type: int
    default: 600
"""

    HARBOR_PROJECT = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  name:
    description:
      - Name of the project.
    type: str
    required: true
  public:
    description:
      - Whether everybody may pull from it, without
        login too. A new project is private.
    type: bool
  storage_limit:
    description:
      - 'How much it may hold: bytes, an amount such
        as V(10GiB), or V(unlimited).'
      - A new project has Harbor's own default. Needs
        a system administrator.
    type: str
  registry:
    description:
      - Name of the registry that this project is a
        proxy cache of.
      - It is set when the object is created, and cannot
        be changed.
    type: str
  enable_content_trust:
    description:
      - Whether only images with a Notary signature
        can be pulled.
    type: bool
  enable_content_trust_cosign:
    description:
      - Whether only images with a Cosign signature
        can be pulled.
    type: bool
  prevent_vul:
    description:
      - Whether images with vulnerabilities of O(severity)
        cannot be pulled.
    type: bool
  severity:
    description:
      - From which severity on O(prevent_vul) counts.
      - Harbor knows V(none), V(low), V(medium), V(high)
        and V(critical).
    type: str
  scanner:
    description:
      - Name of the scanner of this project. A new project
        has Harbor's default, whichever that is; one
        that was named stays. Needs a system administrator.
    type: str
  auto_scan:
    description:
      - Whether an image is scanned when it is pushed.
    type: bool
  auto_sbom_generation:
    description:
      - Whether an SBOM is made of an image when it
        is pushed.
      - Needs Harbor 2.11 or newer.
    type: bool
  reuse_sys_cve_allowlist:
    description:
      - Whether Harbor's own CVE allowlist counts here,
        and not O(cve_allowlist).
    type: bool
  cve_allowlist:
    description:
      - The CVEs that O(prevent_vul) passes over; these
        and no others.
    type: list
    elements: str
  cve_allowlist_expires_at:
    description:
      - 'Until when the allowlist counts: C(2027-01-31),
        C(2027-01-31T12:00:00Z), seconds since 1970,
        or V(never).'
    type: str
  proxy_speed_kb:
    description:
      - How fast a proxy cache fetches at most, in KB
        a second; V(-1) is without limit.
      - Needs Harbor 2.12 or newer.
    type: int
  max_upstream_conn:
    description:
      - How many connections a proxy cache opens for
        an artifact; V(-1) is without limit.
      - Needs Harbor 2.15 or newer.
    type: int
  proxy_cache_local_on_not_found:
    description:
      - Whether a proxy cache goes on serving what the
        registry no longer has.
      - Needs Harbor 2.15.2 or newer.
    type: bool
  force:
    description:
      - Whether a project that is to be removed goes
        with its repositories; without it Harbor refuses
        to remove one that has any.
    type: bool
    default: false
  state:
    description:
      - Whether the project exists.
    type: str
    default: present
    choices:
      - present
      - absent
"""

    HARBOR_PROJECT_INFO = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  name:
    description:
      - Only the project of this name; none is an empty
        list. If left out, all projects are listed.
    type: str
"""

    HARBOR_PROJECT_MEMBER = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  project:
    description:
      - Name of the project that the member is in.
    type: str
    required: true
  name:
    description:
      - Name of the user or group, as Harbor writes
        it.
    type: str
    required: true
  type:
    description:
      - Whether it is a V(user) or a V(group).
    type: str
    default: user
    choices:
      - user
      - group
  role:
    description:
      - 'What it may do in the project: V(limited_guest)
        pulls, V(guest) sees its members and logs, too,
        V(developer) pushes, V(maintainer) also removes
        images and writes its policies, and V(project_admin)
        manages all of it, with members and robots.'
      - Harbor knows V(project_admin), V(maintainer),
        V(developer), V(guest) and V(limited_guest).
    type: str
  ldap_group_dn:
    description:
      - 'The distinguished name of an LDAP group that
        Harbor does not know yet: it is made known with
        the membership.'
    type: str
  state:
    description:
      - Whether the member exists.
    type: str
    default: present
    choices:
      - present
      - absent
"""

    HARBOR_PROJECT_MEMBER_INFO = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  project:
    description:
      - Name of the project that the member is in.
    type: str
    required: true
"""

    HARBOR_PROJECT_MEMBERS = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  project:
    description:
      - Name of the project that the member is in.
    type: str
    required: true
  members:
    description:
      - The members. What an entry leaves out stays
        as it is.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description:
          - Name of the user or group, as Harbor writes
            it.
        type: str
        required: true
      type:
        description:
          - Whether it is a V(user) or a V(group).
        type: str
        default: user
        choices:
          - user
          - group
      role:
        description:
          - 'What it may do in the project: V(limited_guest)
            pulls, V(guest) sees its members and logs,
            too, V(developer) pushes, V(maintainer)
            also removes images and writes its policies,
            and V(project_admin) manages all of it,
            with members and robots.'
          - Harbor knows V(project_admin), V(maintainer),
            V(developer), V(guest) and V(limited_guest).
        type: str
      ldap_group_dn:
        description:
          - 'The distinguished name of an LDAP group
            that Harbor does not know yet: it is made
            known with the membership.'
        type: str
  exclusive:
    description:
      - Whether members that are not listed are removed.
    type: bool
    default: false
  state:
    description:
      - Whether the listed members exist.
    type: str
    default: present
    choices:
      - present
      - absent
"""

    HARBOR_PROJECT_METADATA = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  project:
    description:
      - Name of the project that the metadata is in.
    type: str
    required: true
  name:
    description:
      - The key, in Harbor's words, such as V(prevent_vul)
        or V(severity).
    type: str
    required: true
  value:
    description:
      - 'Its value: V(true) or V(false), a severity,
        or a number, as the key has it. A key that is
        to be there needs one.'
    type: str
  state:
    description:
      - Whether the metadata exists.
    type: str
    default: present
    choices:
      - present
      - absent
"""

    HARBOR_PROJECT_WEBHOOK = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  project:
    description:
      - Name of the project that the webhook is in.
    type: str
    required: true
  name:
    description:
      - Name of the webhook.
    type: str
    required: true
  description:
    description:
      - What the webhook is for.
    type: str
  event_types:
    description:
      - What is told. These and no others.
      - Harbor knows V(PUSH_ARTIFACT), V(PULL_ARTIFACT),
        V(DELETE_ARTIFACT), V(QUOTA_EXCEED), V(QUOTA_WARNING),
        V(SCANNING_FAILED), V(SCANNING_STOPPED), V(SCANNING_COMPLETED),
        V(REPLICATION) and V(TAG_RETENTION).
    type: list
    elements: str
  targets:
    description:
      - Whom it is told to. These and no others.
    type: list
    elements: dict
    suboptions:
      type:
        description:
          - 'How it is told: V(http), or V(slack).'
          - Harbor knows V(http) and V(slack).
        type: str
        default: http
      address:
        description:
          - Where it is told.
        type: str
        required: true
      auth_header:
        description:
          - The header C(Authorization) to send along.
            If left out, the stored one is kept; empty
            takes it away.
        type: str
      skip_cert_verify:
        description:
          - Whether the certificate there is not verified.
        type: bool
        default: false
      payload_format:
        description:
          - How what happened is written, with type
            V(http).
          - Harbor knows V(Default) and V(CloudEvents).
          - Needs Harbor 2.8 or newer.
        type: str
        default: Default
  enabled:
    description:
      - Whether it tells anything. A new webhook does
        if this is left out.
    type: bool
  state:
    description:
      - Whether the webhook exists.
    type: str
    default: present
    choices:
      - present
      - absent
"""

    HARBOR_PROJECTS = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  projects:
    description:
      - The projects. What an entry leaves out stays
        as it is.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description:
          - Name of the project.
        type: str
        required: true
      public:
        description:
          - Whether everybody may pull from it, without
            login too. A new project is private.
        type: bool
      storage_limit:
        description:
          - 'How much it may hold: bytes, an amount
            such as V(10GiB), or V(unlimited).'
          - A new project has Harbor's own default.
            Needs a system administrator.
        type: str
      registry:
        description:
          - Name of the registry that this project is
            a proxy cache of.
          - It is set when the object is created, and
            cannot be changed.
        type: str
      enable_content_trust:
        description:
          - Whether only images with a Notary signature
            can be pulled.
        type: bool
      enable_content_trust_cosign:
        description:
          - Whether only images with a Cosign signature
            can be pulled.
        type: bool
      prevent_vul:
        description:
          - Whether images with vulnerabilities of O(projects[].severity)
            cannot be pulled.
        type: bool
      severity:
        description:
          - From which severity on O(projects[].prevent_vul)
            counts.
          - Harbor knows V(none), V(low), V(medium),
            V(high) and V(critical).
        type: str
      scanner:
        description:
          - Name of the scanner of this project. A new
            project has Harbor's default, whichever
            that is; one that was named stays. Needs
            a system administrator.
        type: str
      auto_scan:
        description:
          - Whether an image is scanned when it is pushed.
        type: bool
      auto_sbom_generation:
        description:
          - Whether an SBOM is made of an image when
            it is pushed.
          - Needs Harbor 2.11 or newer.
        type: bool
      reuse_sys_cve_allowlist:
        description:
          - Whether Harbor's own CVE allowlist counts
            here, and not O(projects[].cve_allowlist).
        type: bool
      cve_allowlist:
        description:
          - The CVEs that O(projects[].prevent_vul)
            passes over; these and no others.
        type: list
        elements: str
      cve_allowlist_expires_at:
        description:
          - 'Until when the allowlist counts: C(2027-01-31),
            C(2027-01-31T12:00:00Z), seconds since 1970,
            or V(never).'
        type: str
      proxy_speed_kb:
        description:
          - How fast a proxy cache fetches at most,
            in KB a second; V(-1) is without limit.
          - Needs Harbor 2.12 or newer.
        type: int
      max_upstream_conn:
        description:
          - How many connections a proxy cache opens
            for an artifact; V(-1) is without limit.
          - Needs Harbor 2.15 or newer.
        type: int
      proxy_cache_local_on_not_found:
        description:
          - Whether a proxy cache goes on serving what
            the registry no longer has.
          - Needs Harbor 2.15.2 or newer.
        type: bool
      force:
        description:
          - Whether a project that is to be removed
            goes with its repositories; without it Harbor
            refuses to remove one that has any.
        type: bool
        default: false
  exclusive:
    description:
      - Whether projects that are not listed are removed.
    type: bool
    default: false
  state:
    description:
      - Whether the listed projects exist.
    type: str
    default: present
    choices:
      - present
      - absent
"""

    HARBOR_PURGE_AUDIT_LOG = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  schedule:
    description:
      - 'How often it is done: V(hourly), V(daily) (at
        midnight), V(weekly) (at midnight before Sunday),
        V(custom) as O(cron) says, or V(none), never.'
      - Times are those of Harbor's host, usually UTC.
      - Harbor knows V(none), V(hourly), V(daily), V(weekly)
        and V(custom).
    type: str
  cron:
    description:
      - 'When O(schedule=custom) is: six fields: second
        (always C(0)), minute, hour, day of the month,
        month and day of the week, as in V(0 30 2 *
        * *) for half past two every night. Times are
        those of Harbor''s host, usually UTC. Alone,
        it makes O(schedule) V(custom).'
    type: str
  retention_hours:
    description:
      - Hours for which audit logs are kept; older ones
        are deleted.
    type: int
  include_event_types:
    description:
      - The events whose logs are deleted; these and
        no others.
      - V(other) stands for all but those of artifacts.
      - Harbor knows V(create_artifact), V(delete_artifact),
        V(pull_artifact), V(create_project), V(delete_project),
        V(delete_repository), V(login_user), V(logout_user),
        V(create_user), V(delete_user), V(update_user),
        V(create_robot), V(delete_robot), V(update_configuration)
        and V(other).
      - Needs Harbor 2.13 or newer.
    type: list
    elements: str
  include_operations:
    description:
      - The operations whose logs are deleted; these
        and no others.
      - Harbor knows V(create), V(delete) and V(pull).
      - Harbor 2.12 is the last that has it.
    type: list
    elements: str
"""

    HARBOR_PURGE_AUDIT_LOG_RUN = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  dry_run:
    description:
      - Whether it is only counted what would be deleted.
    type: bool
    default: false
  retention_hours:
    description:
      - Hours for which audit logs are kept; older ones
        are deleted.
    type: int
  include_event_types:
    description:
      - The events whose logs are deleted; these and
        no others.
      - V(other) stands for all but those of artifacts.
      - Harbor knows V(create_artifact), V(delete_artifact),
        V(pull_artifact), V(create_project), V(delete_project),
        V(delete_repository), V(login_user), V(logout_user),
        V(create_user), V(delete_user), V(update_user),
        V(create_robot), V(delete_robot), V(update_configuration)
        and V(other).
      - Needs Harbor 2.13 or newer.
    type: list
    elements: str
  include_operations:
    description:
      - The operations whose logs are deleted; these
        and no others.
      - Harbor knows V(create), V(delete) and V(pull).
      - Harbor 2.12 is the last that has it.
    type: list
    elements: str
  wait:
    description:
      - Whether the task waits for the end, and fails
        when it is a bad one.
    type: bool
    default: true
  wait_timeout:
    description:
      - Seconds to wait at most; what was begun goes
        on in Harbor after that.
    type: int
    default: 600
"""

    HARBOR_QUOTA = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  quotas:
    description:
      - The quotas. What an entry leaves out stays as
        it is.
    type: list
    elements: dict
    required: true
    suboptions:
      project:
        description:
          - Name of the project.
        type: str
        required: true
      storage_limit:
        description:
          - 'How much the project may hold: bytes, an
            amount such as V(10GiB), or V(unlimited).
            Less than it holds already is allowed, and
            stops every push.'
        type: str
        required: true
"""

    HARBOR_QUOTA_INFO = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  project:
    description:
      - Only the quota of this name; none is an empty
        list. If left out, all quotas are listed.
    type: str
"""

    HARBOR_READ_ONLY = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  enabled:
    description:
      - 'Whether Harbor is read-only: V(true) stops
        it from being written, V(false) lets it.'
    type: bool
    required: true
"""

    HARBOR_REGISTRY = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  name:
    description:
      - Name of the registry.
    type: str
    required: true
  type:
    description:
      - What serves there, in Harbor's words, such as
        V(harbor), V(docker-hub) or V(docker-registry).
      - It is set when the object is created, and cannot
        be changed.
    type: str
  url:
    description:
      - Its address. Harbor asks it whenever the registry
        is changed, and refuses one that does not answer.
    type: str
  description:
    description:
      - What the registry is for.
    type: str
  insecure:
    description:
      - Whether its certificate is not verified.
    type: bool
  ca_certificate:
    description:
      - The certificate (PEM, the text itself) of the
        authority that its own is from.
      - Needs Harbor 2.15 or newer.
    type: str
  credential_type:
    description:
      - How Harbor logs in there. With O(access_key)
        it is V(basic) if this is left out.
      - Harbor knows V(basic), V(oauth) and V(secret).
    type: str
  access_key:
    description:
      - The user or key to log in with; empty takes
        the credential away. Without one, Harbor asks
        anonymously, by which it can copy from there
        at most.
    type: str
  access_secret:
    description:
      - The password or secret of O(access_key).
    type: str
  update_secret:
    description:
      - 'When O(access_secret) is written, since Harbor
        never shows the stored one: with a new registry,
        another O(access_key) or another O(url) only,
        or at every run, which is a change then.'
    type: str
    default: on_create
    choices:
      - on_create
      - always
  state:
    description:
      - Whether the registry exists.
    type: str
    default: present
    choices:
      - present
      - absent
"""

    HARBOR_REGISTRY_INFO = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  name:
    description:
      - Only the registry of this name; none is an empty
        list. If left out, all registries are listed.
    type: str
"""

    HARBOR_REPLICATION_EXECUTION_INFO = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  policy:
    description:
      - Only executions of the replication policy of
        this name. If left out, those of all policies
        are listed.
    type: str
  status:
    description:
      - Only executions that Harbor keeps with this
        status; for up to 30 seconds after the end of
        the last task that is still V(InProgress). If
        left out, all are listed.
    type: str
    choices:
      - InProgress
      - Succeed
      - Failed
      - Stopped
  limit:
    description:
      - At most so many, the newest ones. If left out,
        all are listed.
    type: int
  tasks:
    description:
      - Whether the tasks of each execution are listed
        in C(tasks), one for each repository. It costs
        a request an execution.
    type: bool
    default: false
"""

    HARBOR_REPLICATION_POLICY = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  name:
    description:
      - Name of the policy.
    type: str
    required: true
  description:
    description:
      - What the policy is for.
    type: str
  src_registry:
    description:
      - Name of the registry to copy from (see M(twinstar.registry.harbor_registry)).
        A policy has either this or O(dest_registry);
        the other side is this Harbor.
    type: str
  dest_registry:
    description:
      - Name of the registry to copy to.
    type: str
  dest_namespace:
    description:
      - 'The namespace (in a Harbor: the project) to
        copy into. If it is empty, it is that of the
        source. A Harbor makes a project that is missing.'
    type: str
  dest_namespace_replace_count:
    description:
      - 'How many parts of a repository''s name O(dest_namespace)
        replaces: V(1) makes C(ns/b/c) of C(a/b/c),
        V(2) C(ns/c), V(0) C(ns/a/b/c); V(-1) replaces
        all but the last.'
    type: int
  filters:
    description:
      - 'What is copied: that which all of these pass.
        These and no others; without any, everything
        is.'
    type: list
    elements: dict
    suboptions:
      type:
        description:
          - 'What it judges: the repository''s V(name)
            (with the project), the V(tag), the V(label)s,
            or the kind of V(resource).'
          - Harbor knows V(name), V(tag), V(label) and
            V(resource).
        type: str
        required: true
      value:
        description:
          - A pattern of names or tags, such as C(test/**)
            or C(v{1,2}.*), or the kind of resource,
            V(image) or V(artifact).
        type: str
      labels:
        description:
          - Names of labels that an artifact must all
            have.
        type: list
        elements: str
      decoration:
        description:
          - Whether tags and labels that fit are copied
            (V(matches), as without it), or all others
            (V(excludes)).
          - Harbor knows V(matches) and V(excludes).
        type: str
  trigger:
    description:
      - 'What starts it: V(manual) only a task or a
        person, V(scheduled) O(cron), V(event_based)
        each push, and each deletion with O(deletion).
        A new policy is manual.'
      - Harbor knows V(manual), V(scheduled) and V(event_based).
    type: str
  cron:
    description:
      - 'When it runs, with O(trigger=scheduled): six
        fields: second (always C(0)), minute, hour,
        day of the month, month and day of the week,
        as in V(0 30 2 * * *) for half past two every
        night. Times are those of Harbor''s host, usually
        UTC. Not every minute.'
    type: str
  deletion:
    description:
      - Whether what is deleted on the one side is deleted
        on the other, with O(trigger=event_based).
    type: bool
  override:
    description:
      - Whether a tag that is there with another content
        is replaced.
    type: bool
  enabled:
    description:
      - Whether it can run. A new policy is enabled
        if this is left out.
    type: bool
  speed:
    description:
      - How fast one task may copy, in KB a second;
        V(0) is without limit. Bursts of some 100 KB
        pass in any case.
    type: int
  copy_by_chunk:
    description:
      - Whether blobs are copied in chunks.
      - Needs Harbor 2.7 or newer.
    type: bool
  single_active_replication:
    description:
      - Whether a run is passed over while another one
        is under way. Not with O(trigger=event_based).
      - Needs Harbor 2.14 or newer.
    type: bool
  state:
    description:
      - Whether the replication policy exists.
    type: str
    default: present
    choices:
      - present
      - absent
"""

    HARBOR_REPLICATION_POLICY_INFO = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  name:
    description:
      - Only the replication policy of this name; none
        is an empty list. If left out, all replication
        policies are listed.
    type: str
"""

    HARBOR_REPLICATION_RUN = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  policy:
    description:
      - Name of the replication policy to run.
    type: str
    required: true
  wait:
    description:
      - Whether the task waits for the end, and fails
        when it is a bad one.
    type: bool
    default: true
  wait_timeout:
    description:
      - Seconds to wait at most; what was begun goes
        on in Harbor after that.
    type: int
    default: 600
"""

    HARBOR_REPOSITORY = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  project:
    description:
      - Name of the project that the repository is in.
    type: str
    required: true
  name:
    description:
      - 'Name of the repository within its project:
        V(app/web) for C(test/app/web) in the project
        C(test).'
    type: str
    required: true
  description:
    description:
      - What the repository is for. Harbor shows it
        as text with Markdown.
    type: str
  state:
    description:
      - Whether the repository exists.
    type: str
    default: present
    choices:
      - present
      - absent
"""

    HARBOR_REPOSITORY_INFO = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  project:
    description:
      - Name of the project whose repositories are listed.
        If left out, those of all projects are listed
        that the caller may see.
    type: str
  name:
    description:
      - Only the repository of this name within its
        project; none is an empty list.
    type: str
  name_contains:
    description:
      - Only repositories with this text in their name
        within the project.
    type: str
"""

    HARBOR_RESTORE = r"""
options:
  path:
    description:
      - The folder of the unpacked installer, such as
        C(/opt/harbor/2.13.5/harbor). The name of the
        folder is the name of the Compose project.
    type: path
    required: true
  src:
    description:
      - The folder of one backup, as M(twinstar.registry.harbor_backup)
        has made it.
    type: path
    required: true
  secrets_path:
    description:
      - Where M(twinstar.registry.harbor_prepare) finds
        the secrets afterwards. If left out, it is C(secrets.json)
        two folders above O(path).
    type: path
  overwrite_external_database:
    description:
      - Whether an external database may be overwritten.
        If left out, a backup with one is not restored,
        since nothing of it can be put aside.
    type: bool
    default: false
  database_ca:
    description:
      - Certificates of the authorities that an external
        database is trusted by, as a file on the managed
        host. It is read where C(ssl_mode) asks for
        it. If left out, it is the host's own.
    type: path
  database_image:
    description:
      - The image whose C(psql), C(pg_dump) and C(pg_restore)
        work on an external database. They must not
        be older than its server. If left out, it is
        C(harbor-db) of Harbor's version.
    type: str
  docker_host:
    description:
      - Where the Docker engine answers.
      - If left out, the environment variable E(DOCKER_HOST)
        is used, where set.
    type: str
    default: unix:///var/run/docker.sock
  timeout:
    description:
      - Seconds that the dump or the restore of one
        database may take, and that another task of
        this collection is waited for that is at work
        on the same Harbor.
    type: int
    default: 3600
"""

    HARBOR_RETENTION_POLICY = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  project:
    description:
      - Name of the project that the retention policy
        is in.
    type: str
    required: true
  rules:
    description:
      - What is kept, at most 15 rules; an artifact
        that any of them keeps stays. These and no others.
      - In the repositories that a rule is about, a
        run deletes every artifact that no rule keeps,
        whatever its tags. Repositories that no rule
        is about are left alone, so without rules nothing
        is deleted.
    type: list
    elements: dict
    suboptions:
      keep:
        description:
          - 'What it keeps of the artifacts with such
            tags: the O(rules[].number) that were pushed
            last (V(latest_pushed)) or pulled last (V(latest_pulled)),
            what was pushed or pulled within the last
            O(rules[].number) days (V(pushed_within_days),
            V(pulled_within_days)), or V(always) all
            of them.'
          - Harbor knows V(latest_pushed), V(latest_pulled),
            V(pushed_within_days), V(pulled_within_days)
            and V(always).
        type: str
        required: true
      number:
        description:
          - How many artifacts or days, for each repository.
        type: int
      repositories:
        description:
          - A pattern of names of repositories, without
            the project. C(*) stands for anything but
            a slash, C(**) for anything, C({a,b}) for
            one of several.
        type: str
        default: '**'
      repositories_excluded:
        description:
          - Whether it is about all repositories but
            those that match O(rules[].repositories).
        type: bool
        default: false
      tags:
        description:
          - A pattern of tags. C(*) stands for anything
            but a slash, C(**) for anything, C({a,b})
            for one of several.
        type: str
        default: '**'
      tags_excluded:
        description:
          - Whether it is about all tags but those that
            match O(rules[].tags).
        type: bool
        default: false
      untagged:
        description:
          - Whether artifacts without a tag are among
            those that it may keep.
        type: bool
        default: true
      disabled:
        description:
          - Whether the rule is there, and does nothing.
        type: bool
  cron:
    description:
      - 'When it runs by itself: six fields: second
        (always C(0)), minute, hour, day of the month,
        month and day of the week, as in V(0 30 2 *
        * *) for half past two every night. Times are
        those of Harbor''s host, usually UTC. Empty:
        only by hand.'
    type: str
  state:
    description:
      - Whether the retention policy exists.
    type: str
    default: present
    choices:
      - present
      - absent
"""

    HARBOR_RETENTION_RUN = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  project:
    description:
      - Name of the project whose retention policy is
        run.
    type: str
    required: true
  dry_run:
    description:
      - Whether Harbor only finds out what it would
        delete.
    type: bool
    default: false
  wait:
    description:
      - Whether the task waits for the end, and fails
        when it is a bad one.
    type: bool
    default: true
  wait_timeout:
    description:
      - Seconds to wait at most; what was begun goes
        on in Harbor after that.
    type: int
    default: 600
"""

    HARBOR_ROBOT_ACCOUNT = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  project:
    description:
      - Name of the project that the robot account is
        in. If left out, it is a robot account of the
        whole Harbor.
    type: str
  name:
    description:
      - Name of the robot, without the prefix (C(robot$))
        and the project that Harbor puts before it.
    type: str
    required: true
  permissions:
    description:
      - All that the robot may do. A robot of one project
        has one entry, with O(project) given beside
        it and not in the entry.
      - Their order does not matter. From Harbor 2.10
        on, a right that it does not know is refused
        before anything is sent.
    type: list
    elements: dict
    suboptions:
      project:
        description:
          - 'Where the rights hold: a project by its
            name, or V(*) for every project. If left
            out, they are rights of the system (or,
            for a robot of one project, in that project).'
        type: str
      access:
        description:
          - The rights, each as C(resource:action),
            such as V(repository:pull). M(twinstar.registry.harbor_permission_info)
            lists those of a Harbor.
        type: list
        elements: str
        required: true
  duration:
    description:
      - For how many days from its creation on the robot
        can log in, or V(never) for no end. A new robot
        needs it.
      - To extend a robot, give more days than before;
        counting never starts anew.
    type: str
  description:
    description:
      - What the robot is for.
    type: str
  disabled:
    description:
      - Whether it cannot log in for now.
    type: bool
  secret:
    description:
      - 'Its secret: 8 to 128 characters with a capital
        letter, a small letter and a digit.'
      - 'If left out, Harbor makes one for a new robot,
        and the result has it, that once: no later call
        can read it. Register the task with C(no_log)
        then.'
    type: str
  update_secret:
    description:
      - When O(secret) is written to a robot that exists
        already, since Harbor never shows the stored
        one.
      - With V(verify) it is tried by a login, and written
        if that is refused. With V(on_create) it is
        left as it is. With V(always) it is written
        at every run, which is a change then.
    type: str
    default: verify
    choices:
      - verify
      - on_create
      - always
  state:
    description:
      - Whether the robot account exists.
    type: str
    default: present
    choices:
      - present
      - absent
"""

    HARBOR_ROBOT_ACCOUNT_INFO = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  project:
    description:
      - Name of the project that the robot account is
        in. If left out, it is a robot account of the
        whole Harbor.
    type: str
  name:
    description:
      - Only the robot account of this name; none is
        an empty list. If left out, all robot accounts
        are listed.
    type: str
"""

    HARBOR_ROBOT_ACCOUNTS = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  project:
    description:
      - Name of the project that the robot account is
        in. If left out, it is a robot account of the
        whole Harbor.
    type: str
  robot_accounts:
    description:
      - The robot accounts. What an entry leaves out
        stays as it is.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description:
          - Name of the robot, without the prefix (C(robot$))
            and the project that Harbor puts before
            it.
        type: str
        required: true
      permissions:
        description:
          - All that the robot may do. A robot of one
            project has one entry, with O(project) given
            beside it and not in the entry.
          - Their order does not matter. From Harbor
            2.10 on, a right that it does not know is
            refused before anything is sent.
        type: list
        elements: dict
        suboptions:
          project:
            description:
              - 'Where the rights hold: a project by
                its name, or V(*) for every project.
                If left out, they are rights of the
                system (or, for a robot of one project,
                in that project).'
            type: str
          access:
            description:
              - The rights, each as C(resource:action),
                such as V(repository:pull). M(twinstar.registry.harbor_permission_info)
                lists those of a Harbor.
            type: list
            elements: str
            required: true
      duration:
        description:
          - For how many days from its creation on the
            robot can log in, or V(never) for no end.
            A new robot needs it.
          - To extend a robot, give more days than before;
            counting never starts anew.
        type: str
      description:
        description:
          - What the robot is for.
        type: str
      disabled:
        description:
          - Whether it cannot log in for now.
        type: bool
      secret:
        description:
          - 'Its secret: 8 to 128 characters with a
            capital letter, a small letter and a digit.'
          - 'If left out, Harbor makes one for a new
            robot, and the result has it, that once:
            no later call can read it. Register the
            task with C(no_log) then.'
        type: str
      update_secret:
        description:
          - When O(robot_accounts[].secret) is written
            to a robot that exists already, since Harbor
            never shows the stored one.
          - With V(verify) it is tried by a login, and
            written if that is refused. With V(on_create)
            it is left as it is. With V(always) it is
            written at every run, which is a change
            then.
        type: str
        default: verify
        choices:
          - verify
          - on_create
          - always
  exclusive:
    description:
      - Whether robot accounts that are not listed are
        removed.
    type: bool
    default: false
  state:
    description:
      - Whether the listed robot accounts exist.
    type: str
    default: present
    choices:
      - present
      - absent
"""

    HARBOR_ROBOT_SECRET = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  name:
    description:
      - Name of the robot account, without the prefix
        (C(robot$)) and the project.
    type: str
    required: true
  project:
    description:
      - Name of the project that the robot is of. If
        left out, it is one of the whole Harbor.
    type: str
  secret:
    description:
      - 'The secret: 8 to 128 characters with a capital
        letter, a small letter and a digit. It is tried
        by a login first, and written if that is refused.'
      - If left out, Harbor makes one at every run,
        and the result has it, that once.
    type: str
"""

    HARBOR_SCAN = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  project:
    description:
      - Name of the project that the repository is in.
    type: str
  repository:
    description:
      - Name of the repository, without the project.
    type: str
  reference:
    description:
      - Tag or digest of the artifact to scan. If left
        out, all artifacts of the repository are scanned,
        but for those of a kind that the scanner does
        not know.
    type: str
  all:
    description:
      - Whether all artifacts of this Harbor are scanned.
        The names are left out then.
    type: bool
    default: false
  type:
    description:
      - 'What to look for: V(vulnerability), or V(sbom),
        what the artifact is made of, which needs Harbor
        2.11 and a scanner that can.'
    type: str
    default: vulnerability
    choices:
      - vulnerability
      - sbom
  wait:
    description:
      - Whether the task waits for the end, and fails
        when it is a bad one.
    type: bool
    default: true
  wait_timeout:
    description:
      - Seconds to wait at most; what was begun goes
        on in Harbor after that.
    type: int
    default: 600
"""

    HARBOR_SCAN_ALL_SCHEDULE = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  schedule:
    description:
      - 'How often all artifacts are scanned: V(hourly),
        V(daily) (at midnight), V(weekly) (at midnight
        before Sunday), V(custom) as O(cron) says, or
        V(none), never.'
      - Times are those of Harbor's host, usually UTC.
      - Harbor knows V(none), V(hourly), V(daily), V(weekly)
        and V(custom).
    type: str
  cron:
    description:
      - 'When O(schedule=custom) is: six fields: second
        (always C(0)), minute, hour, day of the month,
        month and day of the week, as in V(0 30 2 *
        * *) for half past two every night. Times are
        those of Harbor''s host, usually UTC. Alone,
        it makes O(schedule) V(custom).'
    type: str
"""

    HARBOR_SCANNER = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  name:
    description:
      - Name of the scanner.
    type: str
    required: true
  description:
    description:
      - What it is for.
    type: str
  url:
    description:
      - Address of its adapter, which speaks Harbor's
        pluggable scanner API. Harbor asks it when the
        scanner is created, and must reach it then.
      - No two scanners may have the same one.
    type: str
  auth:
    description:
      - 'How Harbor logs in at the adapter: V(none),
        V(basic) with user:password, V(bearer) with
        a token, or V(api_key) with a key.'
      - Harbor knows V(none), V(basic), V(bearer) and
        V(api_key).
    type: str
  access_credential:
    description:
      - 'What it logs in with, as O(auth) says: C(user:password),
        a token, or a key.'
    type: str
  skip_certificate_verification:
    description:
      - Whether the certificate of the adapter is not
        verified.
    type: bool
  use_internal_address:
    description:
      - Whether the scanner is given Harbor's internal
        address to pull from, and not the one that users
        have.
    type: bool
  disabled:
    description:
      - Whether it may not be used. The default cannot
        be disabled.
    type: bool
  default:
    description:
      - Whether it scans the projects that have no scanner
        of their own. The first scanner of a Harbor
        becomes the default; V(true) makes another one
        so, and nothing takes it back but making yet
        another the default.
    type: bool
  update_secret:
    description:
      - 'When O(access_credential) is written to a scanner
        that exists already, where Harbor does not show
        the stored one (2.15.2 and newer): with another
        O(url) or O(auth) only, or at every run, which
        is a change then. Older ones show it, and it
        is compared.'
    type: str
    default: on_create
    choices:
      - on_create
      - always
  state:
    description:
      - Whether the scanner exists.
    type: str
    default: present
    choices:
      - present
      - absent
"""

    HARBOR_SCANNER_INFO = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  name:
    description:
      - Only the scanner of this name; none is an empty
        list. If left out, all scanners are listed.
    type: str
"""

    HARBOR_SCHEDULE_INFO = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  job:
    description:
      - Only the schedules of this job, such as V(garbage_collection),
        V(scan_all) or V(replication). If left out,
        all are listed.
    type: str
"""

    HARBOR_STACK = r"""
options:
  path:
    description:
      - The folder of the unpacked installer, such as
        C(/opt/harbor/2.13.5/harbor). The name of the
        folder is the name of the Compose project.
    type: path
    required: true
  state:
    description:
      - V(started) brings up what does not run, and
        makes anew what is not as docker-compose.yml
        says. V(stopped) stops all containers. V(absent)
        removes them and their network, also where the
        folder is gone; data are kept.
    type: str
    default: started
    choices:
      - started
      - stopped
      - absent
  docker_host:
    description:
      - Where the Docker engine answers.
      - If left out, the environment variable E(DOCKER_HOST)
        is used, where set.
    type: str
    default: unix:///var/run/docker.sock
  timeout:
    description:
      - Seconds that one run of Compose may take, with
        the images that it pulls, and that another task
        of this collection is waited for that is at
        work on the same Harbor.
    type: int
    default: 900
"""

    HARBOR_STATE = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  configuration:
    description:
      - The Harbor's configuration. What is left out
        stays as it is.
    type: dict
    suboptions:
      auth_mode:
        description:
          - 'Where users come from: V(db_auth) is Harbor''s
            own database, V(ldap_auth) a directory,
            V(oidc_auth) an OpenID Connect provider,
            V(http_auth) a proxy, V(uaa_auth) Cloud
            Foundry.'
          - It can be changed only as long as there
            is no user besides C(admin).
          - Harbor knows V(db_auth), V(ldap_auth), V(oidc_auth),
            V(http_auth) and V(uaa_auth).
        type: str
      primary_auth_mode:
        description:
          - Whether the login page goes straight to
            the provider of O(configuration.auth_mode).
          - Needs Harbor 2.8 or newer.
        type: bool
      self_registration:
        description:
          - Whether people may sign up on the login
            page.
        type: bool
      project_creation_restriction:
        description:
          - Who may create projects.
          - Harbor knows V(everyone) and V(adminonly).
        type: str
      read_only:
        description:
          - Whether nothing can be pushed, created,
            changed or removed. M(twinstar.registry.harbor_read_only)
            switches just this.
        type: bool
      token_expiration:
        description:
          - Minutes for which a token to pull or push
            is good.
        type: int
      session_timeout:
        description:
          - Minutes after which a login on Harbor's
            pages ends.
          - Needs Harbor 2.7 or newer.
        type: int
      robot_token_duration:
        description:
          - Days for which a new robot account is good
            if nothing else is said.
        type: int
      robot_name_prefix:
        description:
          - What the names of robot accounts begin with,
            C(robot$) in a new Harbor.
          - Another one renames every robot account
            there is, also for its login.
        type: str
      notification_enable:
        description:
          - Whether webhooks are sent at all.
        type: bool
      quota_per_project_enable:
        description:
          - Whether projects have storage limits. A
            project that is created while it is off
            never gets one.
        type: bool
      storage_per_project:
        description:
          - 'The storage limit of new projects: bytes,
            an amount such as V(10GiB), or V(unlimited).'
        type: str
      scanner_skip_update_pulltime:
        description:
          - Whether a scan does not count as a pull
            in the time of the last pull.
          - Needs Harbor 2.8 or newer.
        type: bool
      banner_message:
        description:
          - 'A message on top of Harbor''s pages: a
            dictionary with C(message), C(type) (V(success),
            V(info), V(warning) or V(danger)), C(closable)
            (a boolean), and, to show it for some time
            only, C(fromDate) and C(toDate). An empty
            text takes it away.'
          - Harbor keeps any text; its pages show such
            a dictionary only.
          - Needs Harbor 2.9 or newer.
        type: raw
      audit_log_forward_endpoint:
        description:
          - Host and TCP port of a syslog server that
            audit logs are sent to, as in V(syslog.example.com:514);
            an empty text sends none.
          - 'Harbor tries it at once, and refuses what
            it does not reach. A Harbor that was given
            its first one by other means may report
            and use it in spite of having refused it:
            to write an empty text once mends that.'
          - Needs Harbor 2.6 or newer.
        type: str
      skip_audit_log_database:
        description:
          - Whether audit logs are only forwarded and
            not kept, which needs O(configuration.audit_log_forward_endpoint).
          - Needs Harbor 2.6 or newer.
        type: bool
      disabled_audit_log_event_types:
        description:
          - Events that no audit log is kept of, such
            as V(pull_artifact); these and no others.
          - Needs Harbor 2.13 or newer.
        type: list
        elements: str
      ldap_url:
        description:
          - Address of the directory, as V(ldaps://ldap.example.com).
        type: str
      ldap_base_dn:
        description:
          - Where users are looked for, such as V(ou=people,dc=example,dc=com).
        type: str
      ldap_uid:
        description:
          - Attribute that has the user name, V(cn)
            in a new Harbor.
        type: str
      ldap_filter:
        description:
          - Filter that users must meet, such as V((objectClass=person)).
        type: str
      ldap_scope:
        description:
          - How deep below O(configuration.ldap_base_dn)
            users are looked for.
          - Harbor knows V(base), V(onelevel) and V(subtree).
        type: str
      ldap_search_dn:
        description:
          - DN as which Harbor looks for users; empty
            is anonymously.
        type: str
      ldap_search_password:
        description:
          - Password of O(configuration.ldap_search_dn).
          - See O(configuration.update_secret) for when
            it is written; an empty text takes it away.
        type: str
      ldap_timeout:
        description:
          - Seconds to wait for the directory.
        type: int
      ldap_verify_cert:
        description:
          - Whether the certificate of the directory
            is verified.
        type: bool
      ldap_group_base_dn:
        description:
          - Where groups are looked for.
        type: str
      ldap_group_search_filter:
        description:
          - Filter that groups must meet.
        type: str
      ldap_group_attribute_name:
        description:
          - Attribute that has the name of a group,
            such as V(cn).
        type: str
      ldap_group_search_scope:
        description:
          - How deep below O(configuration.ldap_group_base_dn)
            groups are looked for.
          - Harbor knows V(base), V(onelevel) and V(subtree).
        type: str
      ldap_group_admin_dn:
        description:
          - DN of the group whose members administer
            Harbor.
        type: str
      ldap_group_membership_attribute:
        description:
          - Attribute of a user that has the DNs of
            the user's groups, C(memberof) in a new
            Harbor.
        type: str
      ldap_group_attach_parallel:
        description:
          - Whether the groups of a user are looked
            up side by side at a login.
          - Needs Harbor 2.12 or newer.
        type: bool
      oidc_name:
        description:
          - Name of the OpenID Connect provider, as
            the login page shows it.
        type: str
      oidc_endpoint:
        description:
          - Address of the provider.
        type: str
      oidc_client_id:
        description:
          - Name of Harbor at the provider.
        type: str
      oidc_client_secret:
        description:
          - Secret of Harbor at the provider.
          - See O(configuration.update_secret) for when
            it is written; an empty text takes it away.
        type: str
      oidc_scope:
        description:
          - What Harbor asks the provider for, with
            commas between, as V(openid,profile,email).
        type: str
      oidc_user_claim:
        description:
          - Claim that has the user name.
        type: str
      oidc_groups_claim:
        description:
          - Claim that has the names of the user's groups.
        type: str
      oidc_admin_group:
        description:
          - Name of the group whose members administer
            Harbor.
        type: str
      oidc_group_filter:
        description:
          - Regular expression that names of groups
            must match to be taken over.
          - Needs Harbor 2.7 or newer.
        type: str
      oidc_verify_cert:
        description:
          - Whether the certificate of the provider
            is verified.
        type: bool
      oidc_auto_onboard:
        description:
          - Whether users get the name of O(configuration.oidc_user_claim)
            without being asked.
        type: bool
      oidc_logout:
        description:
          - Whether logging out of Harbor ends the provider's
            session.
          - Needs Harbor 2.13 or newer.
        type: bool
      oidc_extra_redirect_parms:
        description:
          - Parameters to add when a user is sent to
            the provider; these and no others.
        type: dict
      http_authproxy_endpoint:
        description:
          - Address that logins are sent to.
        type: str
      http_authproxy_tokenreview_endpoint:
        description:
          - Address at which tokens are verified.
        type: str
      http_authproxy_admin_groups:
        description:
          - Groups whose members administer Harbor,
            with commas between.
        type: str
      http_authproxy_admin_usernames:
        description:
          - Users who administer Harbor, with commas
            between.
        type: str
      http_authproxy_verify_cert:
        description:
          - Whether the certificate of the proxy is
            verified.
        type: bool
      http_authproxy_skip_search:
        description:
          - Whether users and groups that Harbor does
            not know are taken over unasked.
        type: bool
      http_authproxy_server_certificate:
        description:
          - Certificate that the proxy must have, in
            PEM.
        type: str
      uaa_endpoint:
        description:
          - Address of the UAA.
        type: str
      uaa_client_id:
        description:
          - Name of Harbor at the UAA.
        type: str
      uaa_client_secret:
        description:
          - Secret of Harbor at the UAA.
        type: str
      uaa_verify_cert:
        description:
          - Whether the certificate of the UAA is verified.
        type: bool
      email_host:
        description:
          - Host of the mail server.
          - Harbor 2.6 is the last that has it.
        type: str
      email_port:
        description:
          - Port of the mail server.
          - Harbor 2.6 is the last that has it.
        type: int
      email_username:
        description:
          - User to log in as at the mail server.
          - Harbor 2.6 is the last that has it.
        type: str
      email_password:
        description:
          - Password of O(configuration.email_username).
          - See O(configuration.update_secret) for when
            it is written; an empty text takes it away.
          - Harbor 2.6 is the last that has it.
        type: str
      email_from:
        description:
          - Sender of Harbor's mails.
          - Harbor 2.6 is the last that has it.
        type: str
      email_identity:
        description:
          - Identity for the login at the mail server.
          - Harbor 2.6 is the last that has it.
        type: str
      email_ssl:
        description:
          - Whether the mail server is asked over TLS
            from the start.
          - Harbor 2.6 is the last that has it.
        type: bool
      email_insecure:
        description:
          - Whether its certificate is not verified.
          - Harbor 2.6 is the last that has it.
        type: bool
      update_secret:
        description:
          - 'When O(configuration.ldap_search_password),
            O(configuration.oidc_client_secret) and
            O(configuration.email_password) are written,
            since Harbor never shows them: with V(on_create)
            together with another address or user that
            they are for, with V(always) at every run,
            which is a change then.'
        type: str
        default: on_create
        choices:
          - on_create
          - always
  cve_allowlist:
    description:
      - The Harbor's CVE allowlist. What is left out
        stays as it is.
    type: dict
    suboptions:
      cves:
        description:
          - The CVEs that projects pass over which use
            Harbor's own list; these and no others.
            An empty list passes over none.
        type: list
        elements: str
      expires_at:
        description:
          - 'Until when the list counts: C(2027-01-31),
            C(2027-01-31T12:00:00Z), seconds since 1970,
            or V(never).'
        type: str
  registries:
    description:
      - The registries. Without this list they stay
        as they are.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - Name of the registry.
        type: str
        required: true
      type:
        description:
          - What serves there, in Harbor's words, such
            as V(harbor), V(docker-hub) or V(docker-registry).
          - It is set when the object is created, and
            cannot be changed.
        type: str
      url:
        description:
          - Its address. Harbor asks it whenever the
            registry is changed, and refuses one that
            does not answer.
        type: str
      description:
        description:
          - What the registry is for.
        type: str
      insecure:
        description:
          - Whether its certificate is not verified.
        type: bool
      ca_certificate:
        description:
          - The certificate (PEM, the text itself) of
            the authority that its own is from.
          - Needs Harbor 2.15 or newer.
        type: str
      credential_type:
        description:
          - How Harbor logs in there. With O(registries[].access_key)
            it is V(basic) if this is left out.
          - Harbor knows V(basic), V(oauth) and V(secret).
        type: str
      access_key:
        description:
          - The user or key to log in with; empty takes
            the credential away. Without one, Harbor
            asks anonymously, by which it can copy from
            there at most.
        type: str
      access_secret:
        description:
          - The password or secret of O(registries[].access_key).
        type: str
      update_secret:
        description:
          - 'When O(registries[].access_secret) is written,
            since Harbor never shows the stored one:
            with a new registry, another O(registries[].access_key)
            or another O(registries[].url) only, or
            at every run, which is a change then.'
        type: str
        default: on_create
        choices:
          - on_create
          - always
  users:
    description:
      - The users. Without this list they stay as they
        are.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - The name that the user logs in with. Capital
            and small letters differ.
        type: str
        required: true
      email:
        description:
          - The e-mail address, which no other user
            may have. A new user needs one.
        type: str
      realname:
        description:
          - The name that is shown. A new user needs
            one.
        type: str
      comment:
        description:
          - A remark of at most 30 bytes.
        type: str
      sysadmin:
        description:
          - Whether the user is a system administrator.
            A new user is none.
        type: bool
      password:
        description:
          - 'The password: 8 to 128 characters with
            a capital letter, a small letter and a digit.
            A new user needs one.'
        type: str
      update_password:
        description:
          - When O(users[].password) is written to a
            user that exists already, since Harbor never
            shows the stored one.
          - With V(verify) it is tried by a login, and
            written if that is refused. With V(on_create)
            it is left as it is. With V(always) it is
            written at every run, which is a change
            then.
        type: str
        default: verify
        choices:
          - verify
          - on_create
          - always
      old_password:
        description:
          - The present password. Harbor wants it where
            a task changes the password of the account
            that it runs with, and nowhere else.
        type: str
  user_groups:
    description:
      - The user groups. Without this list they stay
        as they are.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - Name of the group.
        type: str
        required: true
      type:
        description:
          - Where the group comes from.
          - Harbor knows V(ldap), V(http) and V(oidc).
          - It is set when the object is created, and
            cannot be changed.
        type: str
      ldap_group_dn:
        description:
          - The distinguished name of an LDAP group.
          - It is set when the object is created, and
            cannot be changed.
        type: str
  labels:
    description:
      - The labels. Without this list they stay as they
        are.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - Name of the label.
        type: str
        required: true
      description:
        description:
          - What the label is for.
        type: str
      color:
        description:
          - Colour of the label, as C(#rrggbb).
        type: str
  scanners:
    description:
      - The scanners. Without this list they stay as
        they are.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - Name of the scanner.
        type: str
        required: true
      description:
        description:
          - What it is for.
        type: str
      url:
        description:
          - Address of its adapter, which speaks Harbor's
            pluggable scanner API. Harbor asks it when
            the scanner is created, and must reach it
            then.
          - No two scanners may have the same one.
        type: str
      auth:
        description:
          - 'How Harbor logs in at the adapter: V(none),
            V(basic) with user:password, V(bearer) with
            a token, or V(api_key) with a key.'
          - Harbor knows V(none), V(basic), V(bearer)
            and V(api_key).
        type: str
      access_credential:
        description:
          - 'What it logs in with, as O(scanners[].auth)
            says: C(user:password), a token, or a key.'
        type: str
      skip_certificate_verification:
        description:
          - Whether the certificate of the adapter is
            not verified.
        type: bool
      use_internal_address:
        description:
          - Whether the scanner is given Harbor's internal
            address to pull from, and not the one that
            users have.
        type: bool
      disabled:
        description:
          - Whether it may not be used. The default
            cannot be disabled.
        type: bool
      default:
        description:
          - Whether it scans the projects that have
            no scanner of their own. The first scanner
            of a Harbor becomes the default; V(true)
            makes another one so, and nothing takes
            it back but making yet another the default.
        type: bool
      update_secret:
        description:
          - 'When O(scanners[].access_credential) is
            written to a scanner that exists already,
            where Harbor does not show the stored one
            (2.15.2 and newer): with another O(scanners[].url)
            or O(scanners[].auth) only, or at every
            run, which is a change then. Older ones
            show it, and it is compared.'
        type: str
        default: on_create
        choices:
          - on_create
          - always
  preheat_instances:
    description:
      - The preheat instances. Without this list they
        stay as they are.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - Name of the instance.
        type: str
        required: true
      description:
        description:
          - What it is for.
        type: str
      vendor:
        description:
          - What serves there.
          - Harbor knows V(dragonfly) and V(kraken).
          - It is set when the object is created, and
            cannot be changed.
        type: str
      endpoint:
        description:
          - Address of its API. It is not asked when
            the instance is created; no two instances
            may have the same one.
        type: str
      auth_mode:
        description:
          - How Harbor logs in there. A new instance
            has V(none).
          - Harbor knows V(none), V(basic), V(oauth)
            and V(custom).
        type: str
      auth_info:
        description:
          - 'What it logs in with: for V(basic) the
            user and its password as one entry, for
            V(oauth) C(token), for V(custom) the name
            of a header and its value.'
        type: dict
      enabled:
        description:
          - Whether it may be used. A new instance may;
            one that a preheat policy uses cannot be
            disabled.
        type: bool
      default:
        description:
          - Whether it is the one that new policies
            are offered first. V(true) takes it from
            all others.
        type: bool
      insecure:
        description:
          - Whether its certificate is not verified.
        type: bool
      update_secret:
        description:
          - 'When O(preheat_instances[].auth_info) is
            written to an instance that exists already,
            where Harbor does not show the stored one
            (2.15.2 and newer): with another O(preheat_instances[].endpoint)
            or O(preheat_instances[].auth_mode) only,
            or at every run, which is a change then.
            Older ones show it, and it is compared.'
        type: str
        default: on_create
        choices:
          - on_create
          - always
  projects:
    description:
      - The projects. Without this list they stay as
        they are.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - Name of the project.
        type: str
        required: true
      public:
        description:
          - Whether everybody may pull from it, without
            login too. A new project is private.
        type: bool
      storage_limit:
        description:
          - 'How much it may hold: bytes, an amount
            such as V(10GiB), or V(unlimited).'
          - A new project has Harbor's own default.
            Needs a system administrator.
        type: str
      registry:
        description:
          - Name of the registry that this project is
            a proxy cache of.
          - It is set when the object is created, and
            cannot be changed.
        type: str
      enable_content_trust:
        description:
          - Whether only images with a Notary signature
            can be pulled.
        type: bool
      enable_content_trust_cosign:
        description:
          - Whether only images with a Cosign signature
            can be pulled.
        type: bool
      prevent_vul:
        description:
          - Whether images with vulnerabilities of O(projects[].severity)
            cannot be pulled.
        type: bool
      severity:
        description:
          - From which severity on O(projects[].prevent_vul)
            counts.
          - Harbor knows V(none), V(low), V(medium),
            V(high) and V(critical).
        type: str
      scanner:
        description:
          - Name of the scanner of this project. A new
            project has Harbor's default, whichever
            that is; one that was named stays. Needs
            a system administrator.
        type: str
      auto_scan:
        description:
          - Whether an image is scanned when it is pushed.
        type: bool
      auto_sbom_generation:
        description:
          - Whether an SBOM is made of an image when
            it is pushed.
          - Needs Harbor 2.11 or newer.
        type: bool
      reuse_sys_cve_allowlist:
        description:
          - Whether Harbor's own CVE allowlist counts
            here, and not O(projects[].cve_allowlist).
        type: bool
      cve_allowlist:
        description:
          - The CVEs that O(projects[].prevent_vul)
            passes over; these and no others.
        type: list
        elements: str
      cve_allowlist_expires_at:
        description:
          - 'Until when the allowlist counts: C(2027-01-31),
            C(2027-01-31T12:00:00Z), seconds since 1970,
            or V(never).'
        type: str
      proxy_speed_kb:
        description:
          - How fast a proxy cache fetches at most,
            in KB a second; V(-1) is without limit.
          - Needs Harbor 2.12 or newer.
        type: int
      max_upstream_conn:
        description:
          - How many connections a proxy cache opens
            for an artifact; V(-1) is without limit.
          - Needs Harbor 2.15 or newer.
        type: int
      proxy_cache_local_on_not_found:
        description:
          - Whether a proxy cache goes on serving what
            the registry no longer has.
          - Needs Harbor 2.15.2 or newer.
        type: bool
      force:
        description:
          - Whether a project that is to be removed
            goes with its repositories; without it Harbor
            refuses to remove one that has any.
        type: bool
        default: false
      members:
        description:
          - The members. Without this list they stay
            as they are.
        type: list
        elements: dict
        suboptions:
          name:
            description:
              - Name of the user or group, as Harbor
                writes it.
            type: str
            required: true
          type:
            description:
              - Whether it is a V(user) or a V(group).
            type: str
            default: user
            choices:
              - user
              - group
          role:
            description:
              - 'What it may do in the project: V(limited_guest)
                pulls, V(guest) sees its members and
                logs, too, V(developer) pushes, V(maintainer)
                also removes images and writes its policies,
                and V(project_admin) manages all of
                it, with members and robots.'
              - Harbor knows V(project_admin), V(maintainer),
                V(developer), V(guest) and V(limited_guest).
            type: str
          ldap_group_dn:
            description:
              - 'The distinguished name of an LDAP group
                that Harbor does not know yet: it is
                made known with the membership.'
            type: str
      labels:
        description:
          - The labels. Without this list they stay
            as they are.
        type: list
        elements: dict
        suboptions:
          name:
            description:
              - Name of the label.
            type: str
            required: true
          description:
            description:
              - What the label is for.
            type: str
          color:
            description:
              - Colour of the label, as C(#rrggbb).
            type: str
      robot_accounts:
        description:
          - The robot accounts. Without this list they
            stay as they are.
        type: list
        elements: dict
        suboptions:
          name:
            description:
              - Name of the robot, without the prefix
                (C(robot$)) and the project that Harbor
                puts before it.
            type: str
            required: true
          permissions:
            description:
              - All that the robot may do. A robot of
                one project has one entry, with C(project)
                given beside it and not in the entry.
              - Their order does not matter. From Harbor
                2.10 on, a right that it does not know
                is refused before anything is sent.
            type: list
            elements: dict
            suboptions:
              project:
                description:
                  - 'Where the rights hold: a project
                    by its name, or V(*) for every project.
                    If left out, they are rights of
                    the system (or, for a robot of one
                    project, in that project).'
                type: str
              access:
                description:
                  - The rights, each as C(resource:action),
                    such as V(repository:pull). M(twinstar.registry.harbor_permission_info)
                    lists those of a Harbor.
                type: list
                elements: str
                required: true
          duration:
            description:
              - For how many days from its creation
                on the robot can log in, or V(never)
                for no end. A new robot needs it.
              - To extend a robot, give more days than
                before; counting never starts anew.
            type: str
          description:
            description:
              - What the robot is for.
            type: str
          disabled:
            description:
              - Whether it cannot log in for now.
            type: bool
          secret:
            description:
              - 'Its secret: 8 to 128 characters with
                a capital letter, a small letter and
                a digit.'
              - 'If left out, Harbor makes one for a
                new robot, and the result has it, that
                once: no later call can read it. Register
                the task with C(no_log) then.'
            type: str
          update_secret:
            description:
              - When O(projects[].robot_accounts[].secret)
                is written to a robot that exists already,
                since Harbor never shows the stored
                one.
              - With V(verify) it is tried by a login,
                and written if that is refused. With
                V(on_create) it is left as it is. With
                V(always) it is written at every run,
                which is a change then.
            type: str
            default: verify
            choices:
              - verify
              - on_create
              - always
      webhooks:
        description:
          - The webhooks. Without this list they stay
            as they are.
        type: list
        elements: dict
        suboptions:
          name:
            description:
              - Name of the webhook.
            type: str
            required: true
          description:
            description:
              - What the webhook is for.
            type: str
          event_types:
            description:
              - What is told. These and no others.
              - Harbor knows V(PUSH_ARTIFACT), V(PULL_ARTIFACT),
                V(DELETE_ARTIFACT), V(QUOTA_EXCEED),
                V(QUOTA_WARNING), V(SCANNING_FAILED),
                V(SCANNING_STOPPED), V(SCANNING_COMPLETED),
                V(REPLICATION) and V(TAG_RETENTION).
            type: list
            elements: str
          targets:
            description:
              - Whom it is told to. These and no others.
            type: list
            elements: dict
            suboptions:
              type:
                description:
                  - 'How it is told: V(http), or V(slack).'
                  - Harbor knows V(http) and V(slack).
                type: str
                default: http
              address:
                description:
                  - Where it is told.
                type: str
                required: true
              auth_header:
                description:
                  - The header C(Authorization) to send
                    along. If left out, the stored one
                    is kept; empty takes it away.
                type: str
              skip_cert_verify:
                description:
                  - Whether the certificate there is
                    not verified.
                type: bool
                default: false
              payload_format:
                description:
                  - How what happened is written, with
                    type V(http).
                  - Harbor knows V(Default) and V(CloudEvents).
                  - Needs Harbor 2.8 or newer.
                type: str
                default: Default
          enabled:
            description:
              - Whether it tells anything. A new webhook
                does if this is left out.
            type: bool
      immutable_tag_rules:
        description:
          - The immutable tag rules. Without this list
            they stay as they are.
        type: list
        elements: dict
        suboptions:
          repositories:
            description:
              - A pattern of names of repositories,
                without the project. C(*) stands for
                anything but a slash, C(**) for anything,
                C({a,b}) for one of several.
            type: str
            default: '**'
          repositories_excluded:
            description:
              - Whether it is about all repositories
                but those that match O(projects[].immutable_tag_rules[].repositories).
            type: bool
            default: false
          tags:
            description:
              - A pattern of tags. C(*) stands for anything
                but a slash, C(**) for anything, C({a,b})
                for one of several.
            type: str
            default: '**'
          tags_excluded:
            description:
              - Whether it is about all tags but those
                that match O(projects[].immutable_tag_rules[].tags).
            type: bool
            default: false
          disabled:
            description:
              - Whether the rule is there, and does
                nothing.
            type: bool
      retention_policy:
        description:
          - The retention policy. What is left out stays
            as it is.
        type: dict
        suboptions:
          rules:
            description:
              - What is kept, at most 15 rules; an artifact
                that any of them keeps stays. These
                and no others.
              - In the repositories that a rule is about,
                a run deletes every artifact that no
                rule keeps, whatever its tags. Repositories
                that no rule is about are left alone,
                so without rules nothing is deleted.
            type: list
            elements: dict
            suboptions:
              keep:
                description:
                  - 'What it keeps of the artifacts
                    with such tags: the O(projects[].retention_policy.rules[].number)
                    that were pushed last (V(latest_pushed))
                    or pulled last (V(latest_pulled)),
                    what was pushed or pulled within
                    the last O(projects[].retention_policy.rules[].number)
                    days (V(pushed_within_days), V(pulled_within_days)),
                    or V(always) all of them.'
                  - Harbor knows V(latest_pushed), V(latest_pulled),
                    V(pushed_within_days), V(pulled_within_days)
                    and V(always).
                type: str
                required: true
              number:
                description:
                  - How many artifacts or days, for
                    each repository.
                type: int
              repositories:
                description:
                  - A pattern of names of repositories,
                    without the project. C(*) stands
                    for anything but a slash, C(**)
                    for anything, C({a,b}) for one of
                    several.
                type: str
                default: '**'
              repositories_excluded:
                description:
                  - Whether it is about all repositories
                    but those that match O(projects[].retention_policy.rules[].repositories).
                type: bool
                default: false
              tags:
                description:
                  - A pattern of tags. C(*) stands for
                    anything but a slash, C(**) for
                    anything, C({a,b}) for one of several.
                type: str
                default: '**'
              tags_excluded:
                description:
                  - Whether it is about all tags but
                    those that match O(projects[].retention_policy.rules[].tags).
                type: bool
                default: false
              untagged:
                description:
                  - Whether artifacts without a tag
                    are among those that it may keep.
                type: bool
                default: true
              disabled:
                description:
                  - Whether the rule is there, and does
                    nothing.
                type: bool
          cron:
            description:
              - 'When it runs by itself: six fields:
                second (always C(0)), minute, hour,
                day of the month, month and day of the
                week, as in V(0 30 2 * * *) for half
                past two every night. Times are those
                of Harbor''s host, usually UTC. Empty:
                only by hand.'
            type: str
      preheat_policies:
        description:
          - The preheat policies. Without this list
            they stay as they are.
        type: list
        elements: dict
        suboptions:
          name:
            description:
              - Name of the policy.
            type: str
            required: true
          description:
            description:
              - What it is for.
            type: str
          instance:
            description:
              - Name of the preheat instance that images
                are sent to.
            type: str
          enabled:
            description:
              - Whether it does anything. A new policy
                does.
            type: bool
          filters:
            description:
              - 'What is sent: images that meet all
                of these. Without any, all of the project''s.'
            type: dict
            suboptions:
              repositories:
                description:
                  - A pattern of names of repositories,
                    without the project. C(*) stands
                    for anything but a slash, C(**)
                    for anything, C({a,b}) for one of
                    several.
                type: str
              tags:
                description:
                  - A pattern of tags. C(*) stands for
                    anything but a slash, C(**) for
                    anything, C({a,b}) for one of several.
                type: str
              labels:
                description:
                  - Labels that an image must have,
                    all of them.
                type: list
                elements: str
              signed:
                description:
                  - Whether only signed images are sent.
                type: bool
              severity_below:
                description:
                  - Only images whose vulnerabilities
                    are all less severe. Newer versions
                    go by what the project says of vulnerabilities.
                  - Harbor knows V(none), V(low), V(medium),
                    V(high) and V(critical).
                  - Harbor 2.14 is the last that has
                    it.
                type: str
          trigger:
            description:
              - 'When: V(manual), by M(twinstar.registry.harbor_preheat_run)
                or in Harbor''s pages; V(scheduled),
                as O(projects[].preheat_policies[].cron)
                says; or V(event_based), when an image
                is pushed, scanned or labelled. A new
                policy is V(manual).'
              - Harbor knows V(manual), V(scheduled)
                and V(event_based).
            type: str
          cron:
            description:
              - 'When O(projects[].preheat_policies[].trigger=scheduled)
                is: six fields: second (always C(0)),
                minute, hour, day of the month, month
                and day of the week, as in V(0 30 2
                * * *) for half past two every night.
                Times are those of Harbor''s host, usually
                UTC. Alone, it makes O(projects[].preheat_policies[].trigger)
                V(scheduled).'
            type: str
          extra_attrs:
            description:
              - 'What the vendor wants to know besides;
                these and no others. For Dragonfly:
                C(scope), one of V(single_seed_peer),
                V(all_seed_peers), V(all_peers), and
                C(cluster_ids), a list of numbers.'
              - Needs Harbor 2.13 or newer.
            type: dict
  robot_accounts:
    description:
      - The robot accounts. Without this list they stay
        as they are.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - Name of the robot, without the prefix (C(robot$))
            and the project that Harbor puts before
            it.
        type: str
        required: true
      permissions:
        description:
          - All that the robot may do. A robot of one
            project has one entry, with C(project) given
            beside it and not in the entry.
          - Their order does not matter. From Harbor
            2.10 on, a right that it does not know is
            refused before anything is sent.
        type: list
        elements: dict
        suboptions:
          project:
            description:
              - 'Where the rights hold: a project by
                its name, or V(*) for every project.
                If left out, they are rights of the
                system (or, for a robot of one project,
                in that project).'
            type: str
          access:
            description:
              - The rights, each as C(resource:action),
                such as V(repository:pull). M(twinstar.registry.harbor_permission_info)
                lists those of a Harbor.
            type: list
            elements: str
            required: true
      duration:
        description:
          - For how many days from its creation on the
            robot can log in, or V(never) for no end.
            A new robot needs it.
          - To extend a robot, give more days than before;
            counting never starts anew.
        type: str
      description:
        description:
          - What the robot is for.
        type: str
      disabled:
        description:
          - Whether it cannot log in for now.
        type: bool
      secret:
        description:
          - 'Its secret: 8 to 128 characters with a
            capital letter, a small letter and a digit.'
          - 'If left out, Harbor makes one for a new
            robot, and the result has it, that once:
            no later call can read it. Register the
            task with C(no_log) then.'
        type: str
      update_secret:
        description:
          - When O(robot_accounts[].secret) is written
            to a robot that exists already, since Harbor
            never shows the stored one.
          - With V(verify) it is tried by a login, and
            written if that is refused. With V(on_create)
            it is left as it is. With V(always) it is
            written at every run, which is a change
            then.
        type: str
        default: verify
        choices:
          - verify
          - on_create
          - always
  replication_policies:
    description:
      - The replication policies. Without this list
        they stay as they are.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - Name of the policy.
        type: str
        required: true
      description:
        description:
          - What the policy is for.
        type: str
      src_registry:
        description:
          - Name of the registry to copy from (see M(twinstar.registry.harbor_registry)).
            A policy has either this or O(replication_policies[].dest_registry);
            the other side is this Harbor.
        type: str
      dest_registry:
        description:
          - Name of the registry to copy to.
        type: str
      dest_namespace:
        description:
          - 'The namespace (in a Harbor: the project)
            to copy into. If it is empty, it is that
            of the source. A Harbor makes a project
            that is missing.'
        type: str
      dest_namespace_replace_count:
        description:
          - 'How many parts of a repository''s name
            O(replication_policies[].dest_namespace)
            replaces: V(1) makes C(ns/b/c) of C(a/b/c),
            V(2) C(ns/c), V(0) C(ns/a/b/c); V(-1) replaces
            all but the last.'
        type: int
      filters:
        description:
          - 'What is copied: that which all of these
            pass. These and no others; without any,
            everything is.'
        type: list
        elements: dict
        suboptions:
          type:
            description:
              - 'What it judges: the repository''s V(name)
                (with the project), the V(tag), the
                V(label)s, or the kind of V(resource).'
              - Harbor knows V(name), V(tag), V(label)
                and V(resource).
            type: str
            required: true
          value:
            description:
              - A pattern of names or tags, such as
                C(test/**) or C(v{1,2}.*), or the kind
                of resource, V(image) or V(artifact).
            type: str
          labels:
            description:
              - Names of labels that an artifact must
                all have.
            type: list
            elements: str
          decoration:
            description:
              - Whether tags and labels that fit are
                copied (V(matches), as without it),
                or all others (V(excludes)).
              - Harbor knows V(matches) and V(excludes).
            type: str
      trigger:
        description:
          - 'What starts it: V(manual) only a task or
            a person, V(scheduled) O(replication_policies[].cron),
            V(event_based) each push, and each deletion
            with O(replication_policies[].deletion).
            A new policy is manual.'
          - Harbor knows V(manual), V(scheduled) and
            V(event_based).
        type: str
      cron:
        description:
          - 'When it runs, with O(replication_policies[].trigger=scheduled):
            six fields: second (always C(0)), minute,
            hour, day of the month, month and day of
            the week, as in V(0 30 2 * * *) for half
            past two every night. Times are those of
            Harbor''s host, usually UTC. Not every minute.'
        type: str
      deletion:
        description:
          - Whether what is deleted on the one side
            is deleted on the other, with O(replication_policies[].trigger=event_based).
        type: bool
      override:
        description:
          - Whether a tag that is there with another
            content is replaced.
        type: bool
      enabled:
        description:
          - Whether it can run. A new policy is enabled
            if this is left out.
        type: bool
      speed:
        description:
          - How fast one task may copy, in KB a second;
            V(0) is without limit. Bursts of some 100
            KB pass in any case.
        type: int
      copy_by_chunk:
        description:
          - Whether blobs are copied in chunks.
          - Needs Harbor 2.7 or newer.
        type: bool
      single_active_replication:
        description:
          - Whether a run is passed over while another
            one is under way. Not with O(replication_policies[].trigger=event_based).
          - Needs Harbor 2.14 or newer.
        type: bool
  garbage_collection:
    description:
      - The garbage collection. What is left out stays
        as it is.
    type: dict
    suboptions:
      schedule:
        description:
          - 'How often it is done: V(hourly), V(daily)
            (at midnight), V(weekly) (at midnight before
            Sunday), V(custom) as O(garbage_collection.cron)
            says, or V(none), never.'
          - Times are those of Harbor's host, usually
            UTC.
          - Harbor knows V(none), V(hourly), V(daily),
            V(weekly) and V(custom).
        type: str
      cron:
        description:
          - 'When O(garbage_collection.schedule=custom)
            is: six fields: second (always C(0)), minute,
            hour, day of the month, month and day of
            the week, as in V(0 30 2 * * *) for half
            past two every night. Times are those of
            Harbor''s host, usually UTC. Alone, it makes
            O(garbage_collection.schedule) V(custom).'
        type: str
      delete_untagged:
        description:
          - Whether artifacts without a tag are deleted,
            too.
        type: bool
      workers:
        description:
          - 'How many deletions run side by side: 1
            to 10, up to 5 before Harbor 2.13.'
          - Needs Harbor 2.9 or newer.
        type: int
      delete_tag:
        description:
          - Whether what the storage keeps of deleted
            tags is removed, too.
          - Needs Harbor 2.15 or newer.
        type: bool
  purge_audit_log:
    description:
      - The purge audit log. What is left out stays
        as it is.
    type: dict
    suboptions:
      schedule:
        description:
          - 'How often it is done: V(hourly), V(daily)
            (at midnight), V(weekly) (at midnight before
            Sunday), V(custom) as O(purge_audit_log.cron)
            says, or V(none), never.'
          - Times are those of Harbor's host, usually
            UTC.
          - Harbor knows V(none), V(hourly), V(daily),
            V(weekly) and V(custom).
        type: str
      cron:
        description:
          - 'When O(purge_audit_log.schedule=custom)
            is: six fields: second (always C(0)), minute,
            hour, day of the month, month and day of
            the week, as in V(0 30 2 * * *) for half
            past two every night. Times are those of
            Harbor''s host, usually UTC. Alone, it makes
            O(purge_audit_log.schedule) V(custom).'
        type: str
      retention_hours:
        description:
          - Hours for which audit logs are kept; older
            ones are deleted.
        type: int
      include_event_types:
        description:
          - The events whose logs are deleted; these
            and no others.
          - V(other) stands for all but those of artifacts.
          - Harbor knows V(create_artifact), V(delete_artifact),
            V(pull_artifact), V(create_project), V(delete_project),
            V(delete_repository), V(login_user), V(logout_user),
            V(create_user), V(delete_user), V(update_user),
            V(create_robot), V(delete_robot), V(update_configuration)
            and V(other).
          - Needs Harbor 2.13 or newer.
        type: list
        elements: str
      include_operations:
        description:
          - The operations whose logs are deleted; these
            and no others.
          - Harbor knows V(create), V(delete) and V(pull).
          - Harbor 2.12 is the last that has it.
        type: list
        elements: str
  scan_all_schedule:
    description:
      - The schedule of scanning all. What is left out
        stays as it is.
    type: dict
    suboptions:
      schedule:
        description:
          - 'How often all artifacts are scanned: V(hourly),
            V(daily) (at midnight), V(weekly) (at midnight
            before Sunday), V(custom) as O(scan_all_schedule.cron)
            says, or V(none), never.'
          - Times are those of Harbor's host, usually
            UTC.
          - Harbor knows V(none), V(hourly), V(daily),
            V(weekly) and V(custom).
        type: str
      cron:
        description:
          - 'When O(scan_all_schedule.schedule=custom)
            is: six fields: second (always C(0)), minute,
            hour, day of the month, month and day of
            the week, as in V(0 30 2 * * *) for half
            past two every night. Times are those of
            Harbor''s host, usually UTC. Alone, it makes
            O(scan_all_schedule.schedule) V(custom).'
        type: str
  exclusive:
    description:
      - The lists in which what is not listed is removed.
        Lists that it does not name are only added to.
      - A list within projects (V(members), V(project_labels)
        and so on) is exclusive in each project that
        gives it. The account of the task, and a project
        that holds repositories, stay in any case.
    type: list
    elements: str
    default: []
    choices:
      - registries
      - users
      - user_groups
      - labels
      - scanners
      - preheat_instances
      - projects
      - members
      - project_labels
      - project_robot_accounts
      - webhooks
      - immutable_tag_rules
      - preheat_policies
      - robot_accounts
      - replication_policies
"""

    HARBOR_TAG = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  project:
    description:
      - Name of the project that the tag is in.
    type: str
    required: true
  repository:
    description:
      - Name of the repository within its project, such
        as V(app/web).
    type: str
    required: true
  name:
    description:
      - The tag.
    type: str
    required: true
  artifact:
    description:
      - 'Which artifact of the repository has the tag:
        its digest, or another tag of it. If left out,
        a tag that is there may be on any artifact.'
    type: str
  move:
    description:
      - 'Whether the tag may be taken off another artifact.
        Harbor cannot do that in one step: the tag is
        removed there and then put here, and who pulls
        it in between finds nothing. When it is V(false)
        the task fails instead.'
    type: bool
    default: false
  state:
    description:
      - Whether the tag exists.
    type: str
    default: present
    choices:
      - present
      - absent
"""

    HARBOR_USER = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  name:
    description:
      - The name that the user logs in with. Capital
        and small letters differ.
    type: str
    required: true
  email:
    description:
      - The e-mail address, which no other user may
        have. A new user needs one.
    type: str
  realname:
    description:
      - The name that is shown. A new user needs one.
    type: str
  comment:
    description:
      - A remark of at most 30 bytes.
    type: str
  sysadmin:
    description:
      - Whether the user is a system administrator.
        A new user is none.
    type: bool
  password:
    description:
      - 'The password: 8 to 128 characters with a capital
        letter, a small letter and a digit. A new user
        needs one.'
    type: str
  update_password:
    description:
      - When O(password) is written to a user that exists
        already, since Harbor never shows the stored
        one.
      - With V(verify) it is tried by a login, and written
        if that is refused. With V(on_create) it is
        left as it is. With V(always) it is written
        at every run, which is a change then.
    type: str
    default: verify
    choices:
      - verify
      - on_create
      - always
  old_password:
    description:
      - The present password. Harbor wants it where
        a task changes the password of the account that
        it runs with, and nowhere else.
    type: str
  state:
    description:
      - Whether the user exists.
    type: str
    default: present
    choices:
      - present
      - absent
"""

    HARBOR_USER_CLI_SECRET = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  name:
    description:
      - Name of the user, as Harbor shows it.
    type: str
    required: true
  secret:
    description:
      - 'The secret: 8 to 128 characters with a capital
        letter, a small letter and a digit.'
    type: str
    required: true
  update_secret:
    description:
      - Whether the secret is tried by a login and written
        if that is refused (V(verify)), or written at
        every run, which is a change then (V(always)).
    type: str
    default: verify
    choices:
      - verify
      - always
"""

    HARBOR_USER_GROUP = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  name:
    description:
      - Name of the group.
    type: str
    required: true
  type:
    description:
      - Where the group comes from.
      - Harbor knows V(ldap), V(http) and V(oidc).
      - It is set when the object is created, and cannot
        be changed.
    type: str
  ldap_group_dn:
    description:
      - The distinguished name of an LDAP group.
      - It is set when the object is created, and cannot
        be changed.
    type: str
  state:
    description:
      - Whether the user group exists.
    type: str
    default: present
    choices:
      - present
      - absent
"""

    HARBOR_USER_GROUP_INFO = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  name:
    description:
      - Only the user group of this name; none is an
        empty list. If left out, all user groups are
        listed.
    type: str
"""

    HARBOR_USER_INFO = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  name:
    description:
      - Only the user of this name; none is an empty
        list. If left out, all users are listed.
    type: str
"""

    HARBOR_VULNERABILITY_INFO = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  project:
    description:
      - Name of the project that the repository is in.
    type: str
    required: true
  repository:
    description:
      - Name of the repository, without the project.
    type: str
    required: true
  reference:
    description:
      - Tag or digest of the artifact.
    type: str
    required: true
  severity:
    description:
      - Only vulnerabilities of this severity or a worse
        one. If left out, all are listed.
    type: str
    choices:
      - Negligible
      - Low
      - Medium
      - High
      - Critical
  fixable:
    description:
      - Whether only vulnerabilities are listed that
        another version of the package mends.
    type: bool
    default: false
"""

    HARBOR_WAIT = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  wait_timeout:
    description:
      - Seconds to wait at most; with V(0) Harbor is
        asked once. After a first start it takes a minute
        or two.
    type: int
    default: 300
"""

    HARBOR_WEBHOOK_INFO = r"""
options:
  harbor_url:
    description:
      - 'Where Harbor answers, with V(https://) or V(http://)
        and without C(/api). Give the final address:
        a redirect, such as from HTTP to HTTPS, is not
        followed.'
      - If left out, the environment variable E(HARBOR_URL)
        is used, where set.
    type: str
  harbor_username:
    description:
      - The user to log in as, or the full name of a
        robot account with its prefix, such as V(robot$ci).
        Without it, Harbor is asked anonymously.
      - If left out, the environment variable E(HARBOR_USERNAME)
        is used, where set.
    type: str
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret
        of the robot account.
      - If left out, the environment variable E(HARBOR_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether Harbor''s certificate must be valid.
        Set it to V(false) only in a lab: the password
        goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a Harbor, or a proxy in front
        of it, that asks for one; it may hold the key
        too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  headers:
    description:
      - Headers sent with each request to Harbor, and
        never to another host. Their values are treated
        as secrets, and masked wherever they occur in
        the result.
    type: dict
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128);
        treated as a secret, since it may hold a password.
        If left out, the proxies in the environment
        (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY))
        are used, except towards the host itself.
    type: str
  timeout:
    description:
      - Seconds within which one request must be answered,
        repetitions included.
    type: int
    default: 30
  project:
    description:
      - Name of the project that the webhook is in.
    type: str
    required: true
  name:
    description:
      - Only the webhook of this name; none is an empty
        list. If left out, all webhooks are listed.
    type: str
"""

    HARBOR_YML = r"""
options:
  path:
    description:
      - 'The file, whole: what the task does not say
        leaves it.'
    type: path
    required: true
  version:
    description:
      - Version of Harbor whose C(prepare) reads the
        file, such as V(2.13.5). It decides which keys
        are known, and how some are written.
    type: str
    required: true
  with_trivy:
    description:
      - Whether C(prepare) is called with C(--with-trivy).
        The scanner needs a certificate of its own then
        with O(internal_tls.enabled=true).
    type: bool
    default: false
  hostname:
    description:
      - Name or IPv4 address under which clients reach
        Harbor, without scheme and port.
    type: str
    required: true
  http:
    description:
      - Plain HTTP. Harbor listens there with HTTPS
        too, and sends clients to HTTPS.
    type: dict
    suboptions:
      port:
        description:
          - Its port on the host. Left out, it is 80.
        type: int
  https:
    description:
      - HTTPS. Left out, Harbor speaks plain HTTP.
    type: dict
    suboptions:
      port:
        description:
          - Its port on the host. Left out, it is 443.
        type: int
      certificate:
        description:
          - File on the host with the certificate and
            its chain. prepare copies it, so it has
            to run again after a renewal.
        type: str
        required: true
      private_key:
        description:
          - File on the host with its key, without a
            passphrase.
        type: str
        required: true
      strong_ssl_ciphers:
        description:
          - Whether to take strong TLS ciphers only.
            Left out, it is V(false). Known to Harbor
            2.10.1 and newer, 2.9 from 2.9.3 on only.
        type: bool
  ip_family:
    description:
      - Kinds of addresses that nginx listens on. It
        acts on HTTPS and internal TLS only. Known to
        Harbor 2.11 and newer only.
    type: dict
    suboptions:
      ipv6:
        description:
          - IPv6. Left out, it is off.
        type: dict
        suboptions:
          enabled:
            description:
              - Whether nginx listens there.
            type: bool
      ipv4:
        description:
          - IPv4. Left out, it is on.
        type: dict
        suboptions:
          enabled:
            description:
              - Whether nginx listens there.
            type: bool
  internal_tls:
    description:
      - TLS between Harbor's own containers. It needs
        O(data_volume) to be V(/data), since prepare
        looks there for the CA that the containers shall
        trust.
    type: dict
    suboptions:
      enabled:
        description:
          - Whether to use it.
        type: bool
        required: true
      dir:
        description:
          - Folder on the host with the certificates
            and keys, named as C(prepare gencert) names
            them. All of it is copied.
        type: str
      strong_ssl_ciphers:
        description:
          - Whether to take strong TLS ciphers only.
            Left out, it is V(false). Known to Harbor
            2.10.1 and newer, 2.9 from 2.9.3 on only.
        type: bool
  external_url:
    description:
      - 'URL under which clients reach Harbor, where
        that is not O(hostname) with the port: behind
        a proxy or a balancer.'
    type: str
  harbor_admin_password:
    description:
      - Password of the administrator. It counts at
        the first start alone; later it is changed through
        the API.
    type: str
    required: true
  database:
    description:
      - The PostgreSQL that comes with Harbor. One of
        O(database) and O(external_database) is needed.
    type: dict
    suboptions:
      password:
        description:
          - Password of its user. It counts at the first
            start; later it is changed in PostgreSQL
            first.
        type: str
        required: true
      max_idle_conns:
        description:
          - Connections that are kept while idle, 0
            or less is none.
        type: int
      max_open_conns:
        description:
          - Open connections at most, 0 or less is any
            number.
        type: int
      conn_max_lifetime:
        description:
          - How long a connection may be used. Left
            out, it is 5m. Known to Harbor 2.7 and newer
            only.
        type: str
      conn_max_idle_time:
        description:
          - How long a connection may be idle. Left
            out, there is no limit. Known to Harbor
            2.7 and newer only.
        type: str
  data_volume:
    description:
      - Folder on the host with all of Harbor's data.
        prepare reads it by C(grep) and C(awk), so it
        is a plain path.
    type: str
    default: /data
  storage_service:
    description:
      - Where the registry keeps images. Left out, it
        is O(data_volume). One driver at most; prepare
        would take the first of several, and the disk
        for one that it does not know.
    type: dict
    suboptions:
      ca_bundle:
        description:
          - File on the host with the CAs of the storage
            service. prepare wants it readable by all,
            or owned by user 10000.
        type: str
      filesystem:
        description:
          - Files below a directory of the host.
        type: dict
        suboptions:
          rootdirectory:
            description:
              - The directory within the container.
                Left out, it is C(/storage).
            type: str
          maxthreads:
            description:
              - How many file operations may block at
                a time. Left out, it is 100; less than
                25 is 25.
            type: int
      azure:
        description:
          - Microsoft Azure Blob Storage.
        type: dict
        suboptions:
          accountname:
            description:
              - Name of the account.
            type: str
            required: true
          accountkey:
            description:
              - Key of the account.
            type: str
            required: true
          container:
            description:
              - Name of the container.
            type: str
            required: true
          realm:
            description:
              - Domain of the service. Left out, it
                is C(core.windows.net).
            type: str
      gcs:
        description:
          - Google Cloud Storage.
        type: dict
        suboptions:
          bucket:
            description:
              - Name of the bucket.
            type: str
            required: true
          keyfile:
            description:
              - Path of the service account's key as
                JSON, on the host. Left out, the host's
                own account is used.
            type: str
          rootdirectory:
            description:
              - Prefix of all objects, without which
                they lie at the top.
            type: str
          chunksize:
            description:
              - Bytes of a part of an upload, a multiple
                of 262144.
            type: int
          maxconcurrency:
            description:
              - How many operations run at a time.
            type: int
      s3:
        description:
          - Amazon S3, or a service that speaks its
            language.
        type: dict
        suboptions:
          accesskey:
            description:
              - Access key. Left out together with the
                secret key, the host's own role is used.
            type: str
          secretkey:
            description:
              - Secret key.
            type: str
          region:
            description:
              - Name of the region.
            type: str
            required: true
          regionendpoint:
            description:
              - URL of a service other than Amazon's.
            type: str
          bucket:
            description:
              - Name of the bucket.
            type: str
            required: true
          encrypt:
            description:
              - Whether the service encrypts what it
                stores.
            type: bool
          keyid:
            description:
              - Id of the KMS key that encrypts. It
                needs O(storage_service.s3.encrypt).
            type: str
          secure:
            description:
              - Whether to use HTTPS. Left out, it is
                used.
            type: bool
          skipverify:
            description:
              - Whether to accept any certificate of
                the service.
            type: bool
          v4auth:
            description:
              - Whether to sign with version 4. Left
                out, it is used.
            type: bool
          chunksize:
            description:
              - Bytes of a part of an upload.
            type: int
          multipartcopychunksize:
            description:
              - Bytes of a part of a copy.
            type: int
          multipartcopymaxconcurrency:
            description:
              - How many parts of a copy run at a time.
            type: int
          multipartcopythresholdsize:
            description:
              - Bytes from which on a copy is done in
                parts.
            type: int
          rootdirectory:
            description:
              - Prefix of all objects, without which
                they lie at the top.
            type: str
          storageclass:
            description:
              - Storage class of new objects. V(NONE)
                sends none.
            type: str
            choices:
              - NONE
              - STANDARD
              - REDUCED_REDUNDANCY
          objectacl:
            description:
              - Canned ACL of new objects. Left out,
                it is V(private).
            type: str
            choices:
              - private
              - public-read
              - public-read-write
              - authenticated-read
              - aws-exec-read
              - bucket-owner-read
              - bucket-owner-full-control
      swift:
        description:
          - OpenStack Swift. Known to releases up to
            2.8 only.
        type: dict
        suboptions:
          username:
            description:
              - Name of the user.
            type: str
            required: true
          password:
            description:
              - Password of the user.
            type: str
            required: true
          authurl:
            description:
              - URL of the identity service.
            type: str
            required: true
          tenant:
            description:
              - Name of the tenant.
            type: str
          tenantid:
            description:
              - Id of the tenant.
            type: str
          domain:
            description:
              - Name of the domain, for version 3 of
                the identity service.
            type: str
          domainid:
            description:
              - Id of the domain, for version 3 of the
                identity service.
            type: str
          tenantdomain:
            description:
              - Name of the tenant's domain, where it
                is another one.
            type: str
          tenantdomainid:
            description:
              - Id of the tenant's domain, where it
                is another one.
            type: str
          trustid:
            description:
              - Id of a trust.
            type: str
          region:
            description:
              - Name of the region.
            type: str
          authversion:
            description:
              - Version of the identity service.
            type: int
            choices:
              - 1
              - 2
              - 3
          container:
            description:
              - Name of the container, made where there
                is none.
            type: str
            required: true
          prefix:
            description:
              - Prefix of all objects, without which
                they lie at the top.
            type: str
          endpointtype:
            description:
              - Which endpoint to use.
            type: str
            choices:
              - public
              - internal
              - admin
          insecureskipverify:
            description:
              - Whether to accept any certificate.
            type: bool
          chunksize:
            description:
              - Bytes of a segment.
            type: int
          secretkey:
            description:
              - Key that signs temporary URLs.
            type: str
          accesskey:
            description:
              - Key that names the account in temporary
                URLs.
            type: str
          tempurlcontainerkey:
            description:
              - Whether the container's key signs them.
            type: bool
          tempurlmethods:
            description:
              - HTTP methods of temporary URLs.
            type: list
            elements: str
      oss:
        description:
          - Aliyun OSS. Known to releases up to 2.8
            only.
        type: dict
        suboptions:
          accesskeyid:
            description:
              - Id of the access key.
            type: str
            required: true
          accesskeysecret:
            description:
              - The access key.
            type: str
            required: true
          region:
            description:
              - Name of the region.
            type: str
            required: true
          endpoint:
            description:
              - Name of a service other than the region's.
            type: str
          internal:
            description:
              - Whether to use the internal endpoint.
            type: bool
          bucket:
            description:
              - Name of the bucket.
            type: str
            required: true
          encrypt:
            description:
              - Whether the service encrypts what it
                stores.
            type: bool
          secure:
            description:
              - Whether to use HTTPS. Left out, it is
                used.
            type: bool
          chunksize:
            description:
              - Bytes of a part of an upload.
            type: int
          rootdirectory:
            description:
              - Prefix of all objects, without which
                they lie at the top.
            type: str
      redirect:
        description:
          - Redirection of downloads to the storage
            service.
        type: dict
        suboptions:
          disable:
            description:
              - Whether the registry sends all content
                itself. It is written as C(disabled)
                for Harbor up to 2.7, which knows that
                word only.
            type: bool
            required: true
  trivy:
    description:
      - The scanner, which runs where prepare is called
        with C(--with-trivy).
    type: dict
    suboptions:
      ignore_unfixed:
        description:
          - Whether to show fixed vulnerabilities only.
        type: bool
      skip_update:
        description:
          - Whether not to load the database, for hosts
            without a way out.
        type: bool
      skip_java_db_update:
        description:
          - Whether not to load the database for Java.
            Known to Harbor 2.10.1 and newer, 2.9 from
            2.9.3 on only.
        type: bool
      db_repository:
        description:
          - Where the database comes from, as the name
            of an image. Known to Harbor 2.15 and newer
            only.
        type: str
      java_db_repository:
        description:
          - Where the database for Java comes from,
            as the name of an image. Known to Harbor
            2.15 and newer only.
        type: str
      offline_scan:
        description:
          - Whether a scan asks nobody about dependencies.
        type: bool
      security_check:
        description:
          - 'What to look for: V(vuln), V(config) and
            V(secret), with commas. Left out, it is
            V(vuln). Known to Harbor 2.6.2 and newer
            only.'
        type: str
      insecure:
        description:
          - Whether to take any certificate of the registry.
        type: bool
      timeout:
        description:
          - How long a scan may take, up to 30m. Left
            out, it is 5m0s.
        type: str
      github_token:
        description:
          - Token that GitHub knows.
        type: str
  jobservice:
    description:
      - The service that runs jobs.
    type: dict
    suboptions:
      max_job_workers:
        description:
          - Jobs at a time. Left out, it is 10.
        type: int
      max_job_duration_hours:
        description:
          - Hours after which a job counts as failed,
            24 at least. Left out, it is 24. Known to
            Harbor 2.13 and newer only.
        type: int
      job_loggers:
        description:
          - Where the logs of jobs go. Left out, it
            is V(STD_OUTPUT) and V(FILE). Known to Harbor
            2.9 and newer only.
        type: list
        elements: str
        choices:
          - STD_OUTPUT
          - FILE
          - DB
      logger_sweeper_duration:
        description:
          - Days that such logs are kept. Left out,
            it is 1. Known to Harbor 2.8 and newer only.
        type: int
  notification:
    description:
      - Webhooks.
    type: dict
    suboptions:
      webhook_job_max_retry:
        description:
          - How often one is tried again. Left out,
            it is 3, and 10 before Harbor 2.8.
        type: int
      webhook_job_http_client_timeout:
        description:
          - Seconds that an answer may take. Left out,
            it is 3. Known to Harbor 2.8 and newer only.
        type: int
  chart:
    description:
      - The chart repository. Known to Harbor up to
        2.7 only.
    type: dict
    suboptions:
      absolute_url:
        description:
          - Whether its index has whole URLs. Left out,
            it is V(disabled).
        type: str
        choices:
          - enabled
          - disabled
  log:
    description:
      - Logs of all containers.
    type: dict
    suboptions:
      level:
        description:
          - From which level on. Left out, it is V(info).
        type: str
        choices:
          - debug
          - info
          - warning
          - error
          - fatal
      local:
        description:
          - Files on the host.
        type: dict
        suboptions:
          rotate_count:
            description:
              - How many old ones are kept. Left out,
                it is 50.
            type: int
          rotate_size:
            description:
              - Size from which on one is rotated. Left
                out, it is 200M.
            type: str
          location:
            description:
              - Their folder. Left out, it is C(/var/log/harbor).
            type: str
      external_endpoint:
        description:
          - A syslog server that gets the logs; the
            files get nothing then.
        type: dict
        suboptions:
          protocol:
            description:
              - How it is reached.
            type: str
            required: true
            choices:
              - tcp
              - udp
          host:
            description:
              - Its name or address.
            type: str
            required: true
          port:
            description:
              - Its port.
            type: int
            required: true
  external_database:
    description:
      - A PostgreSQL of yours, instead of the one that
        comes with Harbor.
    type: dict
    suboptions:
      harbor:
        description:
          - Harbor's own database.
        type: dict
        suboptions:
          host:
            description:
              - Host of the PostgreSQL.
            type: str
            required: true
          port:
            description:
              - Its port.
            type: int
            required: true
          db_name:
            description:
              - Name of the database.
            type: str
            required: true
          username:
            description:
              - Name of the user.
            type: str
            required: true
          password:
            description:
              - Password of the user.
            type: str
            required: true
          ssl_mode:
            description:
              - How much of TLS is asked for.
            type: str
            required: true
            choices:
              - disable
              - require
              - verify-ca
              - verify-full
          max_idle_conns:
            description:
              - Connections that are kept while idle,
                0 or less is none.
            type: int
          max_open_conns:
            description:
              - Open connections at most, 0 or less
                is any number.
            type: int
          conn_max_lifetime:
            description:
              - How long a connection may be used. Left
                out, it is 5m. Known to Harbor 2.7 and
                newer only.
            type: str
          conn_max_idle_time:
            description:
              - How long a connection may be idle. Left
                out, there is no limit. Known to Harbor
                2.7 and newer only.
            type: str
      notary_signer:
        description:
          - The database of Notary's signer. Known to
            Harbor up to 2.8 only.
        type: dict
        suboptions:
          host:
            description:
              - Host of the PostgreSQL.
            type: str
            required: true
          port:
            description:
              - Its port.
            type: int
            required: true
          db_name:
            description:
              - Name of the database.
            type: str
            required: true
          username:
            description:
              - Name of the user.
            type: str
            required: true
          password:
            description:
              - Password of the user.
            type: str
            required: true
          ssl_mode:
            description:
              - How much of TLS is asked for.
            type: str
            required: true
            choices:
              - disable
              - require
              - verify-ca
              - verify-full
      notary_server:
        description:
          - The database of Notary's server. Known to
            Harbor up to 2.8 only.
        type: dict
        suboptions:
          host:
            description:
              - Host of the PostgreSQL.
            type: str
            required: true
          port:
            description:
              - Its port.
            type: int
            required: true
          db_name:
            description:
              - Name of the database.
            type: str
            required: true
          username:
            description:
              - Name of the user.
            type: str
            required: true
          password:
            description:
              - Password of the user.
            type: str
            required: true
          ssl_mode:
            description:
              - How much of TLS is asked for.
            type: str
            required: true
            choices:
              - disable
              - require
              - verify-ca
              - verify-full
  redis:
    description:
      - Databases of the Redis that comes with Harbor.
        Known to Harbor 2.8.4 and newer, 2.7 from 2.7.3
        on only.
    type: dict
    suboptions:
      registry_db_index:
        description:
          - Database of the registry. Left out, it is
            1.
        type: int
      jobservice_db_index:
        description:
          - Database of the job service. Left out, it
            is 2.
        type: int
      trivy_db_index:
        description:
          - Database of the scanner. Left out, it is
            5.
        type: int
      harbor_db_index:
        description:
          - Database of what else core keeps. Left out,
            it is 0. Known to Harbor 2.8.4 and newer,
            2.7 from 2.7.3 on only.
        type: int
      cache_layer_db_index:
        description:
          - Database of the cache. Left out, it is 0.
            Known to Harbor 2.8.4 and newer, 2.7 from
            2.7.3 on only.
        type: int
  external_redis:
    description:
      - A Redis of yours, instead of the one that comes
        with Harbor.
    type: dict
    suboptions:
      host:
        description:
          - Its HOST:PORT; with Sentinel HOST:PORT of
            every one of them, with commas.
        type: str
        required: true
      username:
        description:
          - 'Name of the user. Harbor before 2.15 does
            not tell it to the registry, which would
            log in as another one: it is refused there.
            Known to Harbor 2.15 and newer only.'
        type: str
      password:
        description:
          - Password of the user.
        type: str
      sentinel_master_set:
        description:
          - Name of the set that Sentinel watches. Needed
            with Sentinel.
        type: str
      tlsOptions:
        description:
          - TLS to Redis. Known to Harbor 2.13 and newer
            only.
        type: dict
        suboptions:
          enable:
            description:
              - Whether to use it.
            type: bool
            required: true
          rootCA:
            description:
              - File on the host with the CA. Left out,
                the system's CAs count.
            type: str
      chartmuseum_db_index:
        description:
          - Database of the chart repository. Left out,
            it is 3. Known to Harbor up to 2.7 only.
        type: int
      registry_db_index:
        description:
          - Database of the registry. Left out, it is
            1.
        type: int
      jobservice_db_index:
        description:
          - Database of the job service. Left out, it
            is 2.
        type: int
      trivy_db_index:
        description:
          - Database of the scanner. Left out, it is
            5.
        type: int
      harbor_db_index:
        description:
          - Database of what else core keeps. Left out,
            it is 0. Known to Harbor 2.8.4 and newer,
            2.7 from 2.7.3 on only.
        type: int
      cache_layer_db_index:
        description:
          - Database of the cache. Left out, it is 0.
            Known to Harbor 2.8.4 and newer, 2.7 from
            2.7.3 on only.
        type: int
      idle_timeout_seconds:
        description:
          - Seconds after which an idle connection ends.
            Left out, it is 30.
        type: int
  uaa:
    description:
      - Login by UAA.
    type: dict
    suboptions:
      ca_file:
        description:
          - File on the host with the CA of its certificate.
        type: str
        required: true
  proxy:
    description:
      - Proxy that Harbor's components use to reach
        others.
    type: dict
    suboptions:
      http_proxy:
        description:
          - URL of the proxy for HTTP.
        type: str
      https_proxy:
        description:
          - URL of the proxy for HTTPS.
        type: str
      no_proxy:
        description:
          - What is reached without it. Harbor's own
            containers always are.
        type: list
        elements: str
      components:
        description:
          - Components that use it. Left out, it is
            V(core), V(jobservice) and V(trivy).
        type: list
        elements: str
        choices:
          - core
          - jobservice
          - trivy
  metric:
    description:
      - Metrics for Prometheus.
    type: dict
    suboptions:
      enabled:
        description:
          - Whether there are some.
        type: bool
        required: true
      port:
        description:
          - Their port on the host. Left out, it is
            9090.
        type: int
      path:
        description:
          - Their path. Left out, it is C(/metrics),
            and the exporter answers at no other.
        type: str
        choices:
          - /metrics
  trace:
    description:
      - Traces, sent to Jaeger or by OpenTelemetry.
    type: dict
    suboptions:
      enabled:
        description:
          - Whether there are some.
        type: bool
        required: true
      sample_rate:
        description:
          - 'How many of all requests are traced. Left
            out, it is 1: all.'
        type: float
      namespace:
        description:
          - Tells this Harbor from others.
        type: str
      attributes:
        description:
          - What every trace has, as names with texts.
        type: dict
      jaeger:
        description:
          - Jaeger, by a collector or by an agent.
        type: dict
        suboptions:
          endpoint:
            description:
              - URL of the collector.
            type: str
          username:
            description:
              - Name of the user there.
            type: str
          password:
            description:
              - Password of the user there.
            type: str
          agent_host:
            description:
              - Name or address of the agent.
            type: str
          agent_port:
            description:
              - Port of the agent.
            type: int
      otel:
        description:
          - A collector of OpenTelemetry.
        type: dict
        suboptions:
          endpoint:
            description:
              - Its HOST:PORT.
            type: str
            required: true
          url_path:
            description:
              - Path of its URL, such as C(/v1/traces).
            type: str
            required: true
          compression:
            description:
              - Whether to compress.
            type: bool
          insecure:
            description:
              - Whether to send without TLS.
            type: bool
          timeout:
            description:
              - Seconds that an answer may take. Left
                out, it is 10.
            type: int
  upload_purging:
    description:
      - Removal of uploads that were never finished.
        Left out, it runs daily for those older than
        a week.
    type: dict
    suboptions:
      enabled:
        description:
          - Whether it runs.
        type: bool
        required: true
      age:
        description:
          - Age from which on one is removed. Left out,
            it is 168h.
        type: str
      interval:
        description:
          - Time between two runs. Left out, it is 24h.
        type: str
      dryrun:
        description:
          - Whether to log only. Left out, it is V(false).
        type: bool
  cache:
    description:
      - Cache of projects, repositories, artifacts and
        manifests in Redis. Known to Harbor 2.6 and
        newer only.
    type: dict
    suboptions:
      enabled:
        description:
          - Whether to use it.
        type: bool
        required: true
      expire_hours:
        description:
          - Hours that it is kept. Left out, it is 24.
        type: int
  core:
    description:
      - Harbor's core. Known to Harbor 2.9 and newer
        only.
    type: dict
    suboptions:
      quota_update_provider:
        description:
          - What keeps the usage of quotas while images
            come in. Left out, it is V(db).
        type: str
        choices:
          - db
          - redis
  extra:
    description:
      - Keys that have no option here, in the shape
        of the file. They are added to the sections
        above.
      - A key that looks misspelt is refused; one that
        nobody knows gives a warning.
    type: dict
  backup:
    description:
      - Whether to keep a copy of the file, with a time
        stamp in its name, before it is changed.
    type: bool
    default: false
"""

    HOST_PREFLIGHT = r"""
options:
  systems:
    description:
      - 'Systems that the host may run, as the C(ID)
        of os-release, or with the version too: V(debian),
        V(debian 12).'
      - Another one gives a warning. If left out, every
        system is fine.
    type: list
    elements: str
  memory_mib:
    description:
      - Memory in MiB that the host must have. If left
        out, any is enough.
    type: int
  disks:
    description:
      - Space that must be free, a path each. A path
        need not be there yet.
    type: list
    elements: dict
    suboptions:
      path:
        description:
          - A folder that will hold data.
        type: path
        required: true
      free_gib:
        description:
          - GiB that must be free there. The default
            only reports what is free.
        type: float
        default: 0
  ports:
    description:
      - Ports that must be free, or held by what may
        hold them.
    type: list
    elements: dict
    suboptions:
      port:
        description:
          - The port.
        type: int
        required: true
      protocol:
        description:
          - Its protocol.
        type: str
        default: tcp
        choices:
          - tcp
          - udp
      purpose:
        description:
          - Who is going to use it; it stands in the
            sentence about a busy port.
        type: str
        default: this host's new service
      owners:
        description:
          - 'Names of processes or containers that may
            hold the port: usually the service itself,
            once it is there.'
        type: list
        elements: str
        default: []
  engine:
    description:
      - Whether a Docker engine must be on the host.
        V(installed) asks for one, and with V(wanted)
        it is enough to know that one will be installed.
      - If left out, a missing engine is fine, and no
        word about it.
    type: str
    choices:
      - installed
      - wanted
  engine_version:
    description:
      - The oldest engine to be content with.
    type: str
  compose_version:
    description:
      - The oldest Compose to be content with, where
        one is installed.
    type: str
  docker_socket:
    description:
      - The engine's socket, which is asked for its
        version and for the containers that hold ports.
    type: path
    default: /var/run/docker.sock
"""

    HOSTS_BLOCK = r"""
options:
  path:
    description:
      - The hosts file.
    type: path
    default: /etc/hosts
  name:
    description:
      - 'Name of the block: it stands in the comment
        lines before and after it, so that several blocks
        can live in one file.'
    type: str
    default: twinstar.registry
  entries:
    description:
      - 'What the block says, exactly: an entry that
        is not listed leaves the block.'
      - Required when O(state=present). An empty list
        removes the block.
    type: list
    elements: dict
    suboptions:
      address:
        description:
          - An IPv4 or IPv6 address.
        type: str
        required: true
      names:
        description:
          - The names that resolve to the address, the
            canonical one first.
        type: list
        elements: str
        required: true
  conflict:
    description:
      - What to do when a line outside the block maps
        one of the names to another address of the same
        family.
      - V(fail) names the line and leaves the file as
        it was; V(warn) writes the block all the same.
    type: str
    default: fail
    choices:
      - fail
      - warn
  state:
    description:
      - Whether the block is there.
    type: str
    default: present
    choices:
      - present
      - absent
  backup:
    description:
      - Whether to keep a copy of the file, with a time
        stamp in its name, before it is changed.
    type: bool
    default: false
"""

    HTPASSWD_USERS = r"""
options:
  path:
    description:
      - The htpasswd file. Its directory must exist.
    type: path
    required: true
  users:
    description:
      - The users, in one list. A user that is there
        keeps its line's place, a new one comes last.
      - 'An empty list makes a missing file without
        users, and with O(exclusive=true) empties one
        that is there. That locks everybody out, which
        is meant: a registry that finds no file invents
        a user.'
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description:
          - Name of the user.
        type: str
        required: true
      password:
        description:
          - The password, of at most 72 bytes as UTF-8.
            It is checked against the hash in the file,
            and the hash is replaced only if it does
            not fit.
          - Required when O(state=present).
        type: str
  cost:
    description:
      - Cost of the bcrypt hash. A hash of another cost
        or another kind is replaced.
    type: int
    default: 10
  exclusive:
    description:
      - Whether users that are not listed, comments
        and every other line leave the file. It has
        no meaning with O(state=absent).
    type: bool
    default: false
  state:
    description:
      - Whether the listed users are there.
    type: str
    default: present
    choices:
      - present
      - absent
  backup:
    description:
      - Whether to keep a copy of the file, with a time
        stamp in its name, before it is changed.
    type: bool
    default: false
"""

    REGISTRY_CATALOG_INFO = r"""
options:
  url:
    description:
      - Where the registry answers, with V(https://)
        or V(http://) and without C(/v2).
      - The proxies in the environment (E(HTTPS_PROXY),
        E(HTTP_PROXY), E(NO_PROXY)) are used, except
        towards the host itself; C(.netrc) is not read.
      - If left out, the environment variable E(REGISTRY_URL)
        is used, where set.
    type: str
    required: true
  username:
    description:
      - The user to log in as, with O(password). Without
        it, the registry is asked anonymously.
      - If left out, the environment variable E(REGISTRY_USERNAME)
        is used, where set.
    type: str
  password:
    description:
      - The password of O(username), or a token that
        stands for it.
      - If left out, the environment variable E(REGISTRY_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether the registry''s certificate must be
        valid. Set it to V(false) only in a lab: the
        password goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a registry that asks for one;
        it may hold the key too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  timeout:
    description:
      - Seconds within which a request must be answered,
        repetitions included.
    type: int
    default: 30
  headers:
    description:
      - Headers sent with each request to the registry,
        and never to another host. Their values are
        treated as secrets, and masked wherever they
        occur in the result.
    type: dict
  page_size:
    description:
      - How many names a request asks for; all pages
        are read. A registry may give fewer.
    type: int
    default: 100
  tags:
    description:
      - Whether to list the tags of each repository
        too, with at least one more request for each.
    type: bool
    default: false
"""

    REGISTRY_CONFIG = r"""
options:
  path:
    description:
      - 'The file, whole: what the task does not say
        leaves it.'
    type: path
    required: true
  version:
    description:
      - 'Release of distribution that reads the file.
        It decides which keys are known: distribution
        ignores a key that it does not know without
        a word.'
      - V(3) is the newest release of that line which
        this collection knows, V(3.1).
    type: str
    default: '2.8'
    choices:
      - '2.8'
      - '3'
      - '3.0'
      - '3.1'
  log:
    description:
      - What the registry logs.
    type: dict
    suboptions:
      accesslog:
        description:
          - The log of requests.
        type: dict
        suboptions:
          disabled:
            description:
              - Whether there is none. Left out, requests
                are logged.
            type: bool
      level:
        description:
          - From which level on. Left out, it is V(info).
        type: str
        choices:
          - error
          - warn
          - info
          - debug
      formatter:
        description:
          - How a line looks. Left out, it is V(text).
        type: str
        choices:
          - text
          - json
          - logstash
      fields:
        description:
          - Fields that every line has, with their values.
        type: dict
      reportcaller:
        description:
          - Whether a line names the place in the source.
            Known to release 3.0 and newer only.
        type: bool
      hooks:
        description:
          - What happens when something of a level is
            logged.
        type: list
        elements: dict
        suboptions:
          disabled:
            description:
              - Whether the hook is off.
            type: bool
          type:
            description:
              - Kind of hook; distribution has this
                one.
            type: str
            required: true
            choices:
              - mail
          levels:
            description:
              - The levels that call it.
            type: list
            elements: str
            choices:
              - panic
              - fatal
              - error
              - warn
              - info
              - debug
          options:
            description:
              - The mail.
            type: dict
            suboptions:
              smtp:
                description:
                  - The server that takes it.
                type: dict
                suboptions:
                  addr:
                    description:
                      - Its address.
                    type: str
                  username:
                    description:
                      - Name to log in with.
                    type: str
                  password:
                    description:
                      - Password to log in with.
                    type: str
                  insecure:
                    description:
                      - Whether to accept any certificate.
                    type: bool
              from:
                description:
                  - Address of the sender.
                type: str
              to:
                description:
                  - Addresses that get it.
                type: list
                elements: str
  loglevel:
    description:
      - Older way to say O(log.level), which wins.
    type: str
    choices:
      - error
      - warn
      - info
      - debug
  storage:
    description:
      - 'Where images are kept: exactly one driver,
        and what applies to every driver.'
    type: dict
    suboptions:
      filesystem:
        description:
          - Files below a directory of the host.
        type: dict
        suboptions:
          rootdirectory:
            description:
              - The directory. Left out, it is C(/var/lib/registry).
            type: str
          maxthreads:
            description:
              - How many file operations may block at
                a time. Left out, it is 100; less than
                25 is 25.
            type: int
      inmemory:
        description:
          - 'Memory, lost at the next restart. It has
            no settings: write an empty dictionary.'
        type: dict
      s3:
        description:
          - Amazon S3, or a service that speaks its
            language.
        type: dict
        suboptions:
          accesskey:
            description:
              - Access key. Left out together with the
                secret key, the host's own role is used.
            type: str
          secretkey:
            description:
              - Secret key.
            type: str
          region:
            description:
              - Name of the region.
            type: str
            required: true
          regionendpoint:
            description:
              - URL of a service other than Amazon's.
            type: str
          forcepathstyle:
            description:
              - Whether the bucket's name stands in
                the path instead of the host's name.
                Known to release 3.0 and newer only.
            type: bool
          accelerate:
            description:
              - Whether to use transfer acceleration.
                Known to release 3.0 and newer only.
            type: bool
          bucket:
            description:
              - Name of the bucket.
            type: str
            required: true
          encrypt:
            description:
              - Whether the service encrypts what it
                stores.
            type: bool
          keyid:
            description:
              - Id of the KMS key that encrypts. It
                needs O(storage.s3.encrypt).
            type: str
          secure:
            description:
              - Whether to use HTTPS. Left out, it is
                used.
            type: bool
          skipverify:
            description:
              - Whether to accept any certificate of
                the service.
            type: bool
          v4auth:
            description:
              - Whether to sign with version 4. Left
                out, it is used.
            type: bool
          chunksize:
            description:
              - Bytes of a part of an upload.
            type: int
          multipartcopychunksize:
            description:
              - Bytes of a part of a copy.
            type: int
          multipartcopymaxconcurrency:
            description:
              - How many parts of a copy run at a time.
            type: int
          multipartcopythresholdsize:
            description:
              - Bytes from which on a copy is done in
                parts.
            type: int
          rootdirectory:
            description:
              - Prefix of all objects, without which
                they lie at the top.
            type: str
          storageclass:
            description:
              - Storage class of new objects. V(NONE)
                sends none. Releases up to 2.8 know
                V(NONE), V(STANDARD) and V(REDUCED_REDUNDANCY)
                only.
            type: str
            choices:
              - NONE
              - STANDARD
              - REDUCED_REDUNDANCY
              - STANDARD_IA
              - ONEZONE_IA
              - INTELLIGENT_TIERING
              - OUTPOSTS
              - GLACIER_IR
              - EXPRESS_ONEZONE
          objectacl:
            description:
              - Canned ACL of new objects. Left out,
                it is V(private).
            type: str
            choices:
              - private
              - public-read
              - public-read-write
              - authenticated-read
              - aws-exec-read
              - bucket-owner-read
              - bucket-owner-full-control
          useragent:
            description:
              - Name that the registry gives itself.
                Known to release 3.0 and newer only.
            type: str
          usedualstack:
            description:
              - Whether to use IPv6 where there is some.
                Known to release 3.0 and newer only.
            type: bool
          usefipsendpoint:
            description:
              - Whether to use FIPS endpoints. Known
                to release 3.1 and newer only.
            type: bool
          loglevel:
            description:
              - What the S3 client logs. The words with
                C(body) or C(signing) may log credentials.
                Known to release 3.0 and newer only.
            type: str
            choices:
              - 'off'
              - debug
              - debugwithsigning
              - debugwithhttpbody
              - debugwithrequestretries
              - debugwithrequesterrors
              - debugwitheventstreambody
      gcs:
        description:
          - Google Cloud Storage.
        type: dict
        suboptions:
          bucket:
            description:
              - Name of the bucket.
            type: str
            required: true
          keyfile:
            description:
              - Path of the service account's key as
                JSON. Left out together with the credentials,
                the host's own account is used.
            type: str
          credentials:
            description:
              - The service account's key itself, with
                the keys of its JSON.
            type: dict
          rootdirectory:
            description:
              - Prefix of all objects, without which
                they lie at the top.
            type: str
          chunksize:
            description:
              - Bytes of a part of an upload, a multiple
                of 262144.
            type: int
          maxconcurrency:
            description:
              - How many operations run at a time.
            type: int
          useragent:
            description:
              - Name that the registry gives itself.
                Known to release 3.0 and newer only.
            type: str
      azure:
        description:
          - Microsoft Azure Blob Storage.
        type: dict
        suboptions:
          accountname:
            description:
              - Name of the account.
            type: str
            required: true
          accountkey:
            description:
              - Key of the account. Releases up to 2.8
                require it; newer ones use it where
                O(storage.azure.credentials.type) is
                V(shared_key).
            type: str
          container:
            description:
              - Name of the container.
            type: str
            required: true
          realm:
            description:
              - Domain of the service. Left out, it
                is C(core.windows.net).
            type: str
          rootdirectory:
            description:
              - Prefix of all objects, without which
                they lie at the top. Known to release
                3.0 and newer only.
            type: str
          connectionstring:
            description:
              - A connection string. Known to release
                3.0 and newer only.
            type: str
          serviceurl:
            description:
              - URL of the service. Known to release
                3.0 and newer only.
            type: str
          max_retries:
            description:
              - How often to try again. Known to release
                3.0 and newer only.
            type: int
          retry_delay:
            description:
              - Time between two tries. Known to release
                3.0 and newer only.
            type: str
          skipverify:
            description:
              - Whether to accept any certificate. Known
                to release 3.0 and newer only.
            type: bool
          credentials:
            description:
              - How the registry proves who it is. Known
                to release 3.0 and newer only.
            type: dict
            suboptions:
              type:
                description:
                  - Kind of credentials.
                type: str
                required: true
                choices:
                  - client_secret
                  - shared_key
                  - default_credentials
              clientid:
                description:
                  - Id of the client, for V(client_secret).
                type: str
              tenantid:
                description:
                  - Id of the tenant, for V(client_secret).
                type: str
              secret:
                description:
                  - Secret of the client, for V(client_secret).
                type: str
      swift:
        description:
          - OpenStack Swift. Known to releases up to
            2.8 only.
        type: dict
        suboptions:
          username:
            description:
              - Name of the user.
            type: str
            required: true
          password:
            description:
              - Password of the user.
            type: str
            required: true
          authurl:
            description:
              - URL of the identity service.
            type: str
            required: true
          tenant:
            description:
              - Name of the tenant.
            type: str
          tenantid:
            description:
              - Id of the tenant.
            type: str
          domain:
            description:
              - Name of the domain, for version 3 of
                the identity service.
            type: str
          domainid:
            description:
              - Id of the domain, for version 3 of the
                identity service.
            type: str
          tenantdomain:
            description:
              - Name of the tenant's domain, where it
                is another one.
            type: str
          tenantdomainid:
            description:
              - Id of the tenant's domain, where it
                is another one.
            type: str
          trustid:
            description:
              - Id of a trust.
            type: str
          region:
            description:
              - Name of the region.
            type: str
          authversion:
            description:
              - Version of the identity service.
            type: int
            choices:
              - 1
              - 2
              - 3
          container:
            description:
              - Name of the container, made where there
                is none.
            type: str
            required: true
          prefix:
            description:
              - Prefix of all objects, without which
                they lie at the top.
            type: str
          endpointtype:
            description:
              - Which endpoint to use.
            type: str
            choices:
              - public
              - internal
              - admin
          insecureskipverify:
            description:
              - Whether to accept any certificate.
            type: bool
          chunksize:
            description:
              - Bytes of a segment.
            type: int
          secretkey:
            description:
              - Key that signs temporary URLs.
            type: str
          accesskey:
            description:
              - Key that names the account in temporary
                URLs.
            type: str
          tempurlcontainerkey:
            description:
              - Whether the container's key signs them.
            type: bool
          tempurlmethods:
            description:
              - HTTP methods of temporary URLs.
            type: list
            elements: str
      oss:
        description:
          - Aliyun OSS. Not every build of distribution
            has this driver. Known to releases up to
            2.8 only.
        type: dict
        suboptions:
          accesskeyid:
            description:
              - Id of the access key.
            type: str
            required: true
          accesskeysecret:
            description:
              - The access key.
            type: str
            required: true
          region:
            description:
              - Name of the region.
            type: str
            required: true
          endpoint:
            description:
              - Name of a service other than the region's.
            type: str
          internal:
            description:
              - Whether to use the internal endpoint.
            type: bool
          bucket:
            description:
              - Name of the bucket.
            type: str
            required: true
          encrypt:
            description:
              - Whether the service encrypts what it
                stores.
            type: bool
          secure:
            description:
              - Whether to use HTTPS. Left out, it is
                used.
            type: bool
          chunksize:
            description:
              - Bytes of a part of an upload.
            type: int
          rootdirectory:
            description:
              - Prefix of all objects, without which
                they lie at the top.
            type: str
      tag:
        description:
          - Lookup of tags. Known to release 3.0 and
            newer only.
        type: dict
        suboptions:
          concurrencylimit:
            description:
              - How many tags are looked up at a time.
            type: int
      delete:
        description:
          - Deletion of manifests and blobs.
        type: dict
        suboptions:
          enabled:
            description:
              - Whether clients may delete. Left out,
                they may not.
            type: bool
      redirect:
        description:
          - Redirection of downloads to the storage
            service.
        type: dict
        suboptions:
          disable:
            description:
              - Whether the registry sends all content
                itself.
            type: bool
            required: true
      cache:
        description:
          - Cache of what is known about blobs.
        type: dict
        suboptions:
          blobdescriptor:
            description:
              - Where it is kept. V(redis) needs section
                O(redis).
            type: str
            choices:
              - inmemory
              - redis
          blobdescriptorsize:
            description:
              - How many entries V(inmemory) keeps.
                Known to release 3.0 and newer only.
            type: int
          layerinfo:
            description:
              - Older name of O(storage.cache.blobdescriptor).
            type: str
            choices:
              - inmemory
              - redis
      maintenance:
        description:
          - Upkeep while the registry serves.
        type: dict
        suboptions:
          uploadpurging:
            description:
              - Removal of uploads that were never finished.
                All three settings are needed unless
                it is off.
            type: dict
            suboptions:
              enabled:
                description:
                  - Whether it runs. Left out, it does.
                type: bool
              age:
                description:
                  - Age from which on an upload is removed.
                type: str
              interval:
                description:
                  - Time between two removals.
                type: str
              dryrun:
                description:
                  - Whether to log only.
                type: bool
          readonly:
            description:
              - Whether the registry takes nothing in.
            type: dict
            suboptions:
              enabled:
                description:
                  - Whether pushes and deletions are
                    refused.
                type: bool
  auth:
    description:
      - 'Who may use the registry: exactly one way.
        Left out, everybody may do everything.'
    type: dict
    suboptions:
      htpasswd:
        description:
          - Basic authentication against a file with
            bcrypt hashes.
        type: dict
        suboptions:
          realm:
            description:
              - Name that a client shows.
            type: str
            required: true
          path:
            description:
              - The file. The registry invents a user
                where it is missing, so make it first,
                for instance by M(twinstar.registry.htpasswd_users).
            type: str
            required: true
      token:
        description:
          - Bearer tokens of a token service.
        type: dict
        suboptions:
          realm:
            description:
              - URL of the token service.
            type: str
            required: true
          service:
            description:
              - Name of this registry in a token.
            type: str
            required: true
          issuer:
            description:
              - Name of the issuer in a token.
            type: str
            required: true
          rootcertbundle:
            description:
              - File with the certificates that sign
                tokens. Releases up to 2.8 require it.
            type: str
          jwks:
            description:
              - File with a JSON Web Key Set. Known
                to release 3.0 and newer only.
            type: str
          signingalgorithms:
            description:
              - Algorithms that a token may be signed
                with. Known to release 3.0 and newer
                only.
            type: list
            elements: str
            choices:
              - EdDSA
              - HS256
              - HS384
              - HS512
              - RS256
              - RS384
              - RS512
              - ES256
              - ES384
              - ES512
              - PS256
              - PS384
              - PS512
          autoredirect:
            description:
              - Whether the realm is the registry's
                own host with a fixed path.
            type: bool
          autoredirectpath:
            description:
              - That path. Left out, it is C(/auth/token).
                Known to release 3.0 and newer only.
            type: str
      silly:
        description:
          - Anybody who sends any C(Authorization) header.
            For tests only.
        type: dict
        suboptions:
          realm:
            description:
              - Name that a client shows.
            type: str
            required: true
          service:
            description:
              - Name of the service.
            type: str
            required: true
      none:
        description:
          - Everybody, said aloud. Write an empty dictionary.
        type: dict
  middleware:
    description:
      - What is put between the registry's layers.
    type: dict
    suboptions:
      registry:
        description:
          - Around the registry. Distribution itself
            has none.
        type: list
        elements: dict
        suboptions:
          name:
            description:
              - Name of the middleware.
            type: str
            required: true
          disabled:
            description:
              - Distribution runs it all the same, so
                V(true) is refused.
            type: bool
          options:
            description:
              - Its settings.
            type: dict
      repository:
        description:
          - Around a repository. Distribution itself
            has none.
        type: list
        elements: dict
        suboptions:
          name:
            description:
              - Name of the middleware.
            type: str
            required: true
          disabled:
            description:
              - Distribution runs it all the same, so
                V(true) is refused.
            type: bool
          options:
            description:
              - Its settings.
            type: dict
      storage:
        description:
          - 'Around the storage driver: V(cloudfront),
            V(redirect) and, from release 3.0 on, V(rewrite).'
        type: list
        elements: dict
        suboptions:
          name:
            description:
              - Name of the middleware.
            type: str
            required: true
          disabled:
            description:
              - Distribution runs it all the same, so
                V(true) is refused.
            type: bool
          options:
            description:
              - Its settings.
            type: dict
  reporting:
    description:
      - Services that errors are reported to. Known
        to releases up to 2.8 only.
    type: dict
    suboptions:
      bugsnag:
        description:
          - Bugsnag.
        type: dict
        suboptions:
          apikey:
            description:
              - Key of the API.
            type: str
            required: true
          releasestage:
            description:
              - Name of the stage, such as V(production).
            type: str
          endpoint:
            description:
              - URL of a service of your own.
            type: str
      newrelic:
        description:
          - New Relic.
        type: dict
        suboptions:
          licensekey:
            description:
              - Key of the licence.
            type: str
            required: true
          name:
            description:
              - Name of the registry there.
            type: str
          verbose:
            description:
              - Whether to log what it does.
            type: bool
  http:
    description:
      - How the registry is reached.
    type: dict
    suboptions:
      addr:
        description:
          - Address to listen on, or the path of a socket
            with O(http.net=unix). Left out, distribution
            takes any free port.
        type: str
      net:
        description:
          - Kind of address. Left out, it is V(tcp).
        type: str
        choices:
          - tcp
          - unix
      host:
        description:
          - URL under which clients reach the registry.
        type: str
      prefix:
        description:
          - Path below which the API lies.
        type: str
      secret:
        description:
          - Signs the state of an upload. Replicas behind
            one balancer need the same one; left out,
            it is made anew at each start.
        type: str
      relativeurls:
        description:
          - Whether C(Location) headers have no host.
        type: bool
      draintimeout:
        description:
          - How long connections may end by themselves
            when the registry is stopped.
        type: str
      tls:
        description:
          - HTTPS, with a certificate of yours or one
            from Let's Encrypt.
        type: dict
        suboptions:
          certificate:
            description:
              - File with the certificate and its chain.
            type: str
          key:
            description:
              - File with its key.
            type: str
          clientcas:
            description:
              - Files with the CAs of clients, who need
                a certificate then.
            type: list
            elements: str
          clientauth:
            description:
              - What is asked of clients. Left out,
                it is V(require-and-verify-client-cert).
                Known to release 3.0 and newer only.
            type: str
            choices:
              - request-client-cert
              - require-any-client-cert
              - verify-client-cert-if-given
              - require-and-verify-client-cert
          minimumtls:
            description:
              - Oldest version of TLS. Left out, it
                is V(tls1.2). V(tls1.0) and V(tls1.1)
                are known to releases up to 2.8 only.
            type: str
            choices:
              - tls1.0
              - tls1.1
              - tls1.2
              - tls1.3
          ciphersuites:
            description:
              - Names of the cipher suites, as Go names
                them.
            type: list
            elements: str
          letsencrypt:
            description:
              - A certificate from Let's Encrypt.
            type: dict
            suboptions:
              cachefile:
                description:
                  - 'Where certificates are kept: a
                    file, and from release 3.0 on a
                    directory.'
                type: str
                required: true
              email:
                description:
                  - Address that Let's Encrypt may write
                    to.
                type: str
              hosts:
                description:
                  - Names that may get a certificate.
                type: list
                elements: str
              directoryurl:
                description:
                  - URL of another ACME service. Known
                    to release 3.0 and newer only.
                type: str
      headers:
        description:
          - Headers of every answer; each name has a
            list of texts.
        type: dict
      debug:
        description:
          - 'The debug service, which has no login:
            keep it off public addresses.'
        type: dict
        suboptions:
          addr:
            description:
              - Address to listen on.
            type: str
            required: true
          prometheus:
            description:
              - Metrics.
            type: dict
            suboptions:
              enabled:
                description:
                  - Whether there are some.
                type: bool
              path:
                description:
                  - Their path. Left out, it is C(/metrics).
                type: str
      http2:
        description:
          - HTTP/2.
        type: dict
        suboptions:
          disabled:
            description:
              - Whether there is only HTTP/1.1.
            type: bool
      h2c:
        description:
          - HTTP/2 without TLS. Known to release 3.0
            and newer only.
        type: dict
        suboptions:
          enabled:
            description:
              - Whether there is some.
            type: bool
  notifications:
    description:
      - Who is told about pushes, pulls and deletions.
    type: dict
    suboptions:
      events:
        description:
          - What is told.
        type: dict
        suboptions:
          includereferences:
            description:
              - Whether to list what a manifest refers
                to.
            type: bool
      endpoints:
        description:
          - Who is told.
        type: list
        elements: dict
        suboptions:
          name:
            description:
              - Name of the endpoint, one of its kind.
            type: str
            required: true
          disabled:
            description:
              - Whether it is off.
            type: bool
          url:
            description:
              - URL that gets a C(POST).
            type: str
            required: true
          headers:
            description:
              - Headers of the request; each name has
                a list of texts.
            type: dict
          timeout:
            description:
              - How long it may take. Left out, it is
                1 s.
            type: str
          threshold:
            description:
              - How many failures in a row make it wait.
                Left out, it is 10.
            type: int
          backoff:
            description:
              - How long it waits then. Left out, it
                is 1 s.
            type: str
          ignoredmediatypes:
            description:
              - Media types that are not told.
            type: list
            elements: str
          ignore:
            description:
              - Events that are not told.
            type: dict
            suboptions:
              mediatypes:
                description:
                  - By media type.
                type: list
                elements: str
              actions:
                description:
                  - By action.
                type: list
                elements: str
                choices:
                  - pull
                  - push
                  - mount
                  - delete
  redis:
    description:
      - A Redis server, for the cache of O(storage.cache.blobdescriptor).
        Its keys changed with release 3.0.
    type: dict
    suboptions:
      addr:
        description:
          - Its address. Known to releases up to 2.8
            only.
        type: str
      addrs:
        description:
          - Addresses of one server, or of the nodes
            of a cluster or its sentinels. Known to
            release 3.0 and newer only.
        type: list
        elements: str
      username:
        description:
          - Name to log in with. Known to release 3.0
            and newer only.
        type: str
      password:
        description:
          - Password to log in with.
        type: str
      db:
        description:
          - Number of the database.
        type: int
      mastername:
        description:
          - Name of the master, for sentinels. Known
            to release 3.0 and newer only.
        type: str
      sentinelusername:
        description:
          - Name to log in at sentinels with. Known
            to release 3.0 and newer only.
        type: str
      sentinelpassword:
        description:
          - Password for sentinels. Known to release
            3.0 and newer only.
        type: str
      clientname:
        description:
          - Name that connections give themselves. Known
            to release 3.0 and newer only.
        type: str
      protocol:
        description:
          - Version of the protocol. Known to release
            3.0 and newer only.
        type: int
        choices:
          - 2
          - 3
      dialtimeout:
        description:
          - How long connecting may take.
        type: str
      readtimeout:
        description:
          - How long reading may take.
        type: str
      writetimeout:
        description:
          - How long writing may take.
        type: str
      pool:
        description:
          - Kept connections. Known to releases up to
            2.8 only.
        type: dict
        suboptions:
          maxidle:
            description:
              - How many may be idle.
            type: int
          maxactive:
            description:
              - How many there may be.
            type: int
          idletimeout:
            description:
              - How long one may be idle.
            type: str
      maxretries:
        description:
          - How often to try again; V(-1) is never.
            Known to release 3.0 and newer only.
        type: int
      minretrybackoff:
        description:
          - Least time before that. Known to release
            3.0 and newer only.
        type: str
      maxretrybackoff:
        description:
          - Most time before that. Known to release
            3.0 and newer only.
        type: str
      contexttimeoutenabled:
        description:
          - Whether a request's own time limit counts.
            Known to release 3.0 and newer only.
        type: bool
      poolfifo:
        description:
          - Whether the oldest connection is taken first.
            Known to release 3.0 and newer only.
        type: bool
      poolsize:
        description:
          - How many connections. Known to release 3.0
            and newer only.
        type: int
      pooltimeout:
        description:
          - How long to wait for one. Known to release
            3.0 and newer only.
        type: str
      minidleconns:
        description:
          - Least number of idle ones. Known to release
            3.0 and newer only.
        type: int
      maxidleconns:
        description:
          - Most of them. Known to release 3.0 and newer
            only.
        type: int
      maxactiveconns:
        description:
          - Most connections. Known to release 3.0 and
            newer only.
        type: int
      connmaxidletime:
        description:
          - How long one may be idle. Known to release
            3.0 and newer only.
        type: str
      connmaxlifetime:
        description:
          - How long one may live. Known to release
            3.0 and newer only.
        type: str
      maxredirects:
        description:
          - How many redirects in a cluster. Known to
            release 3.0 and newer only.
        type: int
      readonly:
        description:
          - Whether replicas of a cluster are read.
            Known to release 3.0 and newer only.
        type: bool
      routebylatency:
        description:
          - Whether the nearest node is asked. Known
            to release 3.0 and newer only.
        type: bool
      routerandomly:
        description:
          - Whether any node is asked. Known to release
            3.0 and newer only.
        type: bool
      disableidentity:
        description:
          - Whether the client hides its name. Known
            to release 3.0 and newer only.
        type: bool
      identitysuffix:
        description:
          - Addition to the client's name. Known to
            release 3.0 and newer only.
        type: str
      unstableresp3:
        description:
          - Whether to use unfinished parts of RESP3.
            Known to release 3.0 and newer only.
        type: bool
      tls:
        description:
          - TLS to the server. Known to release 3.0
            and newer only.
        type: dict
        suboptions:
          certificate:
            description:
              - File with the client's certificate.
            type: str
          key:
            description:
              - File with its key.
            type: str
          clientcas:
            description:
              - Files with the CAs of the server. Known
                to releases 3.0 to 3.0 only.
            type: list
            elements: str
          rootcas:
            description:
              - Files with the CAs of the server. Known
                to release 3.1 and newer only.
            type: list
            elements: str
  health:
    description:
      - What is checked again and again; an unhealthy
        registry answers 503.
    type: dict
    suboptions:
      storagedriver:
        description:
          - The storage.
        type: dict
        suboptions:
          enabled:
            description:
              - Whether it is checked.
            type: bool
          interval:
            description:
              - Time between two checks. Left out, it
                is 10 s.
            type: str
          threshold:
            description:
              - How many failures in a row make the
                registry unhealthy.
            type: int
      file:
        description:
          - Files whose presence makes the registry
            unhealthy.
        type: list
        elements: dict
        suboptions:
          file:
            description:
              - The file.
            type: str
            required: true
          interval:
            description:
              - Time between two checks. Left out, it
                is 10 s.
            type: str
          threshold:
            description:
              - How many failures in a row make the
                registry unhealthy.
            type: int
      http:
        description:
          - URLs that must answer.
        type: list
        elements: dict
        suboptions:
          uri:
            description:
              - The URL.
            type: str
            required: true
          headers:
            description:
              - Headers of the request; each name has
                a list of texts.
            type: dict
          statuscode:
            description:
              - The status that is right. Left out,
                it is 200.
            type: int
          timeout:
            description:
              - How long a check may take.
            type: str
          interval:
            description:
              - Time between two checks. Left out, it
                is 10 s.
            type: str
          threshold:
            description:
              - How many failures in a row make the
                registry unhealthy.
            type: int
      tcp:
        description:
          - Servers that must take a connection.
        type: list
        elements: dict
        suboptions:
          addr:
            description:
              - The address.
            type: str
            required: true
          timeout:
            description:
              - How long a check may take.
            type: str
          interval:
            description:
              - Time between two checks. Left out, it
                is 10 s.
            type: str
          threshold:
            description:
              - How many failures in a row make the
                registry unhealthy.
            type: int
  proxy:
    description:
      - Makes the registry a pull-through cache of another
        one. It refuses pushes then.
    type: dict
    suboptions:
      remoteurl:
        description:
          - URL of the other registry.
        type: str
        required: true
      username:
        description:
          - Name to log in there with.
        type: str
      password:
        description:
          - Password to log in there with.
        type: str
      exec:
        description:
          - A credential helper that is asked instead.
            Known to release 3.0 and newer only.
        type: dict
        suboptions:
          command:
            description:
              - The program.
            type: str
            required: true
          lifetime:
            description:
              - How long its answer is good. Left out,
                it is asked once.
            type: str
      ttl:
        description:
          - How long content is kept. Left out, it is
            168h; V(0) keeps it for ever. Known to release
            3.0 and newer only.
        type: str
      cachewritetimeout:
        description:
          - How long writing to the cache may take.
            Known to release 3.1 and newer only.
        type: str
  compatibility:
    description:
      - Older formats. Known to releases up to 2.8 only.
    type: dict
    suboptions:
      schema1:
        description:
          - Manifests of schema 1.
        type: dict
        suboptions:
          signingkeyfile:
            description:
              - File with the key that signs them.
            type: str
          enabled:
            description:
              - Whether they can be pulled.
            type: bool
  validation:
    description:
      - What a pushed manifest may say.
    type: dict
    suboptions:
      enabled:
        description:
          - Older opposite of O(validation.disabled).
        type: bool
      disabled:
        description:
          - Whether nothing is checked.
        type: bool
      manifests:
        description:
          - Manifests.
        type: dict
        suboptions:
          urls:
            description:
              - URLs of foreign layers, by regular expressions
                of Go.
            type: dict
            suboptions:
              allow:
                description:
                  - One of these must match.
                type: list
                elements: str
              deny:
                description:
                  - None of these may match.
                type: list
                elements: str
          indexes:
            description:
              - Image indexes. Known to release 3.0
                and newer only.
            type: dict
            suboptions:
              platforms:
                description:
                  - For which platforms an image must
                    be there.
                type: str
                required: true
                choices:
                  - all
                  - none
                  - list
              platformlist:
                description:
                  - Those platforms, for V(list).
                type: list
                elements: dict
                suboptions:
                  architecture:
                    description:
                      - Architecture, such as V(amd64).
                    type: str
                  os:
                    description:
                      - Operating system, such as V(linux).
                    type: str
  policy:
    description:
      - Rules about repositories.
    type: dict
    suboptions:
      repository:
        description:
          - Repositories.
        type: dict
        suboptions:
          classes:
            description:
              - Kinds of content that may be pushed,
                such as V(image).
            type: list
            elements: str
            required: true
  catalog:
    description:
      - The list of repositories.
    type: dict
    suboptions:
      maxentries:
        description:
          - Most entries of an answer.
        type: int
  tags:
    description:
      - The list of tags. Known to release 3.1 and newer
        only.
    type: dict
    suboptions:
      maxtags:
        description:
          - Most entries of an answer.
        type: int
  extra:
    description:
      - Keys that have no option here, such as those
        of a build of your own, in the shape of the
        file. They are added to the sections above.
      - A key that looks misspelt, stands in the wrong
        place or belongs to another release is refused;
        one that nobody knows gives a warning.
      - 'Ansible shows it with C(-vvv): a secret belongs
        into an option above.'
    type: dict
  binary:
    description:
      - Path of the registry program, which then proves
        a new configuration before it replaces the old
        one.
    type: path
  image:
    description:
      - Name of a registry image that is on the host,
        which does the same in a short-lived container
        without network.
    type: str
  volumes:
    description:
      - 'What such a container sees of the host, as
        C(HOST:CONTAINER), read-only: certificates,
        keys and whatever else the configuration names.'
    type: list
    elements: str
  docker_host:
    description:
      - The Docker engine that has the image.
      - If left out, the environment variable E(DOCKER_HOST)
        is used, where set.
    type: str
    default: unix:///var/run/docker.sock
  timeout:
    description:
      - Seconds that the proof may take.
    type: int
    default: 30
  backup:
    description:
      - Whether to keep a copy of the file, with a time
        stamp in its name, before it is changed.
    type: bool
    default: false
"""

    REGISTRY_GARBAGE_COLLECT = r"""
options:
  config:
    description:
      - 'The config.yml of the registry as the program
        sees it: with O(container), a path inside the
        container.'
      - If left out, it is the one that the container
        serves, or else C(/etc/docker/registry/config.yml).
    type: path
  binary:
    description:
      - The program, for a registry that runs without
        a container.
      - If left out, C(docker-registry) or C(registry)
        is looked for.
    type: path
  service:
    description:
      - The systemd unit that serves, for a registry
        that runs without a container.
    type: str
  container:
    description:
      - Name of the Docker container that serves.
      - The collection runs in a copy of it, with the
        same mounts and environment.
    type: str
  quiesce:
    description:
      - What the registry does meanwhile, since a push
        beside a running collection loses layers. It
        comes back in any case, also after a failure
        or when the task is killed.
      - 'V(stop) stops it. V(read_only) keeps pulls
        going and refuses pushes: it is restarted twice.'
      - V(none) leaves it alone, for a registry that
        is stopped or read-only already.
      - A registry that has nothing to collect is left
        alone.
    type: str
    default: stop
    choices:
      - stop
      - read_only
      - none
  delete_untagged:
    description:
      - Whether manifests that no tag names are removed
        too.
      - Release line 2 also removes the images of an
        index then, which breaks images for several
        platforms, so it is refused there.
    type: bool
    default: false
  allow_broken_indexes:
    description:
      - Whether O(delete_untagged=true) may run with
        release line 2 all the same.
    type: bool
    default: false
  dry_run:
    description:
      - Whether only to tell what would be removed.
        The registry keeps serving.
    type: bool
    default: false
  timeout:
    description:
      - Seconds after which the collection is ended.
        The next one removes what is left then.
    type: int
    default: 3600
  docker_host:
    description:
      - The engine of O(container), as a C(unix://)
        address.
      - If left out, the environment variable E(DOCKER_HOST)
        is used, where set.
    type: str
    default: unix:///var/run/docker.sock
"""

    REGISTRY_LOGIN = r"""
options:
  registry:
    description:
      - 'The registry as it is named in images: V(host)
        or V(host:port). V(docker.io) stands for Docker
        Hub.'
    type: str
  username:
    description:
      - The user to log in as. Required when O(state=present).
      - If left out, the environment variable E(REGISTRY_USERNAME)
        is used, where set.
    type: str
  password:
    description:
      - The password of O(username), or a token that
        stands for it. Required when O(state=present).
      - If left out, the environment variable E(REGISTRY_PASSWORD)
        is used, where set.
    type: str
  insecure:
    description:
      - Whether a certificate that cannot be verified,
        and then plain HTTP, is good enough, as for
        a registry among the engine's C(insecure-registries).
    type: bool
    default: false
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system. If left out, the files
        in C(/etc/docker/certs.d/REGISTRY) are used,
        as the engine does.
    type: path
  state:
    description:
      - Whether the credential is stored.
    type: str
    default: present
    choices:
      - present
      - absent
  registries:
    description:
      - Several registries at once, in one change of
        the file. They are asked side by side. Either
        this or O(registry) is given.
    type: list
    elements: dict
    suboptions:
      registry:
        description:
          - 'The registry as it is named in images:
            V(host) or V(host:port). V(docker.io) stands
            for Docker Hub.'
        type: str
        required: true
      username:
        description:
          - The user to log in as. Required when O(registries[].state=present).
          - If left out, what the task says is used.
        type: str
      password:
        description:
          - The password of O(registries[].username),
            or a token that stands for it. Required
            when O(registries[].state=present).
          - If left out, what the task says is used.
        type: str
      insecure:
        description:
          - Whether a certificate that cannot be verified,
            and then plain HTTP, is good enough, as
            for a registry among the engine's C(insecure-registries).
          - If left out, what the task says is used.
        type: bool
      ca_path:
        description:
          - A file on the managed host with certificates
            (PEM) of private authorities, trusted beside
            those of the system. If left out, the files
            in C(/etc/docker/certs.d/REGISTRY) are used,
            as the engine does.
          - An entry that leaves it out uses what the
            task says.
        type: path
      state:
        description:
          - Whether the credential is stored.
          - If left out, what the task says is used.
        type: str
        choices:
          - present
          - absent
  path:
    description:
      - 'The configuration file of the engine''s client.
        The default is that of the user the task runs
        as: with C(become_user), of that user.'
      - A directory that is missing is made with mode
        V(0700).
    type: path
    default: ~/.docker/config.json
    aliases:
      - config_path
  timeout:
    description:
      - Seconds within which a request must be answered,
        repetitions included.
    type: int
    default: 30
  verify:
    description:
      - Whether the registry is asked to accept the
        credential before anything is written, also
        when it is stored already.
      - With V(false) the registry need not be there.
    type: bool
    default: true
  backup:
    description:
      - Whether to keep a copy of the file, with a time
        stamp in its name, before it is changed.
    type: bool
    default: false
"""

    REGISTRY_PING = r"""
options:
  url:
    description:
      - Where the registry answers, with V(https://)
        or V(http://) and without C(/v2).
      - The proxies in the environment (E(HTTPS_PROXY),
        E(HTTP_PROXY), E(NO_PROXY)) are used, except
        towards the host itself; C(.netrc) is not read.
      - If left out, the environment variable E(REGISTRY_URL)
        is used, where set.
    type: str
    required: true
  username:
    description:
      - The user to log in as, with O(password). Without
        it, the registry is asked anonymously.
      - If left out, the environment variable E(REGISTRY_USERNAME)
        is used, where set.
    type: str
  password:
    description:
      - The password of O(username), or a token that
        stands for it.
      - If left out, the environment variable E(REGISTRY_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether the registry''s certificate must be
        valid. Set it to V(false) only in a lab: the
        password goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a registry that asks for one;
        it may hold the key too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  timeout:
    description:
      - Seconds within which a request must be answered,
        repetitions included.
    type: int
    default: 30
  headers:
    description:
      - Headers sent with each request to the registry,
        and never to another host. Their values are
        treated as secrets, and masked wherever they
        occur in the result.
    type: dict
  wait:
    description:
      - Seconds to wait for a registry that does not
        answer yet, answers with a server's error, or
        lacks O(expect_headers).
      - With V(0) it is asked once.
    type: int
    default: 0
  expect_headers:
    description:
      - 'Headers that the answer must carry, with these
        values: a proof that this instance answers,
        and not another at the same address.'
    type: dict
"""

    REGISTRY_TAG_INFO = r"""
options:
  url:
    description:
      - Where the registry answers, with V(https://)
        or V(http://) and without C(/v2).
      - The proxies in the environment (E(HTTPS_PROXY),
        E(HTTP_PROXY), E(NO_PROXY)) are used, except
        towards the host itself; C(.netrc) is not read.
      - If left out, the environment variable E(REGISTRY_URL)
        is used, where set.
    type: str
    required: true
  username:
    description:
      - The user to log in as, with O(password). Without
        it, the registry is asked anonymously.
      - If left out, the environment variable E(REGISTRY_USERNAME)
        is used, where set.
    type: str
  password:
    description:
      - The password of O(username), or a token that
        stands for it.
      - If left out, the environment variable E(REGISTRY_PASSWORD)
        is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether the registry''s certificate must be
        valid. Set it to V(false) only in a lab: the
        password goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates
        (PEM) of private authorities, trusted beside
        those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate
        (PEM) to show to a registry that asks for one;
        it may hold the key too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM,
        not encrypted) of O(client_cert). If left out,
        the key is taken from O(client_cert).
    type: path
  timeout:
    description:
      - Seconds within which a request must be answered,
        repetitions included.
    type: int
    default: 30
  headers:
    description:
      - Headers sent with each request to the registry,
        and never to another host. Their values are
        treated as secrets, and masked wherever they
        occur in the result.
    type: dict
  images:
    description:
      - 'What to look up: V(repository) for all its
        tags, V(repository:tag), or V(repository@digest).'
      - The registry's own name may stand before the
        repository.
    type: list
    elements: str
    required: true
  details:
    description:
      - Whether to read sizes, platforms and creation
        times too, with one more request for each platform
        of an index, and one for each configuration.
    type: bool
    default: false
"""

    TRUSTED_CERTIFICATES = r"""
options:
  registries:
    description:
      - The registries whose CA is to be trusted, or
        no longer.
    type: list
    elements: dict
    required: true
    suboptions:
      address:
        description:
          - 'The registry as it is named in images:
            V(host) or V(host:port).'
        type: str
        required: true
      ca:
        description:
          - The CA's certificate as PEM text; several
            may follow each other.
          - One of O(registries[].ca), O(registries[].ca_path)
            and O(registries[].ca_url) is required when
            O(registries[].state=present).
        type: str
      ca_path:
        description:
          - A file on the managed host that holds the
            CA.
        type: path
      ca_url:
        description:
          - 'Where the managed host gets the CA. It
            is got once: what was got is known by its
            checksum.'
        type: str
      ca_checksum:
        description:
          - The checksum of what O(registries[].ca_url)
            gives, as V(sha256:) and digits. Required
            with it.
        type: str
      state:
        description:
          - Whether the CA is trusted for this registry.
          - V(absent) removes only a C(ca.crt) that
            this module placed, and puts back the one
            that it found.
        type: str
        default: present
        choices:
          - present
          - absent
  exclusive:
    description:
      - Whether what this module placed for registries
        that are not listed is removed.
    type: bool
    default: false
  system_store:
    description:
      - Whether other programs of the host, such as
        curl and skopeo, shall trust the same CAs, by
        the store of the system.
      - With V(false) the store is left as it is.
    type: bool
    default: true
  certs_d:
    description:
      - The folder in which the engine looks for CAs,
        by registry.
    type: path
    default: /etc/docker/certs.d
  timeout:
    description:
      - Seconds within which a URL must answer, and
        the store must be made.
    type: int
    default: 60
"""
