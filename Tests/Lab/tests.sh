# shellcheck shell=bash disable=SC2015,SC2016
# Bringing the program to the servers, and running the scenarios.

product=${JOGET_LAB_PROGRAM:-$repository/.build/release/joget-cluster}

# deploy [NAME…]: the program to bin, the folders of Resources to share, as an installed package would have them.
deploy() {
  local names=${*:-$(default_names | xargs)} name staging pids=() pid failed=0
  [ -x "$product" ] || refuse "there is no program at $product; build it first"
  staging=$(mktemp -d "$run_folder/deploy.XXXXXX")
  mkdir -p "$staging/bin" "$staging/share"
  cp "$product" "$staging/bin/joget-cluster" && cp -r "$repository"/Resources/* "$staging/share/"
  strip "$staging/bin/joget-cluster" 2> /dev/null
  tar -C "$staging" --owner=0 --group=0 -cf "$staging.tar" bin share
  for name in $names; do
    timeout 120 ip netns exec "$namespace" ssh -F "$run_folder/ssh_config" "$name" \
      'mkdir -p /opt/joget-cluster && tar -C /opt/joget-cluster -xf - && ln -sf /opt/joget-cluster/bin/joget-cluster /usr/local/bin/joget-cluster' < "$staging.tar" &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
  rm -rf "$staging" "$staging.tar"
  return $failed
}

make_python() {
  python=$cache/venv/bin/python
  "$python" -c 'import ptyprocess, pyte' 2> /dev/null && return
  need_tools
  say "python: ptyprocess and pyte"
  /usr/bin/python3 -m venv "$cache/venv" && "$cache/venv/bin/pip" install -q ptyprocess pyte > "$cache/pip.log" 2>&1 || refuse "pip failed; see $cache/pip.log"
}

scenarios() { JOGET_LAB_CACHE=$cache JOGET_LAB_NAME=$namespace PYTHONDONTWRITEBYTECODE=1 "$python" "$lab_folder/scenarios.py" "$@"; }

# run_tests [CASE…]: chosen cases run on the servers as they are. All cases, or with --faults those of the fault part, run on
# untouched servers, which are ended afterwards unless KEEP=1 says otherwise.
run_tests() {
  make_python
  if [ $# -gt 0 ] && [ "$1" != --faults ]; then scenarios "$@"; return; fi
  local status=1 began=$SECONDS
  down
  rm -rf "${JOGET_LAB_ARTEFACTS:-$cache/artefacts}"
  if up && deploy; then scenarios "$@"; status=$?; else echo "0 passed, 1 failed"; fi
  say "the whole took $((SECONDS - began)) s; screens are in ${JOGET_LAB_ARTEFACTS:-$cache/artefacts}"
  [ "${KEEP:-0}" = 1 ] || down
  return $status
}
