# shellcheck shell=bash
# What the commands in build/ share. Sourced, never run.

set -euo pipefail

TORGHUT_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export TORGHUT_ROOT

# PostgreSQL refuses to run as root, and the user it runs as instead cannot see into root's home.
if [ -z "${TORGHUT_CACHE:-}" ]; then
  if [ "$(id -u)" -eq 0 ]; then TORGHUT_CACHE=/var/cache/torghut; else TORGHUT_CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/torghut"; fi
fi
export TORGHUT_CACHE
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

say() { printf '\033[2m%s\033[0m\n' "$*" >&2; }
die() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 1; }

# One compiler for all projects of a build: without it each of them pays seconds for a start of its own. It ends by itself when it has nothing to do.
# shellcheck disable=SC2034 # used by the commands that build
BUILD_OPTIONS=(-c Release -nologo -v q -clp:NoSummary -p:UseSharedCompilation=true)

# There while outputs lie in the tree that were built without the analyzers.
# shellcheck disable=SC2034
UNANALYZED="$TORGHUT_ROOT/.sandbox/unanalyzed"

# Recorded ticks for the tests that can use some: a LEAN data folder, by default beside the work tree.
find_ticks() {
  if [ -z "${TORGHUT_TICKS:-}" ] && [ -d "$TORGHUT_ROOT/../shared/data/lean" ]; then
    TORGHUT_TICKS=$(cd "$TORGHUT_ROOT/../shared/data/lean" && pwd)
    export TORGHUT_TICKS
  fi
}
