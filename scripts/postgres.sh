#!/usr/bin/env bash
# Runs a command beside a private PostgreSQL: own folder, own free port, gone afterwards. Never uses a server it finds.
#   scripts/postgres.sh COMMAND...      sees ENGAWA_TEST_POSTGRES=postgres://postgres@127.0.0.1:PORT/postgres
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || { echo "engawa: PostgreSQL is missing (scripts/tools.sh test installs it)" >&2; exit 1; }
folder=$(mktemp -d)
as=()
if [ "$(id -u)" -eq 0 ]; then
  # PostgreSQL refuses to run as root.
  chown postgres "$folder"
  as=(runuser -u postgres --)
fi
port=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
stop() {
  (cd / && "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1) || true
  rm -rf "$folder"
}
trap stop EXIT
cd_back=$PWD
cd /
"${as[@]}" "$bin/initdb" -D "$folder/data" -U postgres -A trust --locale=C.UTF-8 --encoding=UTF8 >/dev/null
"${as[@]}" "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
  -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='$folder' -c fsync=off -c max_connections=300" start >/dev/null
cd "$cd_back"
ENGAWA_TEST_POSTGRES="postgres://postgres@127.0.0.1:$port/postgres" "$@"
