#!/bin/sh
# What a vendor publishes, made of Debian 13's own programs on a host that has them: archives of programs,
# and a signed repository of packages with the vendor's names and epoch. These programs are not static, but
# content with Debian 12's libraries; only runc is not, so /srv/runc is the one of Debian 12.
set -eu
mkdir -p /srv/mirror && cd /srv/mirror

mkdir docker
for program in dockerd docker docker-init docker-proxy containerd containerd-shim-runc-v2 ctr; do
    cp --dereference "$(command -v $program)" docker/
done
cp /srv/runc docker/
tar --create docker | gzip -1 >docker.tgz
date >docker/NEWER
tar --create docker | gzip -1 >docker-newer.tgz
cp /usr/libexec/docker/cli-plugins/docker-compose docker-compose

apt-get update --quiet=2
apt-get install --quiet=2 --yes --no-install-recommends gpg-agent >/dev/null
cd /tmp && apt-get download --quiet=2 docker.io docker-cli containerd docker-compose && cd - >/dev/null

# repack ORIGINAL NAME VERSION DEPENDS: the files and scripts of a package, by another name
repack() {
    rm -rf "/tmp/$2"
    dpkg-deb --raw-extract /tmp/"$1"_*.deb "/tmp/$2"
    rm -f "/tmp/$2/DEBIAN/md5sums"
    printf '%s\n' "Package: $2" "Version: $3" "Architecture: $(dpkg --print-architecture)" "Depends: $4" \
        "Conflicts: $1" "Replaces: $1" 'Maintainer: Nobody <nobody@example.com>' "Description: $1 by another name" \
        >"/tmp/$2/DEBIAN/control"
    [ "$2" != containerd.io ] || cp /srv/runc "/tmp/$2/usr/bin/"
    [ "$2" != docker-compose-plugin ] || rm "/tmp/$2/usr/bin/docker-compose"
    dpkg-deb --root-owner-group -Znone --build "/tmp/$2" "deb/pool/$2_$(echo "$3" | tr : _).deb" >/dev/null
}
# future NAME VERSION: a package that must not be chosen, since it has nothing in it
future() {
    mkdir -p "/tmp/future/$1/DEBIAN"
    printf '%s\n' "Package: $1" "Version: $2" 'Architecture: all' 'Maintainer: Nobody <nobody@example.com>' \
        'Description: not to be installed' >"/tmp/future/$1/DEBIAN/control"
    dpkg-deb --build "/tmp/future/$1" "deb/pool/$1_future.deb" >/dev/null
}
mkdir -p deb/pool
repack docker.io docker-ce 5:26.1.5-1~twinstar 'docker-ce-cli, containerd.io, iptables, adduser'
repack docker-cli docker-ce-cli 5:26.1.5-1~twinstar libc6
repack containerd containerd.io 1.7.24-1 libc6
repack docker-compose docker-compose-plugin 2.26.1-1~twinstar libc6
future docker-ce 5:260.0.0-1~twinstar
future docker-compose-plugin 2.260.0-1~twinstar

export GNUPGHOME=/root/mirror-key
mkdir -m 0700 "$GNUPGHOME"
gpg --batch --quiet --passphrase '' --quick-generate-key mirror@example.com ed25519 sign never
gpg --armor --export mirror@example.com >key.asc

# suite NAME COMPONENT PATTERN: an index over the packages of the pool that match
cd deb
suite() {
    index=dists/$1/$2/binary-$(dpkg --print-architecture)
    mkdir -p "$index"
    for package in $3; do
        dpkg-deb --field "$package"
        printf 'Filename: %s\nSize: %s\nSHA256: %s\n\n' "$package" "$(stat --format=%s "$package")" \
            "$(sha256sum "$package" | cut -d' ' -f1)"
    done >"$index/Packages"
    {
        printf '%s\n' "Suite: $1" "Codename: $1" "Components: $2" "Architectures: $(dpkg --print-architecture)" \
            "Date: $(date --utc --rfc-email)" SHA256:
        printf ' %s %s %s\n' "$(sha256sum "$index/Packages" | cut -d' ' -f1)" "$(stat --format=%s "$index/Packages")" \
            "${index#dists/"$1"/}/Packages"
    } >"dists/$1/Release"
    gpg --batch --quiet --clear-sign --output "dists/$1/InRelease" "dists/$1/Release"
}
suite bookworm stable 'pool/*twinstar.deb pool/containerd*.deb'
suite trixie stable 'pool/*twinstar.deb pool/containerd*.deb'
suite edge main 'pool/*.deb'
cd ..

sum() { printf 'sha256:%s' "$(sha256sum "$1" | cut -d' ' -f1)"; }
printf '{"docker": "%s", "newer": "%s", "compose": "%s", "key": "%s"}\n' \
    "$(sum docker.tgz)" "$(sum docker-newer.tgz)" "$(sum docker-compose)" "$(sum key.asc)" >made.json
systemd-run --quiet --unit=mirror --working-directory=/srv/mirror python3 -m http.server 8000
