@echo off
rem Runs synth from an unpacked archive. Untested: no Windows machine has run it yet.
rem
rem   SYNTH_JAVA   the java program to use (else the archive's own, JAVA_HOME, the PATH); Java 17 or later
rem   SYNTH_OPTS   more flags for the JVM
rem   SYNTH_HEAP   the JVM's heap, by default 2g
setlocal
set "SYNTH_ROOT=%~dp0.."
if not exist "%SYNTH_ROOT%\synth.jar" (
  echo synth: %SYNTH_ROOT%\synth.jar is missing; unpack the archive again. 1>&2
  exit /b 1
)
set "SYNTH_PROGRAM=java"
if defined JAVA_HOME set "SYNTH_PROGRAM=%JAVA_HOME%\bin\java.exe"
if exist "%SYNTH_ROOT%\java\bin\java.exe" set "SYNTH_PROGRAM=%SYNTH_ROOT%\java\bin\java.exe"
if defined SYNTH_JAVA set "SYNTH_PROGRAM=%SYNTH_JAVA%"
if not defined SYNTH_HEAP set "SYNTH_HEAP=2g"
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=passive"
"%SYNTH_PROGRAM%" -Djava.awt.headless=true "-Dsynth.home=%SYNTH_ROOT%" -Dorg.bytedeco.javacpp.maxbytes=0 -Dorg.bytedeco.javacpp.maxphysicalbytes=0 -Xmx%SYNTH_HEAP% -XX:+UseParallelGC -Xshare:auto -Xlog:disable %SYNTH_OPTS% -jar "%SYNTH_ROOT%\synth.jar" %*
exit /b %ERRORLEVEL%
