@echo off
rem Starts Unroll's command line on Windows: builds it once if needed, then runs it on the JDK 25 in JAVA_HOME or on the PATH.
rem Unlike ./unroll it does not notice changed sources: build again by "mvnw.cmd -Dquick package".
setlocal
set "ROOT=%~dp0"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
if not exist "%ROOT%cli\target\dist\unroll.jar" (
    echo Building Unroll once ... 1>&2
    call "%ROOT%mvnw.cmd" --file "%ROOT%pom.xml" --batch-mode --quiet -Dquick -Dmaven.test.skip=true --projects cli --also-make package 1>&2
    if errorlevel 1 exit /b 1
)
set "FLAGS=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
for %%C in (train demo evaluate) do if /i "%~1"=="%%C" set "FLAGS=--add-modules=jdk.incubator.vector"
"%JAVA%" -Dfile.encoding=UTF-8 -Dstdin.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -Dunroll.launcher=unroll -Dunroll.training.kernels=vector %UNROLL_JAVA_OPTS% %FLAGS% -cp "%ROOT%cli\target\dist\unroll.jar" org.unroll.cli.Start %*
exit /b %errorlevel%
