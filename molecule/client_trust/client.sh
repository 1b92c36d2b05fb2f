#!/bin/sh
# What a client has before the role: a container at work, an engine's configuration, a hosts file. Copies of all
# that the role may touch are kept below /srv/before.
set -e
name=$1 edge=$2
echo "$edge" >/srv/edge
docker load -q -i /srv/demo-app.tar

if [ "$name" = full ]; then
    # Another configuration file, told by the unit; then somebody wrote comments into it.
    mkdir -p /etc/systemd/system/docker.service.d /etc/docker/certs.d
    cat >/etc/docker/engine.json <<JSON
{
  "insecure-registries": ["old.abc.com:5000"],
  "labels": ["zone=lab"]
}
JSON
    cat >/etc/systemd/system/docker.service.d/file.conf <<UNIT
[Service]
ExecStart=
ExecStart=/usr/sbin/dockerd --config-file=/etc/docker/engine.json -H fd:// --containerd=/run/containerd/containerd.sock
UNIT
    systemctl daemon-reload
    systemctl restart docker
    sed -i 's|^{|{ // the old registry|' /etc/docker/engine.json
    ln -s /etc/hosts /srv/hosts
    ln -s /etc/docker/certs.d /srv/certs.d
    echo "192.168.126.99 harbor.abc.com" >>/etc/hosts
    useradd --create-home deploy
    mkdir -p /root/.docker
    echo '{"auths": {"old.abc.com:5000": {"auth": "b2xkOm9sZA=="}, "other.abc.com": {"auth": "YTpi"}}}' >/root/.docker/config.json
fi

docker run -d --name busy --restart always demo-app:1
docker inspect -f '{{.State.StartedAt}} {{.State.Pid}}' busy >/srv/busy
docker tag demo-app:1 "$edge:5000/demo-app:$name"
docker tag demo-app:1 "$edge:5443/demo-app:$name"

mkdir /srv/before
cp -a /etc/hosts /srv/before/
for file in /etc/docker/daemon.json /etc/docker/engine.json; do
    if [ -e "$file" ]; then cp -a "$file" /srv/before/; fi
done
