#!/bin/sh
# 不用安装 Python：./yicun validate 名单.xlsx
here=$(dirname "$(readlink -f "$0")")
exec "$here/python/bin/python3.11" -I "$here/start.py" "$@"
