# shellcheck shell=bash
# The services' own programs, for commands that run them. Sourced after common.sh.

build_programs() { # service...
  local service
  # A test names the configuration that it was built in, and nothing is built then.
  [ -z "${TORGHUT_BUILT:-}" ] || return 0
  for service in "$@"; do
    dotnet build "$TORGHUT_ROOT/services/$service" "${BUILD_OPTIONS[@]}" >&2 || die "$service does not build"
  done
}

program() { # service
  printf '%s' "$TORGHUT_ROOT/services/$1/bin/${TORGHUT_BUILT:-Release}/net10.0/$1"
}
