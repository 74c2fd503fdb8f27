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
  for site in mihon kobune; do
    "$engawa" user add --data "$data" --site-name "$site" --name staff --display-name "みほん担当" --password-stdin < "$data/staff-password" >/dev/null
  done
fi
echo "staff pages: http://localhost:$port/staff  (name: staff, password: $(cat "$data/staff-password"))"
exec "$engawa" serve --data "$data" --site target/site --listen "127.0.0.1:$port"
