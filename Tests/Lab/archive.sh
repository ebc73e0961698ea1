# shellcheck shell=bash disable=SC2015,SC2016
# Debian's archive: sources for any release, and single packages of one without installing them. No host is named here:
# every address comes from the machine's own apt configuration.

# The machine's own package source for a suite; a release that it has no source for lies beside bookworm.
archive_address() {
  local beside=bookworm
  case $1 in *-security) beside=bookworm-security ;; esac
  apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' |
    awk -v suite="$1" -v beside="$beside" '$1 == suite {own = $2} $1 == beside {other = $2} END {print own ? own : other}'
}

# source_of SUITE: its line of a sources.list. A machine that tells apt not to mind a Release file's age means its whole mirror.
source_of() {
  local options=signed-by=/usr/share/keyrings/debian-archive-keyring.gpg
  apt-config dump Acquire::Check-Valid-Until | grep -qE '"(false|no|0)"' && options+=' check-valid-until=no'
  echo "deb [$options] $(archive_address "$1") $1 main"
}

# debian_sources RELEASE: the sources.list of a server of that release.
debian_sources() {
  local suite suites=("$1" "$1-updates" "$1-security")
  [ "$1" = sid ] && suites=(sid)
  for suite in "${suites[@]}"; do source_of "$suite"; done
}

# foreign_apt FOLDER TOOL ARGUMENT…: an apt tool with a source, lists and archives of its own.
foreign_apt() {
  local folder=$1 tool=$2; shift 2
  "$tool" -qq -o Dir::Etc::sourcelist="$folder/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$folder/lists" \
    -o Dir::State::status=/dev/null -o Dir::Cache="$folder" -o APT::Sandbox::User=root -o APT::Default-Release= "$@"
}

# fetch_packages FOLDER RELEASE PACKAGE…: downloads these packages of a release into a folder, and nothing that they depend on.
fetch_packages() {
  local folder=$1 release=$2 apt; shift 2
  apt=$(mktemp -d "$cache/root.XXXXXX") && mkdir -p "$apt/lists/partial" "$apt/archives/partial" "$folder" || return 1
  source_of "$release" > "$apt/sources.list"
  foreign_apt "$apt" apt-get update && (cd "$folder" && foreign_apt "$apt" apt-get download "$@")
  local status=$?
  rm -rf "$apt"
  return $status
}
