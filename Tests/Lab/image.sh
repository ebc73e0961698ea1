# shellcheck shell=bash disable=SC2015,SC2016
# Turns system, kernel modules and the files under guest/ into a disk image for one release. Two flavours: `bare`, where
# everything is still to be installed, and `preinstalled`, where packages.mirror is installed and its services are disabled.

# paths_by_digest RELEASE FLAVOUR: where everything lies, or will lie.
paths_by_digest() {
  local made_of fetched
  fetched=$(digest "$lab_folder/archive.sh")
  kernel_folder=$cache/kernel-$({ cat "$lab_folder/kernel.sh"; echo "$fetched ${LAB_KERNEL:-}"; } | sha256sum | cut -c1-12)
  system_tar=$cache/system-$1-$(digest "$lab_folder"/{archive.sh,system.sh,packages.system}).tar
  mirror_folder=$cache/mirror-$1-$({ echo "$system_tar"; mirrored "$1" bare; } | sha256sum | cut -c1-12)
  java_folder=$cache/java-$(digest "$lab_folder"/{archive.sh,system.sh})
  made_of=$({ echo "$kernel_folder $mirror_folder $(mirrored "$1" "$2")"; cat "$key.pub" "$lab_folder"/{image.sh,servers.table} "$lab_folder"/guest/*; } | sha256sum | cut -c1-12)
  image_file=$cache/image-$1-$2-$made_of.img
}

# dress ROOT RELEASE: everything of the lab's own that a guest has.
dress() {
  local root=$1 release=$2
  mkdir -p "$root/lib/modules" "$root/root/.ssh" "$root/etc/systemd/timesyncd.conf.d" "$root/etc/lab" "$root/opt/joget-cluster"
  cp -r "$kernel_folder"/modules/* "$root/lib/modules/"
  chroot "$root" depmod "$(ls "$kernel_folder/modules")"
  install -m 0600 "$key.pub" "$root/root/.ssh/authorized_keys"
  servers | awk '{print $2, $1}' > "$root/etc/lab/hosts"
  install -m 0755 "$lab_folder/guest/identity" "$root/usr/local/sbin/lab-identity"
  install -m 0644 "$lab_folder/guest/lab-identity.service" "$root/etc/systemd/system/"
  install -m 0644 "$lab_folder/guest/timesyncd.conf" "$root/etc/systemd/timesyncd.conf.d/lab.conf"
  case " $(mirrored "$release" bare) " in *" mariadb-server "*)
    install -D -m 0644 "$lab_folder/guest/mariadb.cnf" "$root/etc/mysql/mariadb.conf.d/90-lab.cnf" ;;
  esac
  install -m 0644 "$lab_folder/guest/sshd.conf" "$root/etc/ssh/sshd_config.d/lab.conf"
  [ "$release" = trixie ] && cp -r "$java_folder" "$root/opt/java-17"
  rm -f "$root"/etc/apt/sources.list.d/*
  echo "deb [trusted=yes] http://$bridge_address:8000/$release/ ./" > "$root/etc/apt/sources.list"
  echo 'LANG=C.UTF-8' > "$root/etc/default/locale"
  : > "$root/etc/machine-id"; : > "$root/etc/resolv.conf"; : > "$root/etc/fstab"
  rm -f "$root/etc/hostname" "$root/var/lib/dbus/machine-id"
  ln -sf /dev/null "$root/etc/systemd/system/getty@tty1.service"
  local timer
  for timer in apt-daily apt-daily-upgrade dpkg-db-backup e2scrub_all fstrim; do ln -sf /dev/null "$root/etc/systemd/system/$timer.timer"; done
  systemctl --root="$root" enable --quiet lab-identity.service ssh.service systemd-timesyncd.service
}

# preinstall ROOT RELEASE: packages.mirror at native speed, its services disabled.
preinstall() {
  local root=$1 unit
  echo "deb [trusted=yes] file:/mnt ./" > "$root/etc/apt/sources.list"
  rm -f "$root"/etc/apt/sources.list.d/*
  cp "$mirror_folder"/* "$root/mnt/"
  printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"; chmod 0755 "$root/usr/sbin/policy-rc.d"
  # shellcheck disable=SC2046
  DEBIAN_FRONTEND=noninteractive unshare --mount --pid --fork --mount-proc="$root/proc" chroot "$root" \
    sh -c 'apt-get -qq -o APT::Sandbox::User=root update && apt-get -y -qq -o APT::Sandbox::User=root install "$@"' sh $(mirrored "$2" preinstalled) \
    > "$cache/preinstall.log" 2>&1 || refuse "preinstalling failed; see $cache/preinstall.log"
  for unit in nfs-server.service nfs-client.target rpcbind.service rpcbind.socket mariadb.service mysql.service apache2.service nginx.service haproxy.service; do
    systemctl --root="$root" disable --quiet "$unit" >> "$cache/preinstall.log" 2>&1 # each release has only some of them
  done
  rm -rf "${root:?}/usr/sbin/policy-rc.d" "${root:?}"/mnt/* "${root:?}"/var/lib/apt/lists/* "${root:?}"/var/cache/apt/*.bin
}

# build_image RELEASE FLAVOUR
build_image() {
  say "image: $1, $2"
  local root
  root=$(unpack_root "$system_tar") || refuse "$system_tar could not be unpacked"
  mkdir -p "$root"/usr/share/man/man{1..8} # left out above; links of update-alternatives need a place
  [ "$2" = preinstalled ] && preinstall "$root" "$1"
  dress "$root" "$1"
  rm -f "$image_file.new"
  mkfs.ext4 -q -d "$root" -E lazy_itable_init=1 -m 0 "$image_file.new" 6G > "$cache/image.log" 2>&1 || refuse "mkfs.ext4 failed"
  rm -rf "$root"
  mv "$image_file.new" "$image_file"
}

# make_image RELEASE FLAVOUR: builds whatever of kernel, system, mirror and image is not in the cache.
make_image() {
  mkdir -p "$cache/ssh"
  exec 9> "$cache/lock"
  flock -w 1200 9 || refuse "another lab has been building for 20 minutes"
  need_tools
  [ -e "$key" ] || ssh-keygen -q -t ed25519 -N '' -C joget-lab -f "$key"
  paths_by_digest "$1" "$2"
  [ -e "$kernel_folder" ] || build_kernel "$kernel_folder"
  [ -e "$system_tar" ] || build_system "$1" "$system_tar"
  [ -e "$mirror_folder" ] || build_mirror "$1" "$mirror_folder" "$system_tar"
  [ "$1" != trixie ] || [ -e "$java_folder" ] || build_java "$java_folder"
  if [ ! -e "$image_file" ]; then
    build_image "$1" "$2"
    [ -n "$(ls "$cache/run" 2> /dev/null)" ] || forget_old_images
    paths_by_digest "$1" "$2"
  fi
  flock -u 9; exec 9>&-
}

# forget_old_images: removes what no longer belongs to the present digests. The paths are those of another image afterwards.
forget_old_images() {
  local release each keep=() found
  for release in $(servers | awk '{print $5}' | sort -u); do
    for each in bare preinstalled; do
      paths_by_digest "$release" "$each"
      keep+=("$kernel_folder" "$system_tar" "$mirror_folder" "$java_folder" "$image_file")
    done
  done
  bundle_path
  keep+=("$bundle_folder" "$parts_folder")
  for found in "$cache"/{kernel,system,mirror,java,image,bundle,parts,root}[-.]*; do
    [ -e "$found" ] || continue
    case " ${keep[*]} " in *" $found "*) ;; *) [[ $found == *.log ]] || rm -rf "$found" ;; esac
  done
}
