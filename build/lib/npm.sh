# shellcheck shell=bash
# Locked npm packages, kept in the cache. Sourced after common.sh.

# Installs a locked package set once for each content of its lock file and points a stable name at it. Two builds at once wait for each other.
npm_set() { # folder with package.json and lock, stable name
  local from=$1 name=$2 digest target
  digest=$(cat "$from/package.json" "$from/package-lock.json" | sha256sum | cut -c1-16)
  target="$TORGHUT_CACHE/npm/$name-$digest"
  mkdir -p "$TORGHUT_CACHE/npm"
  exec {npm_lock}>"$TORGHUT_CACHE/npm/$name.lock"
  flock "$npm_lock"
  if [ ! -e "$target/.complete" ]; then
    say "installing npm packages for $name: $(node -p 'const p=require(process.argv[1]);Object.entries({...p.dependencies,...p.devDependencies}).map(e=>e.join(" ")).join(", ")' "$from/package.json")"
    rm -rf "$target"
    mkdir -p "$target"
    cp "$from/package.json" "$from/package-lock.json" "$target/"
    [ ! -e "$from/.npmrc" ] || cp "$from/.npmrc" "$target/"
    (cd "$target" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2) \
      || die "npm could not install the packages of ${from#"$TORGHUT_ROOT"/}"
    touch "$target/.complete"
  fi
  ln -sfn "$target" "$TORGHUT_CACHE/$name"
  exec {npm_lock}>&-
}
