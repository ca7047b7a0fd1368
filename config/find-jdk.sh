# Sourced by ./sluice and ./dev. Sets JAVA_HOME to a JDK 25, or says what to install.

sluice_is_jdk25() {
  [ -x "$1/bin/java" ] && [ -f "$1/release" ] && grep -q '^JAVA_VERSION="25' "$1/release"
}

sluice_find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && sluice_is_jdk25 "$JAVA_HOME"; then
    export JAVA_HOME
    return 0
  fi
  local on_path candidate
  on_path=$(command -v java || true)
  if [ -n "$on_path" ]; then
    on_path=$(readlink -f "$on_path")
    candidate=${on_path%/bin/java}
    if sluice_is_jdk25 "$candidate"; then
      export JAVA_HOME=$candidate
      return 0
    fi
  fi
  for candidate in /usr/lib/jvm/* /opt/java/* /opt/jdk* /usr/java/* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if sluice_is_jdk25 "$candidate"; then
      export JAVA_HOME=$candidate
      return 0
    fi
  done
  cat >&2 <<'MSG'
Sluice needs a JDK 25 and found none in JAVA_HOME, on the PATH or in the usual folders.
Install one, for example Eclipse Temurin 25:
  Debian, Ubuntu:  apt-get install temurin-25-jdk   (with Adoptium's package source)
  macOS:           brew install --cask temurin@25
  any system:      sdk install java 25-tem           (sdkman.io)
or set JAVA_HOME to the folder of one that is there.
MSG
  return 1
}
