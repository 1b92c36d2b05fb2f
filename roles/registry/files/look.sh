# shellcheck shell=sh disable=SC1091
# (os-release is the host's)
#
# What the role must know before it decides, printed as YAML. It changes nothing.
# Arguments: name of the registry, image, network, port, folder of the data, an archive of the image that lies here (or
# nothing), then names of packages, then --files and paths.
# The paths that end in ! are read by the registry at its start only.
set -u
name=$1 image=$2 network=$3 port=$4 data=$5 archive=$6
shift 6

packages=''
while [ $# -gt 0 ] && [ "$1" != --files ]; do packages="$packages $1"; shift; done
[ $# -gt 0 ] && shift

mapping() { sed 's/^/  /' | grep . || echo '  {}'; }
listing() { sed "s/.*/  - '&'/" | grep . || echo '  []'; }
here() { command -v "$1" >/dev/null; }

(
    . /etc/os-release
    echo "pretty_name: '${PRETTY_NAME:-}'"
)
[ -d /run/systemd/system ] && echo 'systemd: true' || echo 'systemd: false'
[ -e /sys/fs/selinux/enforce ] && echo 'selinux: true' || echo 'selinux: false'
if here apt-get; then echo 'packager: apt'
elif here dnf || here yum; then echo 'packager: dnf'
else echo 'packager: none'
fi

echo 'packages:' # name: version
# shellcheck disable=SC2086 # names are split into words on purpose
if here dpkg-query; then
    dpkg-query --show --showformat='${db:Status-Status} ${Package} ${Version}\n' $packages 2>/dev/null |
        sed -n "s/^installed \([^ ]*\) \(.*\)/\1: '\2'/p"
elif here rpm; then
    rpm --query --queryformat "%{NAME}: '%{VERSION}-%{RELEASE}'\n" $packages 2>/dev/null |
        grep -v 'is not installed'
fi | mapping

echo 'firewalls:'
{
    systemctl is-active --quiet firewalld 2>/dev/null && echo firewalld
    here ufw && ufw status 2>/dev/null | grep -q 'Status: active' && echo ufw
} | listing

echo 'files:' # path: owner, group, mode, and "folder" or the file's SHA-256
for path in "$@"; do
    path=${path%!}
    if [ -d "$path" ]; then what=folder
    elif [ -f "$path" ]; then what=$(sha256sum "$path" | cut -d' ' -f1)
    else continue
    fi
    echo "$path: '$(stat --dereference --format='%U %G %a' "$path") $what'"
done | mapping

engine='' seen='' found='' users=''
if here docker; then
    engine=$(timeout 30 docker version --format '{{.Server.Version}}' 2>/dev/null)
fi
if [ -n "$engine" ]; then
    seen=$(docker container inspect "$name" 2>/dev/null \
        --format '{{.State.Running}} {{.State.StartedAt}} {{.HostConfig.Memory}} {{.HostConfig.NanoCpus}} {{index .Config.Labels "twinstar.registry"}}')
    found=$(docker image inspect "$image" --format '{{.Id}}' 2>/dev/null)
    users=$(docker network inspect "$network" --format '{{len .Containers}}' 2>/dev/null)
fi
read -r running started memory cpus ours <<SEEN
$seen
SEEN
echo "engine: '$engine'"
echo "image: '$found'"
# What the archive says of its images, in JSON.
inside=''
[ -z "$archive" ] || inside=$(tar --extract --to-stdout --file "$archive" manifest.json 2>/dev/null | tr -d '\n')
case $inside in '['*) echo "archive: $inside" ;; *) echo 'archive: []' ;; esac
echo "container: '$running'" # "true" where one of the name runs, "false" where it is stopped
echo "container_memory: ${memory:-0}"
echo "container_cpus: ${cpus:-0}"
case $ours in '' | '<no'*) echo 'container_is_ours: false' ;; *) echo 'container_is_ours: true' ;; esac
echo "network_users: ${users:-null}" # null where there is no such network

property() { systemctl show "$1" --property="$2" --value 2>/dev/null; }
active=$(property "$name.service" ActiveState)
echo "unit: '$(property "$name.service" FragmentPath)'"
echo "unit_active: '$active'"
for unit in docker-registry docker-distribution; do
    [ "$(property $unit.service LoadState)" = loaded ] && echo "$unit"
done | { echo 'package_units:'; listing; } # what the package itself would start beside us
echo 'masked:' # and what was done against it
for unit in docker-registry docker-distribution; do
    mask=/etc/systemd/system/$unit.service
    [ "$(readlink "$mask")" = /dev/null ] && echo "$mask"
done | listing
echo 'others:' # units of other registries that run the same program
grep -ls 'Made by the role registry of twinstar' /etc/systemd/system/*.service 2>/dev/null |
    grep -ve "/$name.service\$" -e '-garbage-collect.service$' | listing
timer=$(systemctl is-enabled "$name-garbage-collect.timer" 2>/dev/null)
echo "timer: '${timer#not-found}'"
# Who wrote what is stored; empty where nothing was ever pushed.
echo "data_owner: '$(stat --format=%U "$data/docker" 2>/dev/null)'"

# It is outdated when what it reads at its start only was put there after it started.
[ "$active" = active ] && started=$(systemctl show "$name.service" --property=ActiveEnterTimestamp --value --timestamp=us+utc)
outdated=false
if [ "$running" = true ] || [ "$active" = active ]; then
    if [ "$active" = active ]; then
        set -- "$@" "$(property "$name.service" FragmentPath)!" /usr/bin/docker-registry! /usr/bin/registry!
    fi
    for path in "$@"; do
        case $path in *!) path=${path%!} ;; *) continue ;; esac
        [ -e "$path" ] || continue
        [ -n "$(find -L "$path" -maxdepth 1 -newerct "$started" 2>/dev/null)" ] && outdated=true
    done
fi
echo "outdated: $outdated"

listener=''
if here ss; then
    listener=$(ss -Hltnp "sport = :$port" 2>/dev/null | sed -n 's/.*users:(("\([^"]*\)".*/\1/p' | head -n 1)
fi
echo "listener: '$listener'"
exit 0
