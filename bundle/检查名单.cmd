@echo off
rem 把名单文件或文件夹拖到这个图标上；双击则显示工作区的情况和下一步。
setlocal
if "%~1"=="" cd /d "%~dp0"
set "PROGRAM=%USERPROFILE%\yicun\Scripts\yicun.exe"
if exist "%PROGRAM%" (
    "%PROGRAM%" --wait %*
    exit /b
)
echo 没有找到 yicun。请先双击 install.cmd 安装。
pause
