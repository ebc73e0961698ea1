# shellcheck shell=bash disable=SC2015,SC2016
# Paths, the table of servers and small functions that every part of the lab uses. Sourced, never run.

lab_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$lab_folder/../.." && pwd)
cache=${JOGET_LAB_CACHE:-$HOME/.cache/joget-cluster-lab}
namespace=${JOGET_LAB_NAME:-jogetlab}
run_folder=$cache/run/$namespace
bridge_address=10.77.0.1
key=$cache/ssh/key

say() { printf 'lab: %s\n' "$*" >&2; }
refuse() { say "$*"; exit 1; }

# digest FILE…: a short digest of the files' contents.
digest() { cat "$@" | sha256sum | cut -c1-12; }

listed() { sed 's/#.*//' "$1" | xargs; }

# mirrored RELEASE FLAVOUR: the packages of packages.mirror that a release has; for `preinstalled` without those marked `later`.
mirrored() {
  sed 's/#.*//' "$lab_folder/packages.mirror" | awk -v release="$1" -v flavour="$2" '
    NF && !(flavour == "preinstalled" && $3 == "later") && index("," $2 ",", "," release ",") {print $1}' | xargs
}

servers() { sed 's/#.*//' "$lab_folder/servers.table" | awk 'NF'; }
all_names() { servers | awk '{print $1}'; }
default_names() { servers | awk '$4 == "yes" {print $1}'; }
field() { servers | awk -v name="$1" -v column="$2" '$1 == name {print $column}'; }
address_of() { field "$1" 2; }
memory_of() { field "$1" 3; }
release_of() { field "$1" 5; }
require_name() { [ -n "$(address_of "$1")" ] || refuse "no server is called '$1'; there are: $(all_names | xargs)"; }

inside() { ip netns exec "$namespace" "$@"; }

# Installs what the lab itself needs on this machine, once.
need_tools() {
  local missing=()
  local pair
  for pair in mmdebstrap:mmdebstrap patchelf:patchelf ip:iproute2 ethtool:ethtool ssh:openssh-client \
    dpkg-scanpackages:dpkg-dev nft:nftables mkfs.ext4:e2fsprogs tput:ncurses-bin flock:util-linux; do
    command -v "${pair%%:*}" > /dev/null || missing+=("${pair##*:}")
  done
  /usr/bin/python3 -c 'import ensurepip' 2> /dev/null || missing+=(python3-venv)
  [ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || missing+=(debian-archive-keyring)
  [ ${#missing[@]} -eq 0 ] && return
  say "installing ${missing[*]}"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > "$cache/tools.log" 2>&1 ||
    refuse "apt-get could not install ${missing[*]}; see $cache/tools.log"
}
