# Sourced by ./mvnw and ./unroll (POSIX sh): exports JAVA_HOME, a JDK 25 or newer, or ends with one line. Sets
# jdk_has_vector to yes if that JDK has the Vector API. No JVM is started: both are read from the "release" file.

is_jdk_25() {
    [ -f "$1/release" ] && { [ -x "$1/bin/javac" ] || [ -x "$1/bin/javac.exe" ]; } || return 1
    jdk_version=
    jdk_has_vector=no
    while IFS= read -r jdk_line || [ -n "$jdk_line" ]; do
        case $jdk_line in
        JAVA_VERSION=*) jdk_version=${jdk_line#JAVA_VERSION=} ;;
        MODULES=*jdk.incubator.vector*) jdk_has_vector=yes ;;
        esac
    done <"$1/release"
    jdk_version=${jdk_version#\"}
    jdk_version=${jdk_version%%[!0-9]*}
    [ -n "$jdk_version" ] && [ "$jdk_version" -ge 25 ]
}

find_jdk() {
    if [ -n "${JAVA_HOME:-}" ] && is_jdk_25 "$JAVA_HOME"; then
        return 0
    fi
    jdk_java=$(command -v java 2>/dev/null) || jdk_java=
    while [ -L "$jdk_java" ]; do
        jdk_link=$(readlink "$jdk_java") || break
        case $jdk_link in
        /*) jdk_java=$jdk_link ;;
        *) jdk_java=${jdk_java%/*}/$jdk_link ;;
        esac
    done
    JAVA_HOME=${jdk_java%/bin/java*}
    if [ -n "$JAVA_HOME" ] && is_jdk_25 "$JAVA_HOME"; then
        return 0
    fi
    for JAVA_HOME in \
        /usr/lib/jvm/* \
        /usr/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-/root}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-/root}"/.sdkman/candidates/java/* \
        "${HOME:-/root}"/.jdks/* \
        "${HOME:-/root}"/.local/share/mise/installs/java/* \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /opt/*; do
        is_jdk_25 "$JAVA_HOME" && return 0
    done
    return 1
}

if find_jdk; then
    export JAVA_HOME
else
    echo "Unroll needs a JDK 25 or newer: install Temurin 25 (https://adoptium.net), or set JAVA_HOME to one." >&2
    exit 1
fi
