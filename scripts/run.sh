#!/usr/bin/env bash
# Serves the product with the sample city. PORT (default 8080; the next free one if it is taken), DATA (default data).
set -euo pipefail
cd "$(dirname "$0")/.."
data=${DATA:-data}
engawa=${ENGAWA_BIN:-target/release/engawa}
port=$(node -e '
  const net = require("net");
  const probe = (port) => {
    const server = net.createServer();
    server.once("error", () => probe(port + 1));
    server.listen(port, "127.0.0.1", () => server.close(() => console.log(port)));
  };
  probe(Number(process.env.PORT || 8080));
')
"$engawa" demo --data "$data"
if [ ! -f "$data/staff-password" ]; then
  # Only for the sample on this machine: a password that nobody else has.
  (umask 077; node -e 'console.log(require("crypto").randomBytes(9).toString("base64url"))' > "$data/staff-password")
fi
if [ ! -f "$data/sealing-key" ]; then
  # With this key the server opens what was sealed at shared screens.
  (umask 077; node -e 'console.log(require("crypto").randomBytes(32).toString("base64url"))' > "$data/sealing-key")
fi
export ENGAWA_SEALING_KEY_FILE="$data/sealing-key"
# Once for each folder of data: whoever changes a password afterwards keeps it.
if [ ! -f "$data/sample-accounts" ]; then
  user() {
    local verb=$1 site=$2
    shift 2
    "$engawa" user "$verb" "$@" --data "$data" --site-name "$site" --password-stdin < "$data/staff-password" >/dev/null
  }
  for site in mihon kobune; do
    user add "$site" --name staff --display-name "みほん担当" --admin --desk main --role lead
    user add "$site" --name counter --desk main --role staff
  done
  user add mihon --name centre --desk centre --role lead
  user add mihon --name welfare --desk welfare --role staff
  user add mihon --name international --desk international --role staff
  user add mihon --name library --desk library --role reader
  for who in owner accountant new editor renewal lapsed claim; do
    user password mihon "$who@mihon.example"
  done
  user password kobune owner@kobune.example
  touch "$data/sample-accounts"
fi
echo "staff pages: http://localhost:$port/staff  (name: staff, password: $(cat "$data/staff-password"))"
cat <<END
other people of the sample city, with the same password:
  another desk        http://localhost:$port/staff    name: centre, welfare (a referral waits), international, library (reads only)
  a trusted group     http://localhost:$port/sign-in  e-mail: owner@mihon.example (publishes at once), accountant@mihon.example
  a new group         http://localhost:$port/sign-in  e-mail: new@mihon.example, editor@mihon.example (what they send waits for the desk)
  others              http://localhost:$port/sign-in  e-mail: renewal@mihon.example, lapsed@mihon.example, claim@mihon.example
END
echo "a shared screen: get a code at http://localhost:$port/staff/kiosks (as staff), then type it in another profile of the browser at http://localhost:$port/kiosk/pair"
exec "$engawa" serve --data "$data" --site target/site --listen "127.0.0.1:$port"
