package lab.joget;

import java.io.IOException;
import javax.websocket.OnMessage;
import javax.websocket.OnOpen;
import javax.websocket.Session;
import javax.websocket.server.ServerEndpoint;

/** The web socket of the log viewer: says which node it is at, then repeats what it hears. */
@ServerEndpoint("/web/applog/{app}")
public final class Socket {
    @OnOpen
    public void opened(Session session) throws IOException {
        session.getBasicRemote().sendText("node " + Share.node());
    }

    @OnMessage
    public String heard(String message) {
        return message;
    }
}
