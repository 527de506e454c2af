@echo off
rem 离线安装 yicun：双击，或 install.cmd [安装到哪个文件夹]
setlocal
cd /d "%~dp0"
set "TARGET=%~1"

ver | find " 6." >nul
if not errorlevel 1 goto :oldwindows
if /i "%PROCESSOR_ARCHITECTURE%"=="x86" if "%PROCESSOR_ARCHITEW6432%"=="" goto :bits32
if "%TARGET%"=="" set "TARGET=%USERPROFILE%\yicun"

for %%V in (@PYTHON@ 3.13 3.12 3.11) do (
    for %%P in ("py -%%V" "python") do (
        %%~P -c "import sys; sys.exit(sys.version_info[:2] != tuple(map(int, '%%V'.split('.'))) or sys.maxsize < 2**32)" >nul 2>nul && (
            set "FOUND=%%~P"
            set "VERSION=%%V"
            goto :found
        )
    )
)
echo 没有找到 64 位的 Python @PYTHON@。
echo 请先安装 Python @PYTHON@ 的 64 位版（安装程序名为 python-@PYTHON@.x-amd64.exe，勾选 Add python.exe to PATH），再运行一次 install.cmd。
goto :failed

:otherpython
echo 这个安装包是给 Python @PYTHON@ 的，这台电脑上有 Python %VERSION%。
echo 请改用名字里带 python%VERSION% 的安装包。
goto :failed

:found
if not "%VERSION%"=="@PYTHON@" goto :otherpython
%FOUND% -m venv "%TARGET%" || goto :failed
set "PIP="%TARGET%\Scripts\python.exe" -m pip install --quiet --disable-pip-version-check --no-index"
%PIP% --find-links wheels --require-hashes --requirement requirements.lock || goto :failed
for %%W in (yicun-*.whl) do %PIP% --no-deps "%%W" || goto :failed
"%TARGET%\Scripts\yicun.exe" --version || goto :failed
echo 已装好。命令是 %TARGET%\Scripts\yicun.exe，手册是 %CD%\docs\手册.md
pause
exit /b 0

:oldwindows
echo 这台电脑是 Windows 7 或 8，没有能用的 Python 3.11，yicun 不能在上面运行。
echo 请换一台 64 位的 Windows 10、11 或麒麟、统信的电脑；名单文件照常用 U 盘拷过去检查。
pause
exit /b 1

:bits32
echo 这台电脑装的是 32 位 Windows，yicun 要用的库没有 32 位版，不能在上面运行。
echo 请换一台 64 位的 Windows 10、11 或麒麟、统信的电脑；名单文件照常用 U 盘拷过去检查。
pause
exit /b 1

:failed
echo 没有装好，请把上面的内容发给维护人员。
pause
exit /b 1
