# Sourced by ./mvnw and ./dure: leaves in JAVA_HOME a JDK of release 25 or newer, wherever the default java is.
# SPDX-License-Identifier: Apache-2.0

# Reads the release file that every JDK has; no Java is started to ask it, for ./dure runs this each time.
is_jdk25() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS='=' read -r release_key release_value; do
    if [ "$release_key" = JAVA_VERSION ]; then
      release_value=${release_value#\"}
      release_value=${release_value%%[!0-9]*}
      [ "${release_value:-0}" -ge 25 ]
      return
    fi
  done <"$1/release"
  return 1
}

# Where the java on the PATH really is; what stands there is often a link to a link.
home_on_path() {
  java_on_path=$(command -v java) && java_on_path=$(readlink -f "$java_on_path") || java_on_path=
  printf '%s\n' "${java_on_path%/*/*}"
}

if [ -z "${JAVA_HOME-}" ] || ! is_jdk25 "$JAVA_HOME"; then
  case $- in *f*) noglob=1 ;; *) noglob= ;; esac
  set +f
  found=
  for d in "${JAVA25_HOME-}" "${JAVA_HOME_25_X64-}" "${JAVA_HOME_25_ARM64-}" "$(home_on_path)" \
    /usr/lib/jvm/*25* /opt/*jdk*25* "${HOME-}"/.sdkman/candidates/java/25* "${HOME-}"/.jdks/*25* /usr/lib/jvm/*; do
    if [ -n "$d" ] && is_jdk25 "$d"; then found=$d && break; fi
  done
  [ -z "$noglob" ] || set -f
  if [ -z "$found" ]; then
    echo "dure needs a JDK 25 or newer and found none: install one (on Debian or Ubuntu 'apt install openjdk-25-jdk-headless', or Eclipse Temurin 25), or set JAVA_HOME to one." >&2
    exit 1
  fi
  JAVA_HOME=$found
  export JAVA_HOME
fi
