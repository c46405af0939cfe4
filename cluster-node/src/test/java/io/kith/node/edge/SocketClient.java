package io.kith.node.edge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A client on a real socket that waits for what it expects, ten seconds at most.
final class SocketClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    Socket socket;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();

    SocketClient(InetSocketAddress address) throws IOException {
        socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    SocketClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /// Reads until `expected` has come, and gives everything read since the last call.
    String expect(String expected) throws IOException {
        var in = socket.getInputStream();
        var buffer = new byte[8_192];
        while (!read.toString(StandardCharsets.UTF_8).contains(expected)) {
            var count = in.read(buffer);
            if (count < 0) {
                throw new IOException("closed before " + expected + ", after " + read);
            }
            read.write(buffer, 0, count);
        }
        var text = read.toString(StandardCharsets.UTF_8);
        read.reset();
        return text;
    }

    /// Reads to the end of the stream.
    String rest() throws IOException {
        read.writeBytes(socket.getInputStream().readAllBytes());
        return read.toString(StandardCharsets.UTF_8);
    }

    SocketClient bind() throws IOException {
        send(Client.HEADER).expect("</stream:features>");
        send(Client.auth(TestEdge.PASSWORD)).expect("<success");
        send(Client.HEADER).expect("</stream:features>");
        send("<iq type='set' id='b1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>")
                .expect("</iq>");
        return this;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
