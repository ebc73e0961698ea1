# Written by joget-cluster (step joget.options). Tomcat's scripts read it each time they run.
{{#if-java-home}}
JRE_HOME={{application.java-home}}
{{/if-java-home}}
{{^if-java-home}}
for each in /usr/lib/jvm/java-17-openjdk-* /usr/lib/jvm/java-11-openjdk-* /usr/lib/jvm/temurin-17* /usr/lib/jvm/temurin-11* \
    /opt/java-17* /opt/java-11* /opt/jdk-17* /opt/jdk-11*; do
    if [ -x "$each/bin/java" ]; then JRE_HOME=$each; break; fi
done
{{/if-java-home}}
unset JAVA_HOME
export JRE_HOME

# Not for "stop": a Java that only knocks at the other one's door needs neither memory nor agents.
case "$1" in run|start|debug)
    JAVA_OPTS="$JAVA_OPTS -Xmx{{application.memory}} -Dfile.encoding=UTF-8 -Dwflow.home={{share.mount}} -Dwflow.name={{self.route}}"
    for pattern in 'wflow-cluster.jar' 'aspectjweaver-*.jar' 'glowroot/glowroot.jar'; do
        # The newest where there are several; the pattern is meant to be expanded.
        agent=$(ls -v {{share.mount}}/$pattern 2> /dev/null | tail -n 1)
        if [ -n "$agent" ]; then JAVA_OPTS="$JAVA_OPTS -javaagent:$agent"; fi
    done
    export JAVA_OPTS ;;
esac
