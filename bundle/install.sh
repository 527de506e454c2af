#!/bin/sh
# 离线安装 yicun：sh install.sh [安装到哪个文件夹]
set -eu
cd "$(dirname "$0")"
target=${1:-"$HOME/yicun"}
version=@PYTHON@
machine=@MACHINE@

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

here=$(uname -m)
case $here in
amd64) here=x86_64 ;;
arm64) here=aarch64 ;;
esac
case $here in
"$machine") ;;
x86_64 | aarch64)
    stop "这个安装包是给 $machine 处理器的，这台电脑是 $here。请改用名字里带 linux-$here 的安装包。" ;;
*)
    stop "这台电脑的处理器是 $here，yicun 要用的库只有 64 位 x86 和 ARM（飞腾、鲲鹏）版。请换一台这样的电脑。" ;;
esac

glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null | sed 's/[^0-9]*2\.\([0-9]*\).*/\1/')
[ "${glibc:-28}" -ge 28 ] || stop "这台电脑的系统太旧（glibc 2.$glibc，要 2.28 以上）。请换一台麒麟 V10、统信 20 或更新系统的电脑。"

is() {
    "$1" -c 'import sys
sys.exit(sys.version_info[:2] != tuple(map(int, sys.argv[1].split("."))) or sys.maxsize < 2**32)' "$2" 2>/dev/null
}
find_python() {
    for python in "python$1" python3 python; do
        if is "$python" "$1"; then
            echo "$python"
            return
        fi
    done
}

found=$(find_python "$version")
if [ -z "$found" ]; then
    for other in 3.13 3.12 3.11; do
        [ -z "$(find_python "$other")" ] ||
            stop "这个安装包是给 Python $version 的，这台电脑上有 Python $other。请改用名字里带 python$other 的安装包。"
    done
    stop "没有找到 64 位的 Python $version。请用系统的软件商店或 apt、dnf 安装 python$version（连同 python$version-venv）再运行一次，" \
        '或改用名字里带“免安装”的文件夹（x86_64），它不要 Python。'
fi

"$found" -m venv "$target" || stop "无法新建环境：系统可能缺少 python$version-venv 软件包。"
pip() { "$target/bin/python" -m pip install --quiet --disable-pip-version-check --no-index "$@"; }
pip --find-links wheels --require-hashes --requirement requirements.lock
pip --no-deps ./yicun-*.whl
"$target/bin/yicun" --version
echo "已装好。命令是 $target/bin/yicun，手册是 $(pwd)/docs/手册.md"
