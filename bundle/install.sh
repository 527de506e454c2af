#!/bin/sh
# 离线安装 yicun：sh install.sh [安装到哪个文件夹]
set -eu
cd "$(dirname "$0")"
target=${1:-"$HOME/yicun"}

case $(uname -m) in
x86_64 | amd64 | aarch64 | arm64) ;;
*)
    echo "这台电脑的处理器是 $(uname -m)，yicun 要用的库只有 64 位 x86 和 ARM（飞腾、鲲鹏）版。请换一台这样的电脑。" >&2
    exit 1
    ;;
esac

for python in python3.13 python3.12 python3.11 python3 python; do
    if "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
        found=$python
        break
    fi
done
if [ -z "${found:-}" ]; then
    echo '没有找到 Python 3.11、3.12 或 3.13。请用系统的软件商店或 apt、dnf 安装 python3.11（连同 python3.11-venv），或改用免安装的文件夹。' >&2
    exit 1
fi

"$found" -m venv "$target" || {
    echo '无法新建环境：系统可能缺少 python3-venv 软件包。' >&2
    exit 1
}
pip() { "$target/bin/python" -m pip install --quiet --disable-pip-version-check --no-index "$@"; }
pip --find-links wheels --require-hashes --requirement requirements.lock
pip --no-deps ./yicun-*.whl
"$target/bin/yicun" --version
echo "已装好。命令是 $target/bin/yicun，手册是 $(pwd)/docs/手册.md"
