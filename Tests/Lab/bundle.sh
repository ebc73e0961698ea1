# shellcheck shell=bash disable=SC2015,SC2016
# The stand-in for Joget's bundle, which is not public: archives of the same shape, made of Debian's packages and the small
# web application under bundle/. All of them lie in $bundle_folder. Sourced by `lab`.

bundle_product=joget-enterprise-linux-8.1.6
bundle_packages=(bullseye:tomcat9 bullseye:tomcat9-common bullseye:libtomcat9-java bookworm:tomcat10 bookworm:tomcat10-common
  bookworm:libtomcat10-java bookworm:libmariadb-java bookworm:libaspectj-java)
newer_jars=(bookworm:libtomcat9-java bookworm:libeclipse-jdt-core-java) # the latter compiles pages, as the jar ecj of a Tomcat does

bundle_path() {
  bundle_folder=$cache/bundle-$({ digest "$lab_folder/bundle.sh"; find "$lab_folder/bundle" -type f -print0 | sort -z | xargs -0 cat; } | sha256sum | cut -c1-12)
  parts_folder=$cache/parts-$(echo "${bundle_packages[*]} ${newer_jars[*]}" | sha256sum | cut -c1-12)
}

need_compiler() {
  command -v javac > /dev/null && return
  say "installing a Java compiler"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jdk-headless > "$cache/tools.log" 2>&1 ||
    refuse "apt-get could not install openjdk-17-jdk-headless; see $cache/tools.log"
}

# unpack_packages FOLDER RELEASE:PACKAGE…: the packages' files, all in one folder.
unpack_packages() {
  local folder=$1 release packages package; shift
  for release in $(printf '%s\n' "${@%%:*}" | sort -u); do
    packages=()
    for package in "$@"; do [ "${package%%:*}" = "$release" ] && packages+=("${package#*:}"); done
    fetch_packages "$folder.debs" "$release" "${packages[@]}" || return 1
  done
  for package in "$folder.debs"/*.deb; do dpkg -x "$package" "$folder" || return 1; done
  rm -rf "$folder.debs"
}

build_parts() {
  say "bundle: fetching Tomcat 9 and 10, the database driver and the weaver"
  local work=$1.new
  rm -rf "$work" "$work".*; mkdir -p "$work"
  unpack_packages "$work/whole" "${bundle_packages[@]}" && unpack_packages "$work/newer" "${newer_jars[@]}" || refuse "Debian's packages for the bundle could not be fetched"
  mv "$work" "$1"
}

# number_of JAR: the version that a catalina.jar gives itself, such as 9.0.70.
number_of() { unzip -p "$1" org/apache/catalina/util/ServerInfo.properties | sed -n 's/^server\.number=\([0-9]*\.[0-9]*\.[0-9]*\).*/\1/p'; }

# lay_out_tomcat MAJOR JARS-FOLDER FOLDER: a Tomcat as its own project packs it; Debian's links become files.
lay_out_tomcat() {
  local major=$1 jars=$2 folder=$3 from=$parts_folder/whole/usr/share/tomcat$1 link
  mkdir -p "$folder"/{bin,conf,lib,logs,temp,webapps,work}
  cp -r "$from"/etc/. "$folder/conf/"
  sed -i 's/^<Server port="-1"/<Server port="8005"/' "$folder/conf/server.xml"
  sed -i 's/SystemdFormatter/OneLineFormatter/' "$folder/conf/logging.properties"
  cp -r "$parts_folder/whole/usr/share/tomcat$major-root/default_root" "$folder/webapps/ROOT"
  for link in "$from"/lib/*.jar "$from"/bin/*; do
    local kind; kind=$(basename "$(dirname "$link")")
    if [ -L "$link" ]; then cp "$jars/$(basename "$(readlink "$link")")" "$folder/$kind/$(basename "$link")"
    else cp "$link" "$folder/$kind/"; fi || return 1
  done
  chmod 0755 "$folder"/bin/*.sh
  cp "$parts_folder/whole/usr/share/doc/tomcat$major-common/copyright" "$folder/LICENSE"
}

# pack FOLDER NAME: NAME.tar.gz with NAME as its top folder.
pack() { tar -C "$1" --sort=name --owner=0 --group=0 --mtime=@1700000000 -czf "$1/$2.tar.gz" "$2"; }

# build_plain_tomcats FOLDER
build_plain_tomcats() {
  local java=$parts_folder/whole/usr/share/java major number
  for major in 9 10; do
    number=$(number_of "$java/tomcat$major-catalina.jar")
    lay_out_tomcat "$major" "$java" "$1/apache-tomcat-$number" && pack "$1" "apache-tomcat-$number" || return 1
    rm -rf "$1/apache-tomcat-$number"
  done
}

# build_wars FOLDER: jw.war and its faulty relatives.
build_wars() {
  local folder=$1 war=$1/war sources=$lab_folder/bundle
  mkdir -p "$war/WEB-INF/lib" "$war/WEB-INF/classes/setup/sql"
  javac --release 11 -Xlint:all -Werror -implicit:none -d "$war/WEB-INF/classes" \
    -cp "$newer_java/tomcat9-servlet-api.jar:$newer_java/tomcat9-websocket-api.jar" "$sources"/src/lab/joget/*.java || return 1
  cp "$parts_folder/whole/usr/share/java/mariadb-java-client.jar" "$war/WEB-INF/lib/"
  cp "$sources/war/web.xml" "$war/WEB-INF/"
  cp "$sources/war/jwdb-mysql.sql" "$war/WEB-INF/classes/setup/sql/"
  jar --create --file "$folder/jw.war" -C "$war" . &&
    jar --create --file "$folder/jw-noschema.war" -C "$war" WEB-INF/web.xml -C "$war" WEB-INF/lib -C "$war" WEB-INF/classes/lab || return 1
  sed -i '/<distributable\/>/d' "$war/WEB-INF/web.xml"
  jar --create --file "$folder/jw-plain.war" -C "$war" . || return 1
  sed -i 's/Joget DX Enterprise 8/Joget DX Community 8/' "$war/WEB-INF/web.xml"
  jar --create --file "$folder/jw-community.war" -C "$war" . || return 1
  rm -rf "$war"
}

# build_agent JAR
build_agent() {
  local work=$bundle_folder.new/agent
  javac --release 11 -d "$work" "$lab_folder/bundle/src/lab/agent/Agent.java" && mkdir -p "$(dirname "$1")" &&
    echo 'Premain-Class: lab.agent.Agent' > "$work/manifest" && jar --create --file "$1" --manifest "$work/manifest" -C "$work" lab || return 1
  rm -rf "$work"
}

# build_product FOLDER: the bundle itself.
build_product() {
  local top=$1/$bundle_product shape=$lab_folder/bundle/shape weaver number
  number=$(number_of "$newer_java/tomcat9-catalina.jar")
  weaver=$(basename "$parts_folder"/whole/usr/share/java/aspectjweaver-*.jar)
  mkdir -p "$top"/{data,wflow/app_resources,wflow/glowroot}
  lay_out_tomcat 9 "$newer_java" "$top/apache-tomcat-$number" || return 1
  cp -L "$newer_java"/eclipse-jdt-core.jar "$top/apache-tomcat-$number/lib/" || return 1
  cp "$shape/server.xml" "$top/apache-tomcat-$number/conf/server.xml"
  cp "$1/jw.war" "$top/apache-tomcat-$number/webapps/"
  cp "$shape/app_datasource-default.properties" "$parts_folder/whole/usr/share/java/$weaver" "$top/wflow/"
  echo 'A file of the shared directory as it is shipped.' > "$top/wflow/app_resources/welcome.txt"
  build_agent "$top/wflow/wflow-cluster.jar" && build_agent "$top/wflow/glowroot/glowroot.jar" || return 1
  cp "$lab_folder/bundle/war/jwdb-mysql.sql" "$top/data/jwdb-empty.sql"
  echo "${bundle_product##*-}" > "$top/VERSION.txt"
  weaver=${weaver#aspectjweaver-}
  sed "s/@tomcat@/$number/; s/@weaver@/${weaver%.jar}/" "$shape/tomcat.sh" > "$top/tomcat.sh"
  cp "$shape/setup.sh" "$top/"
  chmod 0755 "$top"/*.sh
  pack "$1" "$bundle_product" && rm -rf "$top"
}

# build_faulty FOLDER: archives that must be refused.
build_faulty() {
  local size
  size=$(stat -c %s "$1/$bundle_product.tar.gz")
  head -c $((size * 60 / 100)) "$1/$bundle_product.tar.gz" > "$1/truncated.tar.gz"
  mkdir "$1/holiday" && echo 'Nothing of Joget is in here.' > "$1/holiday/letter.txt" && pack "$1" holiday && mv "$1/holiday.tar.gz" "$1/nobundle.tar.gz" && rm -rf "$1/holiday"
}

# make_bundle: builds whatever of the archives is not in the cache, and sets bundle_folder.
make_bundle() {
  bundle_path
  [ -e "$bundle_folder" ] && return
  local work=$bundle_folder.new newer_java=$parts_folder/newer/usr/share/java
  exec 9> "$cache/lock"
  flock -w 1200 9 || refuse "another lab has been building for 20 minutes"
  need_tools; need_compiler
  [ -e "$parts_folder" ] || build_parts "$parts_folder"
  say "bundle: $bundle_product and its relatives"
  rm -rf "$work"; mkdir -p "$work"
  { build_wars "$work" && build_plain_tomcats "$work" && build_product "$work" && build_faulty "$work"; } > "$cache/bundle.log" 2>&1 ||
    refuse "the bundle could not be built; see $cache/bundle.log"
  mv "$work" "$bundle_folder"
  flock -u 9; exec 9>&-
}

# bring_bundle WORD…: copies files of the bundle folder to /root of servers. Words that are servers say where to, the
# others which files; without any it is the bundle. Without a server it prints the folder.
bring_bundle() {
  local names=() files=() word pids=() pid failed=0
  make_bundle
  for word in "$@"; do if [ -n "$(address_of "$word")" ]; then names+=("$word"); else files+=("$word"); fi; done
  for word in "${files[@]}"; do [ -e "$bundle_folder/$word" ] || refuse "no file is called '$word'; there are: $(ls "$bundle_folder" | xargs)"; done
  if [ ${#names[@]} -eq 0 ]; then say "$(ls "$bundle_folder" | xargs)"; echo "$bundle_folder"; return; fi
  network_exists || refuse "the lab is down; start it with: lab up"
  [ ${#files[@]} -gt 0 ] || files=("$bundle_product.tar.gz")
  for word in "${names[@]}"; do
    tar -C "$bundle_folder" -cf - "${files[@]}" | timeout 120 ip netns exec "$namespace" ssh -F "$run_folder/ssh_config" "$word" 'tar -C /root --no-same-owner -xf -' &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
  return $failed
}
