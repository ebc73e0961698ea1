# shellcheck shell=bash disable=SC2015,SC2016
# Starting, stopping and reaching the guests. All of them live in one network namespace, so whatever runs there is ours.

boot_limit=${JOGET_LAB_BOOT_LIMIT:-90}

network_exists() { [ -e "/run/netns/$namespace" ]; }

# quiet_device DEVICE: without this, frames larger than a guest takes are dropped and downloads crawl.
quiet_device() { inside ethtool -K "$1" tso off gso off gro off tx off sg off > /dev/null 2>&1; }

make_network() {
  network_exists && return
  mkdir -p /run/netns
  ip netns add "$namespace" && inside ip link set lo up &&
    inside ip link add name labbridge type bridge forward_delay 0 mcast_snooping 0 &&
    inside ip address add "$bridge_address/24" dev labbridge && inside ip link set labbridge up || refuse "the network namespace $namespace could not be made"
  quiet_device labbridge
}

# make_tap NAME
make_tap() {
  inside ip link show "t-$1" > /dev/null 2>&1 && return
  inside ip tuntap add dev "t-$1" mode tap && inside ip link set "t-$1" master labbridge up || refuse "no tap for $1"
  quiet_device "t-$1"
}

start_services() {
  local pid
  pid=$(cat "$run_folder/services.pid" 2> /dev/null)
  [ -n "$pid" ] && [ -e "/proc/$pid" ] && return
  setsid ip netns exec "$namespace" /usr/bin/python3 "$lab_folder/services.py" "$bridge_address" "$run_folder/mirrors" < /dev/null > "$run_folder/services.log" 2>&1 9>&- &
  echo $! > "$run_folder/services.pid"
  disown
}

write_ssh_config() {
  local name
  {
    for name in $(all_names); do printf 'Host %s\n  HostName %s\n' "$name" "$(address_of "$name")"; done
    cat << CONFIG
Host *
  User root
  IdentityFile $key
  IdentitiesOnly yes
  BatchMode yes
  StrictHostKeyChecking no
  UserKnownHostsFile /dev/null
  LogLevel ERROR
  ConnectTimeout 5
  ServerAliveInterval 5
  ServerAliveCountMax 6
  ControlMaster auto
  ControlPath $run_folder/ssh-%n
  ControlPersist 600
CONFIG
  } > "$run_folder/ssh_config.$BASHPID" && mv "$run_folder/ssh_config.$BASHPID" "$run_folder/ssh_config" # another may be reading it
}

lab_ssh() { inside ssh -F "$run_folder/ssh_config" "$@"; }

# pids_of NAME: every process of a guest: those in the namespace that are in the session which start_guest made, or in the
# one that the kernel (known by its umid) makes for itself.
pids_of() {
  network_exists || return 0
  local pids kernels first
  pids=$(ip netns pids "$namespace")
  [ -n "$pids" ] || return 0
  first=$(cat "$run_folder/$1.session" 2> /dev/null)
  # shellcheck disable=SC2046,SC2086
  kernels=$(grep -lsxz "umid=$namespace-$1" $(printf '/proc/%s/cmdline ' $pids) | tr -dc '0-9\n' | xargs)
  # shellcheck disable=SC2046,SC2086
  cat $(printf '/proc/%s/stat ' $pids) 2> /dev/null | awk -v ours=" $first $kernels " '
    {pid = $1; sub(/.*\) /, ""); session[pid] = $4; if (index(ours, " " pid " ")) wanted[$4] = 1}
    END {for (pid in session) if (session[pid] in wanted) print pid}'
}

is_running() { [ -n "$(pids_of "$1")" ]; }

# kill_guest NAME: like pulling the plug.
kill_guest() {
  local pids tries=50
  lab_ssh -O exit "$1" > /dev/null 2>&1
  while pids=$(pids_of "$1"); [ -n "$pids" ] && [ $((tries -= 1)) -gt 0 ]; do
    # shellcheck disable=SC2086
    kill -9 $pids 2> /dev/null
    sleep 0.1
  done
  [ -z "$pids" ] || refuse "$1 has processes that do not end: $pids"
  rm -rf "$run_folder/$1.session" "$run_folder/ssh-$1" "$run_folder/uml/$namespace-$1"
}

# use_image RELEASE: sets the paths of a release's image, which is built if need be. A copy-on-write file is worth nothing
# without the very image that it was begun on, so a lab keeps to its images as long as it is up.
use_image() {
  local record=$run_folder/made-of-$1
  if [ ! -e "$record" ]; then
    make_image "$1" "$flavour"
    mkdir -p "$run_folder/mirrors"
    ln -sfn "$mirror_folder" "$run_folder/mirrors/$1"
    printf '%s=%q\n' image_file "$image_file" kernel_folder "$kernel_folder" > "$record.new" && mv "$record.new" "$record"
  fi
  # shellcheck source=/dev/null
  . "$record"
}

# start_guest NAME: starts the processes; wait_for_ssh tells when it is of use.
start_guest() {
  local name=$1 image_file kernel_folder
  use_image "$(release_of "$name")"
  make_tap "$name"
  mkdir -p "$run_folder/uml"
  # shellcheck disable=SC2046
  TMPDIR=/dev/shm setsid ip netns exec "$namespace" "$lab_folder/run-guest" "$run_folder/$name.log" "$kernel_folder/linux.uml" "mem=$(memory_of "$name")" $(cat "$kernel_folder/arguments") \
    "ubd0=$run_folder/$name.cow,$image_file" root=/dev/ubda rw con=null con0=null,fd:1 quiet \
    "vec0:transport=tap,ifname=t-$name,depth=128,gro=1" "uml_dir=$run_folder/uml/" "umid=$namespace-$name" \
    "labip=$(address_of "$name")" "labname=$name" < /dev/null > /dev/null 2>&1 9>&- &
  echo $! > "$run_folder/$name.session"
}

# wait_for_ssh NAME: until the server greets (asked without a process in the guest), then until systemd has started all.
wait_for_ssh() {
  local end=$((SECONDS + boot_limit)) address
  address=$(address_of "$1")
  while [ $SECONDS -lt $end ]; do
    if inside timeout 1 bash -c "exec 3<> /dev/tcp/$address/22 && read -t 1 -u 3 greeting && [[ \$greeting == SSH* ]]" 2> /dev/null &&
      timeout 40 ip netns exec "$namespace" ssh -F "$run_folder/ssh_config" "$1" 'systemctl is-system-running --wait; true' < /dev/null > /dev/null 2>&1; then return 0; fi
    is_running "$1" || return 1
    sleep 0.3
  done
  return 1
}

# boot NAME: starts a guest; one that does not answer within the limit is started once more, then reported.
boot() {
  local name=$1 attempt began=$SECONDS
  is_running "$name" && { say "$name runs already"; return 0; }
  for attempt in 1 2; do
    start_guest "$name"
    if wait_for_ssh "$name"; then say "$name answers at $(address_of "$name") after $((SECONDS - began)) s"; return 0; fi
    say "$name did not answer within $boot_limit s (attempt $attempt); its console: $run_folder/$name.log"
    cp "$run_folder/$name.log" "$run_folder/$name.failed.$attempt.log"
    kill_guest "$name"
  done
  return 1
}

up() {
  local names=${*:-$(default_names | xargs)} name pids=() failed=0 pid
  for name in $names; do require_name "$name"; done
  for name in $names; do use_image "$(release_of "$name")"; done
  make_network
  start_services
  write_ssh_config
  for name in $names; do boot "$name" & pids+=($!); done
  for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
  [ $failed = 0 ] && say "reach them with: $lab_folder/lab ssh NAME"
  return $failed
}

# halt NAME: an orderly power-off, within a minute.
halt() {
  local tries=300 asked
  for asked in 1 2 3; do
    timeout 20 ip netns exec "$namespace" ssh -F "$run_folder/ssh_config" "$1" systemctl poweroff --no-block < /dev/null > /dev/null 2>&1 && break
    sleep 1
  done
  while is_running "$1" && [ $((tries -= 1)) -gt 0 ]; do sleep 0.2; done
  is_running "$1" && say "$1 did not power off within a minute; its plug is pulled"
  kill_guest "$1"
}

down() {
  local name pids
  if network_exists; then
    for name in $(all_names); do lab_ssh -O exit "$name" > /dev/null 2>&1; done
    local tries=50
    while pids=$(ip netns pids "$namespace"); [ -n "$pids" ] && [ $((tries -= 1)) -gt 0 ]; do
      # shellcheck disable=SC2086
      kill -9 $pids 2> /dev/null
      sleep 0.1
    done
    ip netns delete "$namespace"
  fi
  rm -rf "$run_folder"
}

status() {
  local name
  network_exists || { echo "down"; return; }
  for name in $(all_names); do
    if is_running "$name"; then printf '%-6s %-11s running, %s written to its copy\n' "$name" "$(address_of "$name")" "$(du -h "$run_folder/$name.cow" | cut -f1)"
    elif [ -e "$run_folder/$name.cow" ]; then printf '%-6s %-11s stopped\n' "$name" "$(address_of "$name")"; fi
  done
}
