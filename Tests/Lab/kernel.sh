# shellcheck shell=bash disable=SC2015,SC2016
# The guests' kernel: user-mode Linux. Debian sid's is the quick one (seccomp=on); it needs a newer libc than
# this machine has, so that libc is unpacked beside it. LAB_KERNEL=bookworm takes the older one.

# fetch_kernel SUITE FOLDER FINAL-FOLDER
fetch_kernel() {
  local suite=$1 folder=$2 final=$3
  fetch_packages "$folder/packages" "$suite" user-mode-linux libc6 || return 1
  dpkg -x "$folder"/packages/user-mode-linux_*.deb "$folder/unpacked" || return 1
  cp "$folder/unpacked/usr/bin/linux.uml" "$folder/linux.uml"
  cp -r "$folder"/unpacked/usr/lib/uml/modules "$folder/modules"
  if [ "$suite" = sid ]; then
    dpkg -x "$folder"/packages/libc6_*.deb "$folder/libc" || return 1
    local interpreter
    interpreter=$(cd "$folder/libc" && find . -name 'ld-linux-x86-64.so.2' | head -n 1 | cut -c3-)
    local libraries
    libraries=$(cd "$folder/libc" && dirname "$(find . -name libc.so.6 | head -n 1 | cut -c3-)")
    patchelf --set-interpreter "$final/libc/$interpreter" --set-rpath "$final/libc/$libraries" "$folder/linux.uml" || return 1
    echo "seccomp=on" > "$folder/arguments"
  else
    : > "$folder/arguments"
  fi
  rm -rf "$folder/packages" "$folder/unpacked"
}

# build_kernel FINAL-FOLDER
build_kernel() {
  local final=$1 work=$1.new suite
  for suite in ${LAB_KERNEL:-sid bookworm}; do
    rm -rf "$work"; mkdir -p "$work"
    say "kernel: user-mode-linux of $suite"
    if fetch_kernel "$suite" "$work" "$final"; then mv "$work" "$final"; return; fi
    say "kernel: $suite failed"
  done
  refuse "no user-mode-linux kernel could be fetched"
}
