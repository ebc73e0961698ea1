package lab.joget;

import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;

/** Answers under the paths that Joget has, as Joget does: ready, without a profile, or with its database down. */
public final class Answers extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
        if (path.isEmpty() || path.equals("/") || path.equals("/index.jsp")) {
            index(request, response);
            return;
        }
        Startup.State state = Startup.state();
        if (path.equals("/setup")) {
            setup(state, response);
        } else if (state != Startup.State.READY) {
            response.sendRedirect(request.getContextPath() + "/setup");
        } else {
            web(path, request, response);
        }
    }

    private void web(String path, HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (path) {
            case "/web/login":
                login(request, response);
                break;
            case "/web/json/workflow/currentUsername":
                json(response, "{\"username\":" + quoted(user(request)) + "}");
                break;
            case "/web/json/lab/session":
                session(request, response);
                break;
            case "/web/index":
                response.sendRedirect(request.getContextPath() + "/web/login");
                break;
            case "/web/console/home":
                if (user(request).equals("roleAnonymous")) {
                    response.sendRedirect(request.getContextPath() + "/web/login");
                } else {
                    page(response, "Console", "<footer><a href=\"#license\">License: " + product() + "</a></footer>");
                }
                break;
            default:
                response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    /** The login page; `?user=NAME` logs in without a password, which Joget of course does not. */
    private void login(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = request.getParameter("user");
        // Joget's page is a JSP, which begins a session for whoever comes.
        HttpSession session = request.getSession();
        if (name == null) {
            page(response, "Login", "<form><input name=\"j_username\"><input name=\"j_password\" type=\"password\"></form>");
            return;
        }
        session.setAttribute("user", name);
        session.setAttribute("count", 0);
        page(response, "Login", "<p>Welcome</p>");
    }

    /** Counts in the session, so that a session which went on is told from a new one. */
    private void session(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = request.getSession();
        Integer before = (Integer) session.getAttribute("count");
        int count = before == null ? 1 : before + 1;
        session.setAttribute("count", count);
        json(response, "{\"node\":" + quoted(Share.node()) + ",\"count\":" + count + ",\"session\":" + quoted(session.getId())
                + ",\"user\":" + quoted(user(request)) + "}");
    }

    private void setup(Startup.State state, HttpServletResponse response) throws IOException {
        if (state == Startup.State.NO_PROFILE) {
            page(response, "Setup", "<p>Choose a database</p>");
        } else {
            response.sendError(HttpServletResponse.SC_FORBIDDEN); // there is a profile, so nobody may set up another
        }
    }

    /** Sends the browser on to the host that it asked for: a balancer must keep the name. */
    private void index(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String address = request.getScheme() + "://" + request.getServerName() + ":" + request.getServerPort() + request.getContextPath();
        page(response, "Index", "<meta http-equiv=\"refresh\" content=\"0;url=" + address + "/web/index\">");
    }

    private static String user(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        Object user = session == null ? null : session.getAttribute("user");
        return user == null ? "roleAnonymous" : user.toString();
    }

    private String product() {
        return getServletContext().getServletContextName();
    }

    private void page(HttpServletResponse response, String title, String body) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        response.getWriter().println("<!DOCTYPE html><html><head><title>Joget: " + title + "</title></head><body>" + body + "</body></html>");
    }

    private static void json(HttpServletResponse response, String text) throws IOException {
        response.setContentType("application/json;charset=UTF-8");
        response.getWriter().print(text);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
