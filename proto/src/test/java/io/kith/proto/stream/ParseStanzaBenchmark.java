package io.kith.proto.stream;

import com.fasterxml.aalto.AsyncByteArrayFeeder;
import com.fasterxml.aalto.AsyncXMLStreamReader;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import io.kith.proto.xml.XmlLimits;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/// What does it cost to turn the 317 bytes of a common chat message into a stanza with its header?
///
/// Expected: 500 MB/s and more, which is 630 ns a message and less, and 700 to 900 bytes of garbage: the copied bytes
/// (336), the stanza, its layout and its four children. aalto's asynchronous parser, which checks as much but gives
/// events and makes no copy, about 570 MB/s. A message in two pieces is copied once more; one with references in its
/// text costs some percent more.
///
/// Results: `docs/benchmarks/parse-stanza.md`.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m", "-XX:+UseCompactObjectHeaders"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ParseStanzaBenchmark {

    private static final int MESSAGES_PER_READ = 50;

    private static final String MESSAGE = "<message to='romeo@montague.example/orchard' type='chat' "
            + "id='8f3b2c1e-77a4-4d0b-9a3e-0f2f6d1c5b21' xml:lang='en'><body>Wherefore art thou? Deny thy father"
            + " today</body>"
            + "<active xmlns='http://jabber.org/protocol/chatstates'/><request xmlns='urn:xmpp:receipts'/>"
            + "<origin-id xmlns='urn:xmpp:sid:0' id='8f3b2c1e'/></message>";

    private final byte[] message = MESSAGE.getBytes(StandardCharsets.UTF_8);
    private final byte[] read = MESSAGE.repeat(MESSAGES_PER_READ).getBytes(StandardCharsets.UTF_8);
    private final byte[] open = Frames.OPEN.getBytes(StandardCharsets.UTF_8);

    private final StreamMachine machine = new StreamMachine(XmlLimits.DEFAULT);
    private final AsyncXMLStreamReader<AsyncByteArrayFeeder> aalto = new InputFactoryImpl().createAsyncForByteArray();

    /// Opens both streams, and makes sure that it is still the message that was meant.
    @Setup
    public void open() throws XMLStreamException {
        if (message.length != 317) {
            throw new IllegalStateException("the message has " + message.length + " bytes");
        }
        machine.feed(open, 0, open.length, frame -> {});
        aalto.getInputFeeder().feedInput(open, 0, open.length);
        while (aalto.next() != XMLStreamConstants.START_ELEMENT) {
            // the stream's header
        }
    }

    /// As a field, so that no compiler finds out that nobody looks at it.
    @Nullable
    StreamFrame last;

    private void keep(StreamFrame frame) {
        last = frame;
    }

    /// One message in one piece: what a client that chats sends.
    @Benchmark
    public void one_message() {
        machine.feed(message, 0, message.length, this::keep);
    }

    /// A read full of messages, per message.
    @Benchmark
    @OperationsPerInvocation(MESSAGES_PER_READ)
    public void one_of_fifty() {
        machine.feed(read, 0, read.length, this::keep);
    }

    /// A message that was cut in the middle.
    @Benchmark
    public void one_in_two_pieces() {
        machine.feed(message, 0, 150, this::keep);
        machine.feed(message, 150, message.length - 150, this::keep);
    }

    /// One message, and then its addresses, prepared as RFC 7622 says.
    @Benchmark
    public void one_message_and_its_addresses(Blackhole sink) {
        machine.feed(message, 0, message.length, frame -> {
            keep(frame);
            var stanza = ((StreamFrame.StanzaFrame) frame).stanza();
            sink.consume(stanza.to());
            sink.consume(stanza.from());
        });
    }

    /// The same bytes through aalto, one event after the other; nothing is kept.
    @Benchmark
    public void aalto_events(Blackhole sink) throws XMLStreamException {
        aalto.getInputFeeder().feedInput(message, 0, message.length);
        for (var depth = 0; ; ) {
            switch (aalto.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    sink.consume(aalto.getLocalName());
                    sink.consume(aalto.getNamespaceURI());
                    for (var i = 0; i < aalto.getAttributeCount(); i++) {
                        sink.consume(aalto.getAttributeValue(i));
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    if (depth == 0) {
                        return;
                    }
                }
                case XMLStreamConstants.CHARACTERS -> sink.consume(aalto.getTextLength());
                default -> {}
            }
        }
    }
}
