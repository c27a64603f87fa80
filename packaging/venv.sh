#!/bin/sh
# Makes or updates .venv from requirements.lock and installs the program into it, editable.
# Usage: packaging/venv.sh PYTHON FOLDER
set -eu
python=$1
venv=$2

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

command -v "$python" > /dev/null || fail "There is no '$python'. Install Python 3.11 or newer (Debian: apt-get install python3 python3-venv)."
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "'$python' is Python $version; 3.11 or newer is needed. Name another one: make PYTHON=python3.12 ..."

# Debian ships venv and ensurepip in a package of their own.
if ! "$python" -c 'import ensurepip, venv' 2> /dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
        echo "Installing python$version-venv, which Python needs to make .venv."
        apt-get update -q && apt-get install -y -q --no-install-recommends "python$version-venv"
    else
        fail "Python cannot make .venv here. Install it first: sudo apt-get install python$version-venv"
    fi
fi

if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -c 'import pip' 2> /dev/null; then
    echo "Making $venv with Python $version; this takes a few minutes once."
    "$python" -m venv "$venv"
fi
"$venv/bin/python" -m pip install -qq --disable-pip-version-check -r requirements.lock
"$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
