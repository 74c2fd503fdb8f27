#!/bin/sh
# Runs the Wayland session with its one window, and ends when it ends.
#
# systemd must not start cage itself. Where cage 0.1.4 finds no screen, it waits for its children before it gives up; one that systemd
# starts has a child that never ends (it holds the PAM session), so nothing would ever start it anew.
set -u
cage -d -- /usr/local/bin/engawa-kiosk &
cage=$!
is_stopped=
trap 'is_stopped=yes; kill "$cage" 2>/dev/null' TERM INT HUP
wait "$cage"
status=$?
if [ -n "$is_stopped" ]; then
  # The signal ended the wait, not cage.
  wait "$cage"
  exit 0
fi
exit "$status"
