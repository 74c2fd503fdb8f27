#!/bin/sh
# Starts Chromium as a shared screen of @ORIGIN@. The session of cage calls this.
#
# The profile stays from one start to the next: in it lies what was sealed here and waits for a connection. Nothing personal can be read
# from it. Chromium's sandbox stays on: never add --no-sandbox.
set -eu
exec chromium \
  --kiosk \
  --ozone-platform=wayland \
  --user-data-dir=/var/lib/engawa-kiosk/profile \
  --password-store=basic \
  --no-first-run \
  --no-default-browser-check \
  --noerrdialogs \
  --hide-crash-restore-bubble \
  --disable-breakpad \
  --disable-crash-reporter \
  --disable-pinch \
  --disable-sync \
  --overscroll-history-navigation=0 \
  --lang=ja \
  "@ORIGIN@/kiosk"
