#!/bin/sh
# 由 检查名单.desktop 启动：找到 yicun，检查拖来的文件；没有文件则显示工作区的情况和下一步。
here=$(cd "$(dirname "$0")" && pwd)
[ $# -gt 0 ] || cd "$here"
for program in "$here/yicun/yicun" "$HOME/yicun/bin/yicun"; do
    if [ -f "$program" ] && [ -x "$program" ]; then
        exec "$program" --wait "$@"
    fi
done
echo '没有找到 yicun。请先运行 sh install.sh 安装，按回车键关闭。'
read -r _
