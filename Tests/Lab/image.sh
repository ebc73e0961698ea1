# shellcheck shell=bash disable=SC2015,SC2016
# Turns system, kernel modules and the files under guest/ into a disk image. Two flavours: `bare`, where everything
# is still to be installed, and `preinstalled`, where packages.mirror is installed and its services are disabled.

paths_by_digest() {
  kernel_folder=$cache/kernel-$({ cat "$lab_folder/kernel.sh"; echo "${LAB_KERNEL:-}"; } | sha256sum | cut -c1-12)
  system_tar=$cache/system-$(digest "$lab_folder"/{system.sh,packages.system}).tar
  mirror_folder=$cache/mirror-$({ echo "$system_tar"; cat "$lab_folder/packages.mirror"; } | sha256sum | cut -c1-12)
  local made_of
  made_of=$({ echo "$kernel_folder $mirror_folder"; cat "$key.pub" "$lab_folder"/{image.sh,servers.table} "$lab_folder"/guest/*; } | sha256sum | cut -c1-12)
  image_file=$cache/image-$1-$made_of.img
}

# dress ROOT: everything of the lab's own that a guest has.
dress() {
  local root=$1
  mkdir -p "$root/lib/modules" "$root/root/.ssh" "$root/etc/mysql/mariadb.conf.d" "$root/etc/systemd/timesyncd.conf.d" "$root/etc/lab" "$root/opt/joget-cluster"
  cp -r "$kernel_folder"/modules/* "$root/lib/modules/"
  chroot "$root" depmod "$(ls "$kernel_folder/modules")"
  install -m 0600 "$key.pub" "$root/root/.ssh/authorized_keys"
  servers | awk '{print $2, $1}' > "$root/etc/lab/hosts"
  install -m 0755 "$lab_folder/guest/identity" "$root/usr/local/sbin/lab-identity"
  install -m 0644 "$lab_folder/guest/lab-identity.service" "$root/etc/systemd/system/"
  install -m 0644 "$lab_folder/guest/timesyncd.conf" "$root/etc/systemd/timesyncd.conf.d/lab.conf"
  install -m 0644 "$lab_folder/guest/mariadb.cnf" "$root/etc/mysql/mariadb.conf.d/90-lab.cnf"
  install -m 0644 "$lab_folder/guest/sshd.conf" "$root/etc/ssh/sshd_config.d/lab.conf"
  echo "deb [trusted=yes] http://$bridge_address:8000/ ./" > "$root/etc/apt/sources.list"
  echo 'LANG=C.UTF-8' > "$root/etc/default/locale"
  : > "$root/etc/machine-id"; : > "$root/etc/resolv.conf"; : > "$root/etc/fstab"
  rm -f "$root/etc/hostname" "$root/var/lib/dbus/machine-id"
  ln -sf /dev/null "$root/etc/systemd/system/getty@tty1.service"
  local timer
  for timer in apt-daily apt-daily-upgrade dpkg-db-backup e2scrub_all fstrim; do ln -sf /dev/null "$root/etc/systemd/system/$timer.timer"; done
  chroot "$root" systemctl enable --quiet lab-identity.service ssh.service systemd-timesyncd.service
}

# preinstall ROOT: packages.mirror at native speed, its services disabled.
preinstall() {
  local root=$1
  echo "deb [trusted=yes] file:/mnt ./" > "$root/etc/apt/sources.list"
  cp "$mirror_folder"/* "$root/mnt/"
  printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"; chmod 0755 "$root/usr/sbin/policy-rc.d"
  # shellcheck disable=SC2046
  DEBIAN_FRONTEND=noninteractive unshare --mount --pid --fork --mount-proc="$root/proc" chroot "$root" \
    sh -c 'apt-get -qq -o APT::Sandbox::User=root update && apt-get -y -qq -o APT::Sandbox::User=root install "$@"' sh $(listed "$lab_folder/packages.mirror") \
    > "$cache/preinstall.log" 2>&1 || refuse "preinstalling failed; see $cache/preinstall.log"
  chroot "$root" systemctl disable --quiet nfs-server.service mariadb.service nfs-client.target rpcbind.service rpcbind.socket 2>> "$cache/preinstall.log"
  rm -rf "${root:?}/usr/sbin/policy-rc.d" "${root:?}"/mnt/* "${root:?}"/var/lib/apt/lists/* "${root:?}"/var/cache/apt/*.bin
}

# build_image FLAVOUR
build_image() {
  say "image: $1"
  local root
  root=$(unpack_root "$system_tar") || refuse "$system_tar could not be unpacked"
  [ "$1" = preinstalled ] && preinstall "$root"
  dress "$root"
  rm -f "$image_file.new"
  mkfs.ext4 -q -d "$root" -E lazy_itable_init=1 -m 0 "$image_file.new" 6G > "$cache/image.log" 2>&1 || refuse "mkfs.ext4 failed"
  rm -rf "$root"
  mv "$image_file.new" "$image_file"
}

# make_image FLAVOUR: builds whatever of kernel, system, mirror and image is not in the cache.
make_image() {
  mkdir -p "$cache/ssh"
  exec 9> "$cache/lock"
  flock -w 1200 9 || refuse "another lab has been building for 20 minutes"
  need_tools
  [ -e "$key" ] || ssh-keygen -q -t ed25519 -N '' -C joget-lab -f "$key"
  paths_by_digest "$1"
  [ -e "$kernel_folder" ] || build_kernel "$kernel_folder"
  [ -e "$system_tar" ] || build_system "$system_tar"
  [ -e "$mirror_folder" ] || build_mirror "$mirror_folder" "$system_tar"
  if [ ! -e "$image_file" ]; then
    build_image "$1"
    [ -n "$(ls "$cache/run" 2> /dev/null)" ] || forget_old_images "$1"
  fi
  flock -u 9; exec 9>&-
}

# forget_old_images FLAVOUR: removes what no longer belongs to the present digests, and sets the paths of this flavour.
forget_old_images() {
  local each keep=() found
  for each in bare preinstalled "$1"; do paths_by_digest "$each"; keep+=("$kernel_folder" "$system_tar" "$mirror_folder" "$image_file"); done
  for found in "$cache"/{kernel,system,mirror,image,root}[-.]*; do
    [ -e "$found" ] || continue
    case " ${keep[*]} $cache/system.log $cache/mirror.log $cache/image.log " in *" $found "*) ;; *) rm -rf "$found" ;; esac
  done
}
