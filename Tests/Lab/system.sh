# shellcheck shell=bash disable=SC2015,SC2016
# The guests' root file system as a tar file, and the mirror of packages that can be installed on top of it.

debian_sources() {
  local suite address
  for suite in bookworm bookworm-updates bookworm-security; do
    address=$(archive_address "$suite")
    [ -n "$address" ] && echo "deb $address $suite main"
  done
}

# build_system TAR-FILE
build_system() {
  say "system: $(listed "$lab_folder/packages.system" | wc -w) packages beside the essential ones"
  debian_sources > "$cache/sources.list"
  mmdebstrap --quiet --variant=minbase --include="$(listed "$lab_folder/packages.system" | tr ' ' ',')" \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt=force-unsafe-io \
    bookworm "$1.new.tar" - < "$cache/sources.list" > "$cache/system.log" 2>&1 || refuse "mmdebstrap failed; see $cache/system.log"
  mv "$1.new.tar" "$1"
}

# unpack_root TAR-FILE: unpacks the system into a new folder and says where.
unpack_root() {
  local folder
  folder=$(mktemp -d "$cache/root.XXXXXX") && tar -C "$folder" --numeric-owner -xf "$1" && echo "$folder"
}

# build_mirror FOLDER TAR-FILE: downloads what an install of packages.mirror would download, and indexes it.
build_mirror() {
  say "mirror: $(listed "$lab_folder/packages.mirror") and what they need"
  local root work=$1.new
  root=$(unpack_root "$2") || refuse "$2 could not be unpacked"
  rm -rf "$work"; mkdir -p "$work"
  debian_sources > "$root/etc/apt/sources.list"
  cp /etc/resolv.conf "$root/etc/resolv.conf" 2> /dev/null
  # shellcheck disable=SC2046
  { chroot "$root" apt-get -qq -o APT::Sandbox::User=root update &&
    chroot "$root" apt-get -y -qq -o APT::Sandbox::User=root -o APT::Keep-Downloaded-Packages=true install -d $(listed "$lab_folder/packages.mirror"); } \
    > "$cache/mirror.log" 2>&1 || refuse "the packages could not be downloaded; see $cache/mirror.log"
  mv "$root"/var/cache/apt/archives/*.deb "$work/"
  rm -rf "$root"
  (cd "$work" && dpkg-scanpackages -m . > Packages 2>> "$cache/mirror.log" && gzip -k Packages)
  mv "$work" "$1"
}
