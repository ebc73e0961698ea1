#!/bin/sh
# Starts and stops the Tomcat of this folder: tomcat.sh run|start|stop
export JAVA_OPTS="-Xmx768M -Dfile.encoding=UTF-8 -Dwflow.home=./wflow/ -javaagent:./wflow/wflow-cluster.jar -javaagent:./wflow/aspectjweaver-@weaver@.jar -javaagent:./wflow/glowroot/glowroot.jar"
apache-tomcat-@tomcat@/bin/catalina.sh $*
