# shellcheck shell=bash disable=SC2015,SC2016
# Faults that are switched on and off while the lab is up. Most act on a server from within, as an operator's mistake would.

fault_names() {
  cat << 'NAMES'
loopback-name       the server's own name resolves to 127.0.1.1
multicast-filtered  the network carries no multicast to and from the server
session-port-filtered  TCP port 4000 of the server is filtered on the way
share-port-filtered  TCP port 2049 of the server is filtered on the way
database-port-filtered  TCP port 3306 of the server is filtered on the way
network-cut         nothing passes between the server and everybody else
share-read-only     the file server's exports are read-only
share-squashes-root the file server's exports take root for nobody and everybody else for who they are
database-refuses    the database has no account for any of the servers
default-site        the balancer's Apache has Debian's default site again
wrong-war           the Tomcat on the server has a jw.war without <distributable/>
NAMES
}

# fault NAME FAULT on|off
fault() {
  local name=$1 fault=${2:-} state=${3:-on}
  case $state in on | off) ;; *) refuse "a fault is switched on or off, not '$state'" ;; esac
  case $fault in
    multicast-filtered) filter_multicast "$name" "$state" ;;
    session-port-filtered) filter_port 4000 "$name" "$state" ;;
    share-port-filtered) filter_port 2049 "$name" "$state" ;;
    database-port-filtered) filter_port 3306 "$name" "$state" ;;
    network-cut) cut_network "$name" "$state" ;;
    loopback-name | share-read-only | share-squashes-root | database-refuses | default-site | wrong-war)
      [ "$fault$state" != wrong-waron ] || bring_bundle "$name" jw-plain.war || refuse "jw-plain.war could not be copied to $name"
      lab_ssh "$name" sh -s "$fault" "$state" "$(address_of "$name")" < "$lab_folder/guest/fault" ;;
    *) refuse "no such fault; there are: $(fault_names | awk '{print $1}' | xargs)" ;;
  esac
}

# filter_multicast NAME on|off: the bridge drops IPv4 multicast from and to the server's tap; everything else passes.
filter_multicast() {
  inside nft -f - << 'RULES' || refuse "the bridge's filter could not be made"
table bridge lab {
  set filtered { type ifname; }
  chain pass { type filter hook forward priority 0; }
}
flush chain bridge lab pass
add rule bridge lab pass iifname @filtered ip daddr 224.0.0.0/4 drop
add rule bridge lab pass oifname @filtered ip daddr 224.0.0.0/4 drop
RULES
  if [ "$2" = on ]; then inside nft add element bridge lab filtered "{ t-$1 }"
  elif inside nft list set bridge lab filtered | grep -q "\"t-$1\""; then inside nft delete element bridge lab filtered "{ t-$1 }"; fi
}

# filter_port PORT NAME on|off: the bridge drops what goes to this TCP port of the server.
filter_port() {
  inside nft -f - << RULES || refuse "the bridge's filter could not be made"
table bridge labport$1 {
  chain pass { type filter hook forward priority 0; }
}
flush chain bridge labport$1 pass
RULES
  [ "$3" = off ] || inside nft add rule bridge "labport$1" pass oifname "t-$2" ip protocol tcp tcp dport "$1" drop
}

# cut_network NAME on|off: the server's port of the bridge is disabled, as if its cable were pulled at the switch.
cut_network() { inside bridge link set dev "t-$1" state "$([ "$2" = on ] && echo 0 || echo 3)"; }
