#!/bin/sh
# Writes requirements.lock: everything that a fresh environment takes for the extras benchmark, cluster and dev, pinned.
set -eu
python=${1:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" -m venv "$folder"
# torch first and pinned: its CPU build is published for few versions, and the newest brings gigabytes of CUDA.
"$folder/bin/python" -m pip install --quiet "torch==2.13.0"
"$folder/bin/python" -m pip install --quiet '.[benchmark,cluster,tether,dev]'
{
    echo '# Every package of .venv, pinned; "make lock" writes this file. No hashes: torch is the CPU or the CUDA build,'
    echo "# whichever the machine's package sources offer."
    "$folder/bin/python" -m pip freeze --all --exclude pip --exclude denoiser-app | sed 's/+cpu$//; s/^gphoto2==.*/\& ; sys_platform != "win32"/'
    echo 'colorama==0.4.6 ; sys_platform == "win32"'
} > requirements.lock.new
mv requirements.lock.new requirements.lock
