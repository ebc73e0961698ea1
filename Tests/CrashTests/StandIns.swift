/// Small programs in the place of those that need a real server. They keep their state in files, and do their work in phases,
/// so that somebody can be killed between two of them.
enum StandIns {
    /// By the name under which they are started.
    static let all: [String: String] = {
        var all = [
            "apt-get": aptGet, "systemctl": systemctl, "a2enmod": modules, "a2dismod": modules, "mariadb": mariadb, "accounts": accounts,
            "runuser": runuser, "dd": dd,
        ]
        for name in ["mount", "umount", "tar", "cp", "mv", "ln", "rm", "chown", "chmod", "mkdir"] { all[name] = wrapped }
        return all.mapValues { $0.replacing("PRELUDE", with: prelude) }
    }()

    /// Notes the launch. Each `phase` is counted; /fault/strike says whom to kill at which one.
    private static let prelude = #"""
        #!/bin/sh
        name=${0##*/}
        echo "$name $*" >> /fault/launches
        # A command takes longer than the next start of a program that was killed: it goes on when that one has come.
        await() {
          while read -r label next < "$lock" && [ "$next" = "$1" ] && [ ! -e /fault/alone ]; do /usr/bin/sleep 0.01; done
        }
        phase() {
          lock=/var/lib/joget-cluster/lock
          read -r label program < "$lock"
          kill -0 "$program" 2> /dev/null || await "$program"
          read -r number < /fault/phase
          number=$((number + 1))
          echo "$number" > /fault/phase
          [ -e /fault/strike ] || return 0
          read -r whom moment < /fault/strike
          [ "$number" = "$moment" ] || return 0
          /usr/bin/rm /fault/strike
          echo "$number $name $*" > /fault/struck
          case $whom in
            program)
              kill -KILL "$program"
              await "$program" ;;
            supervisor) kill -KILL "$PPID" ;;
            command) kill -KILL "$$" ;;
            both) kill -KILL "$PPID" "$$" ;;
            everything) kill -KILL "$program" "$PPID" "$$" ;;
          esac
        }

        """#

    private static let aptGet = #"""
        PRELUDE
        set_status() {
          /usr/bin/sed "/^Package: $1\$/,/^\$/d" /var/lib/dpkg/status > /var/lib/dpkg/status-new
          [ -z "$2" ] || printf 'Package: %s\nStatus: %s\nArchitecture: amd64\nVersion: 2.4\n\n' "$1" "$2" >> /var/lib/dpkg/status-new
          /usr/bin/mv /var/lib/dpkg/status-new /var/lib/dpkg/status
        }
        verb=
        for word; do
          case $word in
            update)
              phase "$@"; echo one > /var/lib/apt/lists/partial
              phase "$@"; /usr/bin/mv /var/lib/apt/lists/partial /var/lib/apt/lists/all_Packages
              phase "$@"; exit ;;
            install | purge) verb=$word ;;
            -*|*::*) ;;
            *) case $verb in
              install)
                phase "$@"; /usr/bin/mkdir -p /etc/$word/mods-enabled; echo root > /etc/$word/$word.conf
                set_status "$word" "install ok unpacked"
                phase "$@"; : > /var/lib/units/$word
                set_status "$word" "install ok installed"
                phase "$@" ;;
              purge)
                phase "$@"; /usr/bin/rm -f /var/lib/units/$word; set_status "$word" "deinstall ok half-installed"
                phase "$@"; /usr/bin/rm -rf /etc/$word; set_status "$word" ""
                phase "$@" ;;
              esac ;;
          esac
        done
        """#

    private static let systemctl = #"""
        PRELUDE
        verb=$1; shift
        units=/var/lib/units
        if [ "$verb" = show ]; then
          while [ "$1" != -- ]; do shift; done; shift
          for unit; do
            unit=${unit%.service}; load=not-found; active=inactive; sub=dead; file=disabled
            [ ! -e $units/$unit ] || load=loaded
            [ ! -e $units/$unit.running ] || { active=active; sub=running; }
            [ ! -e $units/$unit.enabled ] || file=enabled
            printf 'Id=%s.service\nNames=%s.service\nLoadState=%s\nActiveState=%s\nSubState=%s\nUnitFileState=%s\nResult=success\n\n' \
              $unit $unit $load $active $sub $file
          done
          exit
        fi
        phase "$verb $*"
        case $verb in
          start | restart) : > $units/$1.running ;;
          stop) /usr/bin/rm -f $units/$1.running ;;
          enable) : > $units/$1.enabled ;;
          disable) /usr/bin/rm -f $units/$1.enabled ;;
        esac
        phase "$verb $*"
        """#

    private static let modules = #"""
        PRELUDE
        for module; do
          case $module in -*) continue ;; esac
          phase "$@"
          case $name in
            a2enmod) /usr/bin/ln -sf ../mods-available/$module.load /etc/apache2/mods-enabled/$module.load ;;
            a2dismod) /usr/bin/rm -f /etc/apache2/mods-enabled/$module.load ;;
          esac
          phase "$@"
        done
        """#

    /// Statements are `CREATE kind name more;`, `DROP kind name;` and `SELECT kind name;`, which answers yes or no.
    private static let mariadb = #"""
        PRELUDE
        for word; do
          case $word in --defaults-file=*) [ -r "${word#*=}" ] || { echo "ERROR 1045: Access denied for user" >&2; exit 1; } ;; esac
        done
        store=/var/lib/mysql
        while read -r verb kind key rest; do
          key=${key%;}
          case $verb in
            SELECT) if [ -e $store/$kind.$key ]; then echo yes; else echo no; fi ;;
            CREATE)
              phase "$verb $kind"; echo "$rest" > $store/.$kind.$key.$$
              phase "$verb $kind"; /usr/bin/mv $store/.$kind.$key.$$ $store/$kind.$key
              phase "$verb $kind" ;;
            DROP) phase "$verb $kind"; /usr/bin/rm -f $store/$kind.$key; phase "$verb $kind" ;;
          esac
        done
        # As a database server does that finds its own log: what was not agreed to never was.
        for part in $store/.*.*.*; do [ ! -e "$part" ] || [ -e "/proc/${part##*.}/exe" ] || /usr/bin/rm -f "$part"; done
        """#

    private static let accounts = #"""
        PRELUDE
        case $1 in
          has) if [ -e /var/lib/accounts/$2 ]; then echo yes; else echo no; fi ;;
          add)
            # Like the real one, it does not do the same thing twice.
            [ ! -e /var/lib/accounts/$2 ] || { echo "accounts: $2 exists"; exit 9; }
            phase "$@"; : > /var/lib/accounts/$2; phase "$@" ;;
          remove) phase "$@"; /usr/bin/rm -f /var/lib/accounts/$2; phase "$@" ;;
        esac
        """#

    private static let runuser = #"""
        #!/bin/sh
        while [ "$1" != -- ]; do shift; done; shift
        exec "$@"
        """#

    /// Not every file system reads past its cache.
    private static let dd = #"""
        #!/bin/sh
        for word; do shift; [ "$word" = iflag=direct ] || set -- "$@" "$word"; done
        exec /usr/bin/dd "$@"
        """#

    /// The real program, with something half done before.
    private static let wrapped = #"""
        PRELUDE
        case "$1" in --list) exec /usr/bin/$name "$@" ;; esac
        phase "$@"
        case "$name $1" in
          "cp --dereference") echo half > "$3"; phase "$@" ;;
          "tar --extract") /usr/bin/tar "$@" --exclude=conf; phase "$@" ;;
        esac
        /usr/bin/$name "$@" || exit
        phase "$@"
        """#
}
