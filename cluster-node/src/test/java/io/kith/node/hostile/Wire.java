package io.kith.node.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// A socket to a node and the text that comes from it; what is sent is up to the test.
public final class Wire implements AutoCloseable {

    static final String HEADER = headerTo("localhost");

    private static final int SHOWN_MAX = 2_000;
    private static final int PATIENCE_MILLIS = 15_000;

    private final byte[] buffer = new byte[16_384];
    private final ByteArrayOutputStream unread = new ByteArrayOutputStream();
    private Socket socket;
    private String domain = "localhost";
    private String name = "";
    private int settlings;

    private Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
    }

    /// Connects to the loopback, from this of its addresses.
    public static Wire connect(String source, int port) throws IOException {
        return new Wire(new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(source), 0));
    }

    /// Connects with a buffer of this size for what comes, in the kernel.
    static Wire connect(String source, int port, int receiveBuffer) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(receiveBuffer);
        socket.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new Wire(socket);
    }

    /// The opening of a stream to this domain.
    public static String headerTo(String domain) {
        return "<?xml version='1.0'?><stream:stream to='" + domain + "' version='1.0' xmlns='jabber:client'"
                + " xmlns:stream='http://etherx.jabber.org/streams'>";
    }

    /// Streams go to this domain from now on, instead of `localhost`.
    public Wire in(String other) {
        domain = other;
        return this;
    }

    static String plain(String authzid, String user, String password) {
        return Base64.getEncoder()
                .encodeToString((authzid + '\0' + user + '\0' + password).getBytes(StandardCharsets.UTF_8));
    }

    static String auth(String mechanism, String payload) {
        return "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='" + mechanism + "'>" + payload + "</auth>";
    }

    /// Asks for a resource.
    public static String bind(String resource) {
        return "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>" + resource
                + "</resource></bind></iq>";
    }

    /// Sends this as it is.
    public Wire send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    Wire send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /// Opens a stream and reads to the end of its features.
    Wire open() throws IOException {
        send(headerTo(domain)).until("</stream:features>");
        return this;
    }

    /// Logs in by PLAIN and opens the next stream.
    public Wire authenticate(String user) throws IOException {
        open().send(auth("PLAIN", plain("", user, user))).until("<success");
        unread.reset();
        return open();
    }

    /// Logs in by PLAIN with the name for a password, and binds.
    public Wire login(String user, String resource) throws IOException {
        authenticate(user).send(bind(resource));
        var bound = until("</iq>");
        if (!bound.contains("type='result'") && !bound.contains("type=\"result\"")) {
            throw new AssertionError(user + " can't bind: " + bound);
        }
        name = user + "@" + domain + "/" + resource;
        return this;
    }

    /// The full JID.
    public String jid() {
        return name;
    }

    /// Everything up to `expected`, which must come; what comes behind it is kept for the next call.
    public String until(String expected) throws IOException {
        var bytes = expected.getBytes(StandardCharsets.UTF_8);
        var searched = 0;
        while (true) {
            var all = unread.toByteArray();
            var at = indexOf(all, bytes, searched);
            if (at >= 0) {
                unread.reset();
                unread.write(all, at + bytes.length, all.length - at - bytes.length);
                return new String(all, 0, at + bytes.length, StandardCharsets.UTF_8);
            }
            searched = Math.max(0, all.length - bytes.length);
            try {
                if (!more()) {
                    throw new AssertionError("closed before " + expected + ", after " + shown());
                }
            } catch (SocketTimeoutException late) {
                throw new AssertionError("no " + expected + " came, after " + shown(), late);
            }
        }
    }

    private String shown() {
        var text = unread.toString(StandardCharsets.UTF_8);
        return text.length() > SHOWN_MAX ? "…" + text.substring(text.length() - SHOWN_MAX) : text;
    }

    private static int indexOf(byte[] in, byte[] what, int from) {
        for (var at = from; at <= in.length - what.length; at++) {
            if (java.util.Arrays.equals(in, at, at + what.length, what, 0, what.length)) {
                return at;
            }
        }
        return -1;
    }

    /// Everything that comes before the stream ends, whoever ends it and how.
    public String rest() throws IOException {
        try {
            while (more()) {
                // until there is no more
            }
        } catch (SocketTimeoutException late) {
            throw new AssertionError("no end came, after " + shown(), late);
        }
        return unread.toString(StandardCharsets.UTF_8);
    }

    private boolean more() throws IOException {
        try {
            var count = socket.getInputStream().read(buffer);
            if (count > 0) {
                unread.write(buffer, 0, count);
            }
            return count >= 0;
        } catch (SocketException reset) {
            return false;
        }
    }

    /// Everything that has come when all that was sent so far is answered.
    public String answers() throws IOException {
        var id = "settled-" + ++settlings;
        send("<iq type='get' id='" + id + "' to='" + domain + "'><ping xmlns='urn:xmpp:ping'/></iq>");
        var before = until(id);
        var cut = before.lastIndexOf("<iq");
        until(">"); // of the answer's open tag, which is all of an empty result
        return before.substring(0, cut);
    }

    /// Sees to it that all sent so far has been handled; drops what came.
    Wire settled() throws IOException {
        answers();
        return this;
    }

    Socket socket() {
        return socket;
    }

    /// Goes on over another socket on top of this one.
    void over(Socket layered) throws IOException {
        socket = layered;
        socket.setSoTimeout(PATIENCE_MILLIS);
        unread.reset();
    }

    InetSocketAddress source() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /// Cuts it without a word.
    public void cut() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
