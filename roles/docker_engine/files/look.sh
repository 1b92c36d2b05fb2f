# shellcheck shell=sh disable=SC2086,SC1091
# (names are split into words on purpose, and os-release is the host's)
#
# What the role must know before it decides, printed as YAML; module_utils/_core/engine_setup.py says what
# means what. It changes nothing. Arguments: names of more packages, then --users and names.
set -u

# Engines of every source and distribution, so that another one's is seen too, and what the role may need.
packages='docker.io docker-cli docker-compose docker-compose-v2 moby-engine docker
    docker-ce docker-ce-cli containerd.io docker-compose-plugin podman-docker containerd runc tini
    python3-docker python3-requests procps procps-ng iptables container-selinux'
while [ $# -gt 0 ] && [ "$1" != --users ]; do packages="$packages $1"; shift; done
[ $# -gt 0 ] && shift
users="$*"

# Where the role puts things (module_utils/_core/engine_places.py).
paths='/etc/docker/daemon.json /etc/docker/daemon.json.before-twinstar
    /etc/systemd/system/docker.service.d/twinstar-proxy.conf /etc/systemd/system/docker.service.d/twinstar-proxy.env
    /etc/systemd/system/containerd.service /etc/systemd/system/docker.socket /etc/systemd/system/docker.service
    /usr/local/lib/docker-engine /usr/local/lib/docker-engine/current /usr/local/bin/docker
    /usr/local/lib/docker/cli-plugins/docker-compose /usr/local/bin/docker-compose
    /var/cache/docker-engine /etc/apt/preferences.d/docker-engine
    /etc/apt/sources.list.d/docker-engine.sources /etc/yum.repos.d/docker-engine.repo /etc/zypp/repos.d/docker-engine.repo
    /etc/apt/keyrings/docker-engine.asc /etc/apt/keyrings/docker-engine.gpg
    /etc/pki/rpm-gpg/docker-engine.asc /etc/pki/rpm-gpg/docker-engine.gpg'

# Every key is there on every host, so an empty mapping or list is written out.
mapping() { sed 's/^/  /' | grep . || echo '  {}'; }
listing() { sed "s/.*/  - '&'/" | grep . || echo '  []'; }
here() { command -v "$1" >/dev/null; }

(
    . /etc/os-release
    echo "system: '${ID:-}'"
    echo "like: '${ID_LIKE:-}'"
    echo "release: '${VERSION_ID:-}'"
    echo "code_name: '${VERSION_CODENAME:-}'"
    echo "pretty_name: '${PRETTY_NAME:-}'"
)
[ -d /run/systemd/system ] && echo 'systemd: true' || echo 'systemd: false'
[ -e /sys/fs/selinux/enforce ] && echo 'selinux: true' || echo 'selinux: false'
# The units of the packages reload with /bin/kill, which a minimal host lacks.
[ -x /bin/kill ] && echo 'kill: true' || echo 'kill: false'
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then echo 'cgroup: 2'
elif [ -d /sys/fs/cgroup/memory ]; then echo 'cgroup: 1'
else echo 'cgroup: 0'
fi

if here apt-get; then echo 'packager: apt'
elif here zypper; then echo 'packager: zypper'
elif here dnf || here yum; then echo 'packager: dnf'
else echo 'packager: none'
fi

# Name: {version, held: it is to stay when the host is upgraded, automatic: only others needed it}
echo 'packages:'
if here dpkg-query; then
    automatic=$(apt-mark showauto $packages 2>/dev/null | tr '\n' ' ')
    dpkg-query --show --showformat='${db:Status-Abbrev} ${Package} ${Version}\n' $packages 2>/dev/null |
        while read -r status name version; do
            case $status in ?i*) ;; *) continue ;; esac
            case $status in h*) held=true ;; *) held=false ;; esac
            case " $automatic " in *" $name "*) auto=true ;; *) auto=false ;; esac
            echo "$name: {version: '$version', held: $held, automatic: $auto}"
        done
elif here rpm; then
    locked=$(cat /etc/dnf/plugins/versionlock.list /etc/dnf/versionlock.toml 2>/dev/null)
    rpm --query --queryformat '%{NAME} %{VERSION}-%{RELEASE}\n' $packages 2>/dev/null |
        while read -r name version rest; do
            [ -z "$rest" ] || continue # "package NAME is not installed"
            case $locked in *"$name"*) held=true ;; *) held=false ;; esac
            echo "$name: {version: '$version', held: $held, automatic: false}"
        done
fi | mapping

echo 'users:' # those of the asked ones that the host knows
{ [ -z "$users" ] || getent passwd $users | cut -d: -f1; } | listing

echo 'members:' # of the group docker, null where there is no such group
if group=$(getent group docker); then
    echo "$group" | cut -d: -f4 | tr ',' '\n' | grep . | listing
else
    echo '  null'
fi

echo 'files:' # path: where the link points, the file's SHA-256, or "folder"
for path in $paths; do
    if [ -L "$path" ]; then echo "$path: '$(readlink "$path")'"
    elif [ -f "$path" ]; then echo "$path: '$(sha256sum "$path" | cut -d' ' -f1)'"
    elif [ -e "$path" ]; then echo "$path: folder"
    fi
done | mapping

echo 'releases:' # that came from archives; one that is not in use was left by a run that broke off
find /usr/local/lib/docker-engine -mindepth 1 -maxdepth 1 -printf "%f\n" 2>/dev/null | grep -v '^current$' | listing

echo 'firewalls:'
{
    systemctl is-active --quiet firewalld 2>/dev/null && echo firewalld
    here ufw && ufw status 2>/dev/null | grep -q 'Status: active' && echo ufw
} | listing

# The service. It is outdated when files of this role were put there after it started, or when systemd does
# not know them yet. What others put there is not looked at: a restart for it is theirs to choose.
properties=$(systemctl show docker.service --property=FragmentPath,ActiveState,UnitFileState,ActiveEnterTimestamp \
    --property=DropInPaths 2>/dev/null)
property() { echo "$properties" | sed -n "s/^$1=//p"; }
active=$(property ActiveState)
echo "unit: '$(property FragmentPath)'"
echo "active: '$active'"
echo "containerd: '$(systemctl is-active containerd 2>/dev/null)'"
echo "boot: '$(property UnitFileState)'"
outdated=false
if [ "$active" = active ]; then
    started=$(date --date="$(property ActiveEnterTimestamp)" +%s)
    drop_in=/etc/systemd/system/docker.service.d/twinstar-proxy.conf
    case " $(property DropInPaths) " in *" $drop_in "*) known=yes ;; *) known=no ;; esac
    [ -e "$drop_in" ] && there=yes || there=no
    [ $known = $there ] || outdated=true
    for file in "$drop_in" "${drop_in%.conf}.env" /etc/systemd/system/docker.service /usr/local/lib/docker-engine/current; do
        changed=$(stat --format=%Z "$file" 2>/dev/null) || continue
        [ "$changed" -gt "$started" ] && outdated=true
    done
fi
echo "outdated: $outdated"

echo 'engine:' # what runs, by its own word
if [ "$active" = active ] && here docker; then
    timeout 30 docker --host unix:///run/docker.sock info --format 'version: "{{.ServerVersion}}"
data_root: "{{.DockerRootDir}}"
log_driver: "{{.LoggingDriver}}"
runtime: "{{.DefaultRuntime}} {{.RuncCommit.ID}}"
live_restore: {{.LiveRestoreEnabled}}' 2>/dev/null
fi | mapping

echo 'compose:' # version by kind
{
    here docker && version=$(timeout 30 docker compose version --short 2>/dev/null) && [ -n "$version" ] &&
        echo "plugin: '${version#v}'"
    here docker-compose && version=$(timeout 30 docker-compose version --short 2>/dev/null) &&
        echo "standalone: '${version#v}'"
} | mapping
exit 0
