# Sourced by ./mvnw and ./unroll (POSIX sh): sets and exports JAVA_HOME to a JDK 25 or newer, or ends with one line.
# No JVM is started: a JDK's version is read from its "release" file.

unroll_is_jdk() {
    [ -f "$1/release" ] && { [ -x "$1/bin/javac" ] || [ -x "$1/bin/javac.exe" ]; } || return 1
    unroll_version=
    while IFS= read -r unroll_line || [ -n "$unroll_line" ]; do
        case $unroll_line in
        JAVA_VERSION=*)
            unroll_version=${unroll_line#JAVA_VERSION=}
            unroll_version=${unroll_version#\"}
            break
            ;;
        esac
    done <"$1/release"
    unroll_version=${unroll_version%%[!0-9]*}
    [ -n "$unroll_version" ] && [ "$unroll_version" -ge 25 ]
}

unroll_find_jdk() {
    if [ -n "${JAVA_HOME:-}" ] && unroll_is_jdk "$JAVA_HOME"; then
        return 0
    fi
    unroll_java=$(command -v java 2>/dev/null) || unroll_java=
    if [ -n "$unroll_java" ]; then
        # Follow symbolic links to the folder that holds bin/java.
        while [ -L "$unroll_java" ]; do
            unroll_link=$(readlink "$unroll_java") || break
            case $unroll_link in
            /*) unroll_java=$unroll_link ;;
            *) unroll_java=${unroll_java%/*}/$unroll_link ;;
            esac
        done
        JAVA_HOME=${unroll_java%/bin/java}
        unroll_is_jdk "$JAVA_HOME" && return 0
    fi
    for JAVA_HOME in \
        /usr/lib/jvm/* \
        /usr/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-/}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-/}"/.sdkman/candidates/java/* \
        "${HOME:-/}"/.jdks/* \
        "${HOME:-/}"/.local/share/mise/installs/java/* \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /opt/*; do
        unroll_is_jdk "$JAVA_HOME" && return 0
    done
    return 1
}

if unroll_find_jdk; then
    export JAVA_HOME
else
    echo "Unroll needs a JDK 25 or newer: install Temurin 25 (https://adoptium.net), or set JAVA_HOME to one." >&2
    exit 1
fi
