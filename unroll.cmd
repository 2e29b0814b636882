@echo off
rem Starts Unroll's command line on Windows: builds it once if needed, then runs it on the JDK 25 in JAVA_HOME or on the PATH.
rem Unlike ./unroll it does not notice changed sources: build again by "mvnw.cmd -Dquick package".
setlocal
set "ROOT=%~dp0"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
set "MODULE=cli"
set "BUILT=%ROOT%cli\target\dist\unroll.jar"
set "JARS=%BUILT%"
set "MAIN=org.unroll.cli.Start"
set "FLAGS=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
for %%C in (train demo evaluate examples) do if /i "%~1"=="%%C" set "FLAGS=--add-modules=jdk.incubator.vector"
set ARGUMENTS=%*
if /i "%~1"=="examples" call :examples %*
if not exist "%BUILT%" (
    echo Building Unroll once ... 1>&2
    call "%ROOT%mvnw.cmd" --file "%ROOT%pom.xml" --batch-mode --quiet -Dquick -Dmaven.test.skip=true --projects %MODULE% --also-make package 1>&2
    if errorlevel 1 exit /b 1
)
"%JAVA%" -Dfile.encoding=UTF-8 -Dstdin.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -Dunroll.launcher=unroll -Dunroll.root="%ROOT%." -Dunroll.training.kernels=vector %UNROLL_JAVA_OPTS% %FLAGS% -cp "%JARS%" %MAIN% %ARGUMENTS%
exit /b %errorlevel%

:examples
set "MODULE=examples"
set "BUILT=%ROOT%examples\target\built"
set "JARS=%ROOT%examples\target\lib\*"
set "MAIN=org.unroll.examples.Main"
set ARGUMENTS=
:next
shift
if "%~1"=="" exit /b 0
set ARGUMENTS=%ARGUMENTS% %1
goto next
