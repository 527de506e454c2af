@echo off
rem 把名单文件或文件夹拖到这个图标上；双击则显示工作区的情况和下一步。
setlocal
if "%~1"=="" cd /d "%~dp0"
for %%P in ("%~dp0yicun\yicun.exe" "%~dp0yicun.exe" "%USERPROFILE%\yicun\Scripts\yicun.exe") do (
    if exist "%%~P" (
        "%%~P" --wait %*
        exit /b
    )
)
echo 没有找到 yicun。请先双击 install.cmd 安装。
pause
