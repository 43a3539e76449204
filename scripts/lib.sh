# shellcheck shell=bash
# shellcheck disable=SC2034  # names are for the scripts that source this file
# What the scripts beside this file share. It is sourced, never run.

set -euo pipefail
: "${HOME:=$(getent passwd "$(id -u)" | cut -d: -f6)}"
export HOME
command -v rustup >/dev/null || PATH=$HOME/.cargo/bin:$PATH

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
cache=${XDG_CACHE_HOME:-$HOME/.cache}/whats-on         # tools, kept between clones
data=$(realpath -m -- "${DATA_DIR:-.data}")            # databases
target=$(realpath -m -- "${CARGO_TARGET_DIR:-target}") # cargo's output
site=$root/target/site                                 # style, script and fonts for the browser
mkdir -p "$cache" "$target"

cargo_deny=0.20.2       # looks at the crates we build on
cargo_cyclonedx=0.5.9   # lists them for who gets the program
cargo_machete=0.9.2     # finds those that nothing uses
cargo_nextest=0.9.143   # runs the tests, where the machine has none of its own
PATH=$cache/cargo-deny-$cargo_deny/bin:$cache/cargo-cyclonedx-$cargo_cyclonedx/bin:$cache/cargo-machete-$cargo_machete/bin:$PATH
PATH+=:$cache/cargo-nextest-$cargo_nextest/bin

export SQLX_OFFLINE=true # queries are checked against the committed .sqlx
export WHATSON_STARTED=${WHATSON_STARTED:-$(date +%s)}

# A line of progress, with the time since the command was given.
say() { printf '%3d:%02d  %s\n' $(((EPOCHSECONDS - WHATSON_STARTED) / 60)) $(((EPOCHSECONDS - WHATSON_STARTED) % 60)) "$*"; }

# The end, with what to do about it.
fail() {
  printf '\n%s\n' "$@" >&2
  exit 1
}

# took WHAT BEGAN: notes how long a part took since the second it began, where somebody adds that up (.ci/run).
took() { [[ -z ${WHATSON_TIMES:-} ]] || printf '%5d  %s\n' $((EPOCHSECONDS - $2)) "$1" >>"$WHATSON_TIMES"; }

# quietly WHAT COMMAND…: says what, runs the command, shows its last line now and then, and its output only if it fails.
quietly() {
  local what=$1 log status=0 beat
  shift
  log=$(mktemp)
  say "$what"
  (
    while for _ in {1..20}; do sleep 1 && kill -0 $$ && [[ -e $log ]] || exit 0; done 2>/dev/null; do
      say "  … $(tr '\r' '\n' <"$log" | sed 's/\x1b\[[0-9;]*[mK]//g; /^ *$/d' | tail -n 1 | cut -c -90)"
    done
  ) &
  beat=$!
  "$@" >"$log" 2>&1 </dev/null || status=$?
  kill "$beat" 2>/dev/null || true
  wait "$beat" 2>/dev/null || true
  if ((status)); then
    grep -vE '^ *(Compiling|Downloaded|Downloading|Fresh|Locking|Adding) ' "$log" | tail -n 60 >&2 || true
    grep -q 'No space left on device' "$log" && what+=" (the disk is full)"
    rm -f "$log"
    fail "This step failed: $what"
  fi
  rm -f "$log"
}

# room FOLDER MEGABYTES: stops early where the disk is too full to finish.
room() {
  local free
  free=$(df --output=avail --block-size=1M -- "$1" | tail -n 1 | tr -d ' ')
  ((free >= $2)) || fail "Only $free MB are free on the disk of $1, and $2 MB are needed. Make room and try again."
}

# packages WHY PACKAGE…: installs what is missing from the distribution, or says what to run.
packages() {
  local why=$1 package missing=() rights=()
  shift
  for package in "$@"; do
    [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  command -v apt-get >/dev/null || fail "Missing $why: ${missing[*]} (Debian's names). Install it and try again."
  if ((EUID)); then
    sudo -n true 2>/dev/null || fail "Missing $why. Install it and try again:" "" "  sudo apt-get install --no-install-recommends ${missing[*]}"
    rights=(sudo -n)
  fi
  export DEBIAN_FRONTEND=noninteractive
  quietly "Refreshing the list of packages" "${rights[@]}" apt-get -o DPkg::Lock::Timeout=300 update
  quietly "Installing $why: ${missing[*]}" \
    "${rights[@]}" apt-get -o DPkg::Lock::Timeout=300 install --yes --no-remove --no-install-recommends "${missing[@]}"
}

# need COMMAND ADVICE
need() { command -v "$1" >/dev/null || fail "Missing: $1. $2"; }

# site_address OWNER'S: the address of the role that the site runs as in a private cluster, from its owner's. The owner's
# password cannot be found from the other's.
site_address() {
  local secret=${1#*://*:}
  printf 'postgres://whatson_site:%s@%s' "$(printf 'site %s' "${secret%%@*}" | sha256sum | cut -c 1-48)" "${1#*@}"
}

# The Chromium of this machine, if any. One without a window starts faster and does less beside the pages.
browser() {
  if [[ -x ${CHROMIUM:-} ]]; then echo "$CHROMIUM"; else command -v chromium-headless-shell chromium google-chrome | head -n 1; fi || true
}

port_is_free() { ! (: </dev/tcp/127.0.0.1/"$1") 2>/dev/null; }

# A port that nobody listens on, below those that the system hands out by itself.
free_port() {
  local port
  until port=$((20000 + RANDOM % 10000)) && port_is_free "$port"; do :; done
  echo "$port"
}
