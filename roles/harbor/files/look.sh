# shellcheck shell=sh
#
# What the role must know before it decides, printed as YAML. It changes nothing.
# Arguments: folder of the installers, then paths of files.
set -u
folder=$1
shift

mapping() { sed 's/^/  /' | grep . || echo '  {}'; }
listing() { sed "s/.*/  - '&'/" | grep . || echo '  []'; }
state() { systemctl "$1" harbor.service 2>/dev/null; }

echo "current: '$(readlink "$folder/current")'" # VERSION/harbor; empty before the first installation ended
echo "upgrading: '$(readlink "$folder/upgrading")'" # the backup to go back to; empty where no upgrade is under way

echo 'unpacked:' # versions whose installer is here
for path in "$folder"/*/harbor/.images.json; do
    [ -e "$path" ] && basename "${path%/harbor/.images.json}"
done | listing

echo 'files:' # path: owner, group, mode, SHA-256
for path in "$@"; do
    [ -f "$path" ] &&
        echo "$path: '$(stat --dereference --format='%U %G %a' "$path") $(sha256sum <"$path" | cut -d' ' -f1)'"
done | mapping

echo "unit_active: '$(state is-active)'"
echo "unit_enabled: '$(state is-enabled)'"
exit 0
