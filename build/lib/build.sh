# shellcheck shell=bash
# Builds what build/up and build/sandbox run. Sourced after common.sh.

SANDBOX_OUTPUT="$TORGHUT_ROOT/tests/sandbox/src/Torghut.Sandbox/bin/Release/net10.0"

# A build that has nothing to do still takes seconds to find that out; a stamp newer than every source says it at once.
build_pipeline() {
  local stamp="$TORGHUT_ROOT/.sandbox/built"
  if [ -x "$SANDBOX_OUTPUT/torghut-sandbox" ] && [ -e "$stamp" ] && [ -z "$(changed_since "$stamp")" ]; then
    return
  fi
  say "building (the first time takes about a minute)"
  mkdir -p "$TORGHUT_ROOT/.sandbox"
  touch "$stamp.new"
  # Whoever wants to see it run does not wait for the analyzers; build/test builds anew what they have not seen.
  touch "$UNANALYZED"
  dotnet build "$TORGHUT_ROOT/tests/sandbox/src/Torghut.Sandbox/Torghut.Sandbox.csproj" "${BUILD_OPTIONS[@]}" -p:RunAnalyzers=false >&2 \
    || die "the build failed"
  mv "$stamp.new" "$stamp"
}

# --help is answered by the program if it is there, else in short; nobody waits for a build to read it.
help_without_building() { # command, its arguments
  local command=$1 argument
  shift
  for argument in "$@"; do
    case "$argument" in
      --help|-h|'-?')
        [ ! -x "$SANDBOX_OUTPUT/torghut-sandbox" ] || exec "$SANDBOX_OUTPUT/torghut-sandbox" "$command" --help
        cat <<EOF
Usage: build/$command [options]

Brings what it needs, builds, and runs $([ "$command" = up ] && echo "the whole pipeline" || echo "the infrastructure alone") on this machine until Ctrl-C.
The most used of its options (all are listed here once it was built):

--check               up: run until every stage has flowed, print one report, exit 0 or 1
--ticks DIR --date yyyy-MM-dd [--from HH:mm] [--speed N]
                      replay a recorded day from a LEAN data folder instead of the synthetic market
--fresh               forget the data of earlier runs
--only PART,...       sandbox: these parts alone (kafka, registry, clickhouse, postgres, alpaca)
--env-file FILE       where the services' environment keys are written
EOF
        exit 0
        ;;
    esac
  done
}

# What npm brings and what the compiler makes need nothing of each other: a cold start takes as long as the slower of both.
bring_and_build() {
  local bootstrap
  "$TORGHUT_ROOT/build/bootstrap" --for up &
  bootstrap=$!
  build_pipeline
  wait "$bootstrap"
}

changed_since() {
  find "$TORGHUT_ROOT/services" "$TORGHUT_ROOT/libs" "$TORGHUT_ROOT/tests/sandbox" "$TORGHUT_ROOT"/Directory.* "$TORGHUT_ROOT/global.json" \
    \( -name bin -o -name obj -o -name node_modules \) -prune -o -newer "$1" -print -quit
}
