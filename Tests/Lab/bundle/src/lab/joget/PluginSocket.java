package lab.joget;

import java.io.IOException;
import javax.websocket.OnOpen;
import javax.websocket.Session;
import javax.websocket.server.ServerEndpoint;

/** The web socket of plugins, which a balancer has to let through as well. */
@ServerEndpoint("/web/socket/plugin/{class}")
public final class PluginSocket {
    @OnOpen
    public void opened(Session session) throws IOException {
        session.getBasicRemote().sendText("node " + Share.node());
    }
}
