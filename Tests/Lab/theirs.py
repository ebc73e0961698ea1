"""A share, a database, a Tomcat and a balancer that are somebody else's, as an operator finds them on a site."""

import outside
from cluster import BALANCER, BUNDLE, DATABASE, FILE_SERVER, HEAP, PASSWORD, PROGRAM, address

ACCOUNT, NUMBER = "tomcat", 612
TOMCAT, UNIT = "/opt/tomcat9", "tomcat9"
SHARE = "/srv/theirs"
PORT = 8088
WFLOW, WAR = "/srv/joget/wflow", "/srv/joget/jw.war"

SERVICE = f"""[Unit]
Description=Tomcat of this site

[Service]
User={ACCOUNT}
ExecStart={TOMCAT}/bin/catalina.sh run
SuccessExitStatus=143
UMask=0027

[Install]
WantedBy=multi-user.target
"""

SITE = """Listen {port}
<VirtualHost *:{port}>
  ProxyPreserveHost On
  <Proxy "balancer://theirs">
    BalancerMember http://{member}:8080 route=node01
    ProxySet stickysession=JSESSIONID|jsessionid
  </Proxy>
  ProxyPass /jw balancer://theirs/jw
</VirtualHost>
"""


def sql_text(text: str) -> str:
    """A text constant of SQL, for a server whose backslash escapes."""
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def query(statements: str) -> str:
    return outside.succeed(DATABASE, ["mysql", "--batch", "--skip-column-names"], stdin=statements).strip()


def share_for(server: str) -> None:
    """An export that leaves everybody who they are, as an appliance does whose owner gave the directory to Tomcat's number."""
    outside.succeed(FILE_SERVER, f"mkdir -p {SHARE} && chown {NUMBER}:{NUMBER} {SHARE} && chmod 0750 {SHARE}")
    outside.succeed(FILE_SERVER, ["exportfs", "-o", "rw,no_root_squash,sync,no_subtree_check", f"{address(server)}:{SHARE}"])


def administrator_for(server: str) -> None:
    account = f"'keeper'@'{address(server)}'"
    query(f"CREATE USER {account} IDENTIFIED BY {sql_text(PASSWORD)}; GRANT ALL PRIVILEGES ON *.* TO {account} WITH GRANT OPTION;")


def tomcat_on(server: str) -> None:
    """A plain Tomcat that serves already, run by a unit of the site's; Joget's own files lie beside it."""
    outside.succeed(server, "command -v java || { apt-get update && apt-get install -y openjdk-17-jre-headless; }", limit=300)
    outside.succeed(server, f"groupadd --gid {NUMBER} {ACCOUNT} && useradd --uid {NUMBER} --gid {NUMBER} --no-create-home --shell /usr/sbin/nologin {ACCOUNT}")
    script = f"""set -e
mkdir -p /srv/joget /root/unpacked
tar -C /root/unpacked -xzf {BUNDLE}
mv /root/unpacked/*/apache-tomcat-* {TOMCAT}
mv {TOMCAT}/webapps/jw.war {WAR}
mv /root/unpacked/*/wflow {WFLOW}
chown -R {ACCOUNT}:{ACCOUNT} {TOMCAT}
rm -rf /root/unpacked {BUNDLE}"""
    outside.succeed(server, script, limit=120)
    outside.write(server, f"/etc/systemd/system/{UNIT}.service", SERVICE)
    outside.succeed(server, f"systemctl daemon-reload && systemctl enable --now {UNIT}", limit=90)


def balancer_for(server: str) -> None:
    outside.write(BALANCER, "/etc/apache2/conf-enabled/theirs.conf", SITE.format(port=PORT, member=address(server)))
    outside.succeed(BALANCER, ["systemctl", "restart", "apache2"], limit=60)


def description(server: str) -> str:
    return f"""version: 1
name: theirs
servers:
  - name: {server}
    address: {address(server)}
    roles: [application]
share:
  kind: existing
  existing: {FILE_SERVER}:{SHARE}
database:
  kind: existing
  address: {DATABASE}
  admin: keeper
  name: theirs
  user: theirs
application:
  kind: existing
  tomcat: {TOMCAT}
  account: {ACCOUNT}
  service: {UNIT}
  war: {WAR}
  wflow: {WFLOW}
  memory: {HEAP}
  profile: theirs
balancer:
  product: external
  address: {BALANCER}
  port: {PORT}
"""


def secret(server: str, name: str, *options: str) -> None:
    outside.succeed(server, [PROGRAM, "secret", name, *options], stdin=PASSWORD + "\n")
