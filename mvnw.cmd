@echo off
rem Runs the Maven named in .mvn\wrapper\maven-wrapper.properties; fetches it once, into %USERPROFILE%\.m2\wrapper.
setlocal
set "ROOT=%~dp0"
for /f "usebackq tokens=1,* delims==" %%K in ("%ROOT%.mvn\wrapper\maven-wrapper.properties") do (
    if "%%K"=="distributionUrl" set "URL=%%L"
    if "%%K"=="distributionSha256Sum" set "SUM=%%L"
)
for %%U in ("%URL%") do set "NAME=%%~nU"
set "NAME=%NAME:-bin=%"
set "DISTS=%USERPROFILE%\.m2\wrapper\dists\%NAME%"
if not exist "%DISTS%\unroll\bin\mvn.cmd" (
    echo Fetching %NAME% ... 1>&2
    powershell -NoProfile -Command "$ErrorActionPreference='Stop'; $ProgressPreference='SilentlyContinue'; New-Item -ItemType Directory -Force '%DISTS%' | Out-Null; $zip='%DISTS%\fetched.zip'; Invoke-WebRequest -UseBasicParsing '%URL%' -OutFile $zip; if ((Get-FileHash -Algorithm SHA256 $zip).Hash -ne '%SUM%') { throw 'not the expected file' }; Expand-Archive -Force $zip '%DISTS%'; Rename-Item '%DISTS%\%NAME%' 'unroll'; Remove-Item $zip"
    if errorlevel 1 exit /b 1
)
call "%DISTS%\unroll\bin\mvn.cmd" %*
exit /b %errorlevel%
