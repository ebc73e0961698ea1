import Foundation

/// What a disposable root holds before anything is done: as little as a server can have.
enum Terrain {
    /// The folders that a trial may change, and that a fresh root gets anew.
    static let folders = ["etc", "var", "srv", "root", "run", "tmp"]

    private static let made = [
        "etc/apache2-none", "var/lib/dpkg/updates", "var/lib/apt/lists", "var/lib/units", "var/lib/mysql", "var/lib/accounts", "srv/lib",
        "srv/share", "srv/wflow/more", "srv/target", "run/mount", "tmp", "root",
    ]

    private static let texts = [
        "etc/machine-id": "0123456789abcdef0123456789abcdef\n",
        "etc/os-release": "ID=debian\nVERSION_ID=\"12\"\n",
        "etc/passwd": """
        root:x:0:0:root:/root:/bin/sh
        joget:x:880:880::/nonexistent:/usr/sbin/nologin
        nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin

        """,
        "etc/group": "root:x:0:\njoget:x:880:\nnogroup:x:65534:\n",
        "etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
        "etc/hosts": "127.0.0.1\tlocalhost\n127.0.1.1\tapp1 # the installer's\n",
        "etc/fstab": "# Of the operator.\n192.0.2.11:/export/wflow /srv/share tmpfs size=2g,mode=0755 0 0\n",
        "etc/login.conf": "password=former\n",
        "etc/app.properties": "# Of the operator.\nurl=jdbc:h2:mem\ncolour=blue\n",
        "etc/server.xml": """
        <?xml version="1.0"?>
        <Server port="8005">
          <Service name="Catalina">
            <!-- The engine. -->
            <Engine name="Catalina" defaultHost="localhost">
              <Host name="localhost" appBase="webapps"/>
            </Engine>
          </Service>
        </Server>

        """,
        "var/lib/dpkg/status": "Package: dpkg\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.21\n\n",
        "var/lib/units/tomcat": "", "var/lib/units/tomcat.running": "",
        "srv/driver.jar": "the new driver, of some length\n", "srv/lib/driver.jar": "the former driver\n",
        "srv/wflow/one": "one\n", "srv/wflow/two": "two\n", "srv/wflow/more/three": "three\n", "srv/target/one": "another one\n",
        "srv/schema.sql": "CREATE table nodes utf8;\nCREATE table keys utf8;\n",
        "bundle/bundle-1/apache/bin/catalina.sh": "#!/bin/sh\n", "bundle/bundle-1/apache/conf/server.xml": "<Server/>\n",
        "bundle/bundle-1/apache/logs/.keep": "",
    ]

    /// When all of it was last changed, in seconds since 1970: what is put back has this time again.
    static let time: time_t = 1_700_000_000

    /// Writes it below a folder, with the guide and the stand-ins beside it.
    static func write(_ chapter: Chapter, to path: String) throws {
        let files = FileManager.default
        for folder in made { try files.createDirectory(atPath: "\(path)/base/\(folder)", withIntermediateDirectories: true) }
        for (name, text) in texts { try put(text, at: "\(path)/base/\(name)") }
        for (name, owner) in [("login.conf", 33), ("app.properties", 65534)] {
            precondition(chown("\(path)/base/etc/\(name)", uid_t(owner), 33) == 0, "the tests are root's")
            precondition(chmod("\(path)/base/etc/\(name)", 0o640) == 0)
        }
        for (link, target) in [("current", "/srv/lib"), ("enabled", "/srv/wflow")] {
            try files.createSymbolicLink(atPath: "\(path)/base/etc/\(link)", withDestinationPath: target)
        }
        try put(chapter.text, at: "\(path)/guide/Guide/10-\(chapter.name).yaml")
        try files.createDirectory(atPath: "\(path)/guide/Templates", withIntermediateDirectories: true)
        for (name, text) in chapter.templates { try put(text, at: "\(path)/guide/Templates/\(name)") }
        try put(Chapter.cluster, at: "\(path)/guide/cluster.yaml")
        for (name, text) in StandIns.all { try put(text, at: "\(path)/tools/\(name)", mode: 0o755) }
        try put(script, at: "\(path)/set-up")
    }

    private static func put(_ text: String, at path: String, mode: Int = 0o644) throws {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    /// Run in a mount namespace of its own with the folder of the files and that of the program: builds the root, says so, and
    /// waits there until the tests have ended. Nobody outside sees the mounts, and they are gone with their last process.
    private static let script = #"""
        set -e
        umask 022
        source=$1 program=$2 root=$1/root
        mkdir "$root"
        mount -t tmpfs -o mode=0755 root "$root"
        cp -a "$source/guide" "$source/tools" "$source/base" "$root"
        cd "$root"
        # The same bytes in every root.
        tar -C base/bundle --sort=name --mtime=@0 -c bundle-1 | gzip -n > base/srv/bundle.tar.gz
        rm -r base/bundle
        find base -exec touch --no-dereference --date=@$3 {} +
        mkdir usr proc dev program fault
        for name in bin sbin lib lib64; do [ ! -e /usr/$name ] || ln -s usr/$name $name; done
        mount --bind /usr usr
        mount -o remount,bind,ro usr
        mount --bind tools usr/local/sbin
        mount --rbind /proc proc
        for name in null zero urandom random; do : > dev/$name; mount --bind /dev/$name dev/$name; done
        mount --bind "$program" program
        mount -o remount,bind,ro program
        # Libraries that are not the system's own, such as Swift's.
        ldd "$program/joget-cluster" | awk '$3 ~ "^/" { sub("/[^/]*$", "", $3); print $3 }' | sort -u | while read -r folder; do
          case $(realpath "$folder") in
            /usr/lib* | /lib*) ;;
            *) mkdir -p ".$folder"; mount --bind "$folder" ".$folder"; mount -o remount,bind,ro ".$folder" ;;
          esac
        done
        echo ready
        exec chroot . /usr/bin/cat
        """#
}
