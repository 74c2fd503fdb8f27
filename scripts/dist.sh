#!/usr/bin/env bash
# Packs what is deployed: one binary that links nothing, and the folder of browser files of the same build. Tries it before it says so.
set -euo pipefail
cd "$(dirname "$0")/.."
target=$(uname -m)-unknown-linux-musl
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
name=engawa-$version-$(uname -m)-linux
out=target/dist/$name
engawa=$out/engawa
say() { printf '\033[1m%s\033[0m\n' "engawa: $*"; }
fail() { printf '\033[31m%s\033[0m\n' "engawa: $*" >&2; exit 1; }

rm -rf "$out"
mkdir -p "$out"
cp "target/$target/release/engawa" README.md LICENSE CHANGELOG.md "$out"
cp -r target/site docs "$out"
strip "$engawa"

say "trying it: nothing is linked, the sample city is made, a page comes"
# ldd says so of a static binary, and fails.
ldd "$engawa" 2>&1 | grep -qE "statically linked|not a dynamic executable" || fail "the binary asks for libraries of the system: $(ldd "$engawa")"
tried=$(mktemp -d)
trap 'kill %1 2>/dev/null || true; rm -rf "$tried"' EXIT
# With nothing of this machine but its kernel, not even a path to programs; the sample's files are the repository's.
env -i "$engawa" demo --data "$tried/data" >/dev/null
port=$(node -e 'const s = require("net").createServer(); s.listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
env -i "$engawa" serve --data "$tried/data" --site "$out/site" --listen "127.0.0.1:$port" >/dev/null &
for _ in $(seq 100); do curl -fs "http://127.0.0.1:$port/readyz" >/dev/null && break; sleep 0.2; done
page=$(curl -fs -H "Host: localhost:$port" "http://127.0.0.1:$port/listings?q=%E9%98%B2%E7%81%BD") || fail "no page came"
grep -q "防災" <<<"$page" && grep -q "/pkg/engawa" <<<"$page" || fail "the page that came is not the list of the sample city"

tar -C target/dist -czf "target/dist/$name.tar.gz" "$name"
say "packed: target/dist/$name.tar.gz ($(du -h "target/dist/$name.tar.gz" | cut -f1); the binary $(du -h "$engawa" | cut -f1))"
