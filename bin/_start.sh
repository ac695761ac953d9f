# Finds a Python >= 3.12 by absolute path and lets minsheng/launch install what is missing. Sourced by every bin/ file.
set -euo pipefail
ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
export HOME="${HOME:-/tmp}" PYTHONPATH="$ROOT"

fits() { # a free-threaded build has no wheels to install
  [ -x "$1" ] && "$1" -c 'import ssl, sys, sysconfig
sys.exit(sys.version_info < (3, 12) or bool(sysconfig.get_config_var("Py_GIL_DISABLED")))' 2>/dev/null
}
find_python() {
  local minor place
  fits "$ROOT/.venv/bin/python" && echo "$ROOT/.venv/bin/python" && return
  for minor in 3.13 3.12 3.14; do
    for place in "${PYENV_ROOT:-$HOME/.pyenv}/versions/$minor"* "$HOME/.pyenv/versions/$minor"* \
      ~root/.pyenv/versions/"$minor"* /usr/local /usr /opt/homebrew "/opt/homebrew/opt/python@$minor" \
      "/Library/Frameworks/Python.framework/Versions/$minor" "$ROOT/.tools/python/cpython-$minor"*; do
      fits "$place/bin/python$minor" && echo "$place/bin/python$minor" && return
    done
  done
  place="$(command -v python3 || true)"
  if fits "$place"; then echo "$place"; fi
}
fetch_python() { # the last resort: uv, installed by an older Python, downloads one
  echo "本机没有 Python ≥ 3.12，正在下载。/ No Python >= 3.12 here, downloading one." >&2
  if ! command -v python3 >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq >&2 && apt-get install -y -qq python3 python3-venv >&2
    PY="$(find_python)" && [ -n "$PY" ] && return
  fi
  { python3 -m venv "$ROOT/.tools" && "$ROOT/.tools/bin/python" -m pip install -q uv==0.13.9; } >&2 ||
    python3 -m pip install -q --target "$ROOT/.tools" uv==0.13.9 >&2 || true
  [ -e /etc/ssl/certs/ca-certificates.crt ] && export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-1}"
  UV_PYTHON_INSTALL_DIR="$ROOT/.tools/python" "$ROOT/.tools/bin/uv" python install --no-bin 3.13 >&2 || true
  PY="$(find_python)"
}
PY="$(find_python)"
[ -n "$PY" ] || fetch_python
[ -n "$PY" ] || { echo "请先安装 Python ≥ 3.12。/ Please install Python >= 3.12 first." >&2; exit 1; }
