# shellcheck shell=sh disable=SC2154
# (what is explained last comes before this text, on standard input with it)
#
# Keeps a certificate of a private CA. Prints why it made one, and nothing where all is well.
# Arguments: "check" or "make", folder of the certificate, folder of the CA, group that reads the key,
# days of a certificate, days before its end to renew it, days of a CA, then names as DNS:… and IP:….
#
# name            of the certificate's and the key's file
# ca_file         name of the file of the CA beside them
# record          path of the file that remembers what was asked for
# whose           whose the CA is, for its name
# usage           what the certificate is used for, such as serverAuth
# ca_renews       not empty where nobody else trusts the CA, so that one that ends soon is made anew
# ca_certificate, ca_key   PEM text, or empty for a CA that is made here
set -eu
doing=$1 certs=$2 own=$3 group=$4 days=$5 renew=$6 ca_days=$7
shift 7
names=$(IFS=,; echo "$*")
request="$names for $days days"
ca_ends_soon() { ! openssl x509 -in "$own/ca.crt" -noout -checkend $((renew * 86400)) >/dev/null; }
key_of() { openssl pkey -in "$1" -pubout 2>/dev/null; }

if ! command -v openssl >/dev/null; then
    echo 'make a certificate, once openssl is there'
    [ "$doing" = check ]
    exit
fi

umask 077
reason=''
if [ -n "$ca_certificate" ]; then
    [ "$(cat "$certs/$ca_file" 2>/dev/null)" = "$ca_certificate" ] || reason='the CA is another one'
elif [ ! -s "$own/ca.key" ] || [ ! -s "$own/ca.crt" ] || { [ -n "$ca_renews" ] && ca_ends_soon; }; then
    echo 'make a private CA'
    reason='there is a new CA'
    if [ "$doing" = make ]; then
        mkdir -p "$own"
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -sha256 -days "$ca_days" \
            -keyout "$own/ca.key.new" -out "$own/ca.crt.new" -config /dev/fd/3 3<<CONFIG 2>/dev/null
[req]
prompt = no
distinguished_name = name
x509_extensions = extensions
[name]
CN = private CA of $whose on $(uname -n)
[extensions]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
CONFIG
        mv "$own/ca.key.new" "$own/ca.key"
        mv "$own/ca.crt.new" "$own/ca.crt"
    fi
elif ca_ends_soon; then
    echo "the private CA ends soon: remove $own to make another one, which clients must trust anew" >&2
fi
# The CA beside the certificate may be that of one that was given meanwhile.
if [ -z "$ca_certificate$reason" ] && [ "$(cat "$certs/$ca_file" 2>/dev/null)" != "$(cat "$own/ca.crt")" ]; then
    reason='the CA is another one'
fi

crt=$certs/$name.crt key=$certs/$name.key
if [ -z "$reason" ]; then
    if [ ! -s "$crt" ] || [ ! -s "$key" ]; then reason='there is none'
    elif [ "$(cat "$record" 2>/dev/null)" != "$request" ]; then reason='its names or days changed'
    elif ! openssl x509 -in "$crt" -noout -checkend $((renew * 86400)) >/dev/null; then reason='it ends soon'
    elif [ "$(openssl x509 -in "$crt" -noout -pubkey 2>/dev/null)" != "$(key_of "$key")" ]; then reason='its key is another one'
    elif ! openssl verify -CAfile "$certs/$ca_file" "$crt" >/dev/null 2>&1; then reason='the CA did not sign it'
    fi
fi
if [ -z "$reason" ]; then
    if [ "$(stat --format=%G "$key")" != "$group" ]; then
        echo "let the group $group read the key"
        [ "$doing" = check ] || { chgrp "$group" "$key" && chmod 0640 "$key"; }
    fi
    exit
fi
echo "make a certificate: $reason"
[ "$doing" = make ] || exit 0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -z "$ca_certificate" ]; then
    ca_certificate=$(cat "$own/ca.crt")
    ca_key=$(cat "$own/ca.key")
    chain=''
else
    # It may be no root, and then clients must see it.
    chain=$ca_certificate
fi
echo "$ca_certificate" >"$work/ca.crt"
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -sha256 -subj "/CN=$name" \
    -keyout "$work/key" -out "$work/csr" -config /dev/fd/3 3<<CONFIG 2>/dev/null
[req]
distinguished_name = name
[name]
CONFIG
# The key of the CA goes through a pipe: a given one is never written here.
openssl x509 -req -in "$work/csr" -CA "$work/ca.crt" -CAkey /dev/fd/3 -sha256 -days "$days" \
    -set_serial "0x$(openssl rand -hex 16)" -extfile /dev/fd/4 -out "$work/crt" 3<<KEY 4<<EXTENSIONS 2>"$work/said" ||
$ca_key
KEY
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = $usage
subjectAltName = $names
EXTENSIONS
    { cat "$work/said" >&2; exit 1; }
[ -z "$chain" ] || echo "$chain" >>"$work/crt"

# The request last: whatever breaks off before is made again.
chgrp "$group" "$work/key"
chmod 0640 "$work/key"
chmod 0644 "$work/crt" "$work/ca.crt"
rm -f "$record"
for file in ca.crt crt key; do
    to=$certs/$name.$file
    [ $file != ca.crt ] || to=$certs/$ca_file
    cp -p "$work/$file" "$to.new"
    mv "$to.new" "$to"
done
echo "$request" >"$record.new"
mv "$record.new" "$record"
