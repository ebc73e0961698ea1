# shellcheck shell=bash disable=SC2015,SC2016
# The guests' root file system as a tar file, and the mirror of packages that can be installed on top of it, both for one release.

# build_system RELEASE TAR-FILE
build_system() {
  say "system: $1, $(listed "$lab_folder/packages.system" | wc -w) packages beside the essential ones"
  debian_sources "$1" | mmdebstrap --quiet --variant=minbase --include="$(listed "$lab_folder/packages.system" | tr ' ' ',')" \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt=force-unsafe-io \
    "$1" "$2.new.tar" - > "$cache/system.log" 2>&1 || refuse "mmdebstrap failed; see $cache/system.log"
  mv "$2.new.tar" "$2"
}

# unpack_root TAR-FILE: unpacks the system into a new folder and says where.
unpack_root() {
  local folder
  folder=$(mktemp -d "$cache/root.XXXXXX") && tar -C "$folder" --numeric-owner -xf "$1" && echo "$folder"
}

# build_mirror RELEASE FOLDER TAR-FILE: downloads what an install of packages.mirror would download, and indexes it.
build_mirror() {
  say "mirror: $1: $(mirrored "$1" bare) and what they need"
  local root work=$2.new
  root=$(unpack_root "$3") || refuse "$3 could not be unpacked"
  rm -rf "$work"; mkdir -p "$work"
  debian_sources "$1" > "$root/etc/apt/sources.list"
  rm -f "$root"/etc/apt/sources.list.d/*
  install -D -m 0644 /usr/share/keyrings/debian-archive-keyring.gpg "$root/usr/share/keyrings/debian-archive-keyring.gpg"
  cp /etc/resolv.conf "$root/etc/resolv.conf" 2> /dev/null
  # shellcheck disable=SC2046
  { chroot "$root" apt-get -qq -o APT::Sandbox::User=root update &&
    chroot "$root" apt-get -y -qq -o APT::Sandbox::User=root -o APT::Keep-Downloaded-Packages=true install -d $(mirrored "$1" bare); } \
    > "$cache/mirror.log" 2>&1 || refuse "the packages could not be downloaded; see $cache/mirror.log"
  mv "$root"/var/cache/apt/archives/*.deb "$work/"
  rm -rf "$root"
  (cd "$work" && dpkg-scanpackages -m . > Packages 2>> "$cache/mirror.log" && gzip -k Packages)
  mv "$work" "$2"
}

# build_java FOLDER: bookworm's Java 17, runnable where it lies, for a release that has only newer ones.
build_java() {
  say "java: bookworm's openjdk-17-jre-headless for /opt/java-17"
  local work=$1.new link
  rm -rf "$work"
  fetch_packages "$work.debs" bookworm openjdk-17-jre-headless && dpkg -x "$work.debs"/*.deb "$work.whole" || refuse "Java 17 could not be fetched"
  mv "$work.whole/usr/lib/jvm/java-17-openjdk-amd64" "$work"
  # Its settings are links into /etc, which the guest does not have.
  find "$work" -type l -lname '/etc/*' | while read -r link; do
    if [ -e "$work.whole$(readlink "$link")" ]; then cp -rL --remove-destination "$work.whole$(readlink "$link")" "$link"; else rm "$link"; fi
  done
  rm -rf "$work.debs" "$work.whole" "$work/docs"
  mv "$work" "$1"
}
