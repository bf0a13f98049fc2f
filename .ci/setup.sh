# Set-up for ./run, ./test and .ci/run, to be sourced from the project's root: names and installs what is
# missing, makes .venv, builds copydesk into it. Says what it does in one line each; shows output only of what failed.

say() { printf '%s\n' "copydesk: $*" >&2; }
fail() { say "$*"; exit 1; }

# quietly COMMAND...: its output is shown only if it fails.
quietly() {
  quiet_log=$(mktemp)
  if "$@" >"$quiet_log" 2>&1; then
    rm -f "$quiet_log"
  else
    quiet_status=$?
    cat "$quiet_log" >&2
    rm -f "$quiet_log"
    fail "failed: $*"
  fi
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# need_packages NAME...: install those of the Debian packages that are missing.
need_packages() {
  if ! command -v apt-get >/dev/null 2>&1; then
    say "no apt-get here: taking for granted what Debian calls $*"
    return
  fi
  missing=
  for package in "$@"; do
    case $(dpkg-query -W -f='${Status}' "$package" 2>/dev/null) in
      *"ok installed") ;;
      *) missing="$missing $package" ;;
    esac
  done
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null 2>&1; then
    fail "needs root or sudo for: apt-get install$missing"
  fi
  say "installing with apt-get:$missing"
  quietly as_root apt-get update -qq
  # shellcheck disable=SC2086
  quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
}

# Can this Python make a venv and build an extension in it?
python_serves() {
  command -v "$1" >/dev/null 2>&1 && "$1" - >/dev/null 2>&1 <<'PY'
import ensurepip, os, sys, sysconfig, venv
header = os.path.join(sysconfig.get_path("include"), "Python.h")
sys.exit(sys.version_info < (3, 10) or not os.path.exists(header))
PY
}

# The Python to make .venv with, or nothing where none serves yet.
find_python() {
  for python in "${PYTHON:-python3}" /usr/bin/python3; do
    python_serves "$python" && printf '%s\n' "$python" && return
  done
  return 0
}

# setup_project EXTRA: libraries, .venv and copydesk in it, with the extra's packages ("" for none).
setup_project() {
  libraries="gcc libc6-dev libutf8proc-dev libstemmer-dev"
  if .venv/bin/python -c 'import pip' >/dev/null 2>&1; then
    need_packages $libraries
  else
    python=$(find_python)
    [ -n "$python" ] || libraries="$libraries python3 python3-venv python3-dev"
    need_packages $libraries
    python=$(find_python)
    [ -n "$python" ] || fail "needs Python 3.10 or later with its headers and venv; set PYTHON to one"
    say "making a virtual environment in .venv ($("$python" --version))"
    rm -rf .venv
    quietly "$python" -m venv .venv
  fi
  # What was installed for: this place, these settings, these extras. "dev" holds "test", and both hold none.
  stamp=.venv/copydesk-installed${1:+-$1}
  state="$(pwd) $(cat pyproject.toml setup.py | cksum)"
  case "$1" in
    dev) serving=$stamp ;;
    *) serving="$stamp .venv/copydesk-installed-test .venv/copydesk-installed-dev" ;;
  esac
  # shellcheck disable=SC2086
  if grep -qsxF "$state" $serving; then
    quietly .venv/bin/python setup.py --quiet build_ext --inplace
  else
    say "building copydesk${1:+ and installing what \"$1\" needs}"
    quietly .venv/bin/python -m pip install --quiet --disable-pip-version-check "setuptools>=77"
    quietly .venv/bin/python -m pip install --quiet --disable-pip-version-check \
      --no-build-isolation --editable ".${1:+[$1]}"
    printf '%s\n' "$state" >"$stamp"
  fi
}

# setup_engines FILE...: Java, and .venv-engines, which sees all of .venv, and in it what the requirement files name.
# Its pip gives up after ENGINES_SECONDS.
setup_engines() {
  need_packages openjdk-17-jre-headless
  engines_state="$(pwd) $(cat "$@" | cksum)"
  [ "$(cat .venv-engines/engines-installed 2>/dev/null)" != "$engines_state" ] || return 0
  say "installing in .venv-engines: $(sed 's/#.*//' "$@" | xargs)"
  quietly .venv/bin/python -m venv --clear .venv-engines
  .venv-engines/bin/python - "$(pwd)" <<'PY'
import pathlib, sysconfig, sys
there = pathlib.Path(sysconfig.get_path("purelib"))
seen = pathlib.Path(sys.argv[1], ".venv", there.relative_to(sys.prefix))
(there / "project.pth").write_text(f"import site; site.addsitedir({str(seen)!r})\n")
PY
  quietly timeout "${ENGINES_SECONDS:-1800}" .venv-engines/bin/python -m pip install --quiet \
    --disable-pip-version-check $(printf ' -r %s' "$@")
  printf '%s\n' "$engines_state" >.venv-engines/engines-installed
}
