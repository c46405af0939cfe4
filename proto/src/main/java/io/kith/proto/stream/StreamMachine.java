package io.kith.proto.stream;

import static io.kith.proto.xml.MalformedXml.Fault.LIMIT;
import static io.kith.proto.xml.MalformedXml.Fault.NOT_WELL_FORMED;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Language;
import io.kith.proto.stanza.MalformedStanza;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stream.StreamError.Condition;
import io.kith.proto.xml.MalformedXml;
import io.kith.proto.xml.Namespace;
import io.kith.proto.xml.TreeReader;
import io.kith.proto.xml.XmlLimits;
import io.kith.proto.xml.XmlScan;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads one direction of a stream: bytes in, [StreamFrame]s out.
///
/// The frames depend on the bytes alone, never on how they were cut (but for [StreamFrame.Keepalive], which is told
/// once for each run of white space in each piece). After an error or the end it ignores what comes. It has no thread:
/// one caller at a time. While nothing is half read it holds no bytes; else it holds what it has of that one element,
/// which [XmlLimits] bounds, and at most doubles that to have room.
///
/// Obeys RFC 6120 §4.8 (namespaces), §4.9.3 (conditions) and §11 (what XML is allowed).
public final class StreamMachine {

    /// Bytes of a stream's end tag beyond its name.
    static final int END_TAG_SPACE_MAX = 64;

    private static final int HELD_AT_FIRST = 256;

    private enum State {
        /// Nothing was read yet.
        FRESH,
        /// Before the header; then also behind the XML declaration.
        PROLOG,
        DECLARED,
        HEADER,
        /// Between elements.
        STREAM,
        ELEMENT,
        /// Closed or broken.
        OVER
    }

    private final Namespace content;
    private XmlLimits limits;
    private State state = State.FRESH;
    private Opening opening = Opening.NONE;
    private Language language = Language.NONE;
    private @Nullable XmlScan scan; // while an element or the header is being read
    private byte @Nullable [] held; // what is half read, from its first byte
    private int heldSize;
    private int at; // where the next thing begins, while bytes are being read
    private int resets;

    /// A machine for the stream of a client.
    public StreamMachine(XmlLimits limits) {
        this(limits, Namespaces.CLIENT);
    }

    /// @param contentNamespace that of the stanzas on the stream (RFC 6120 §4.8.2)
    public StreamMachine(XmlLimits limits, String contentNamespace) {
        this.limits = limits;
        this.content = Namespace.of(contentNamespace);
    }

    /// Reads `length` bytes. The array is not kept. A frame's receiver may [#reset] the machine, which then drops the
    /// rest of these bytes, or change its [#limits] or [#language]; it may not feed it.
    public void feed(byte[] bytes, int offset, int length, Consumer<? super StreamFrame> out) {
        if (state == State.OVER || length == 0) {
            return;
        }
        var source = bytes;
        var end = offset + length;
        at = offset;
        if (held != null) {
            source = hold(held, bytes, offset, length);
            end = heldSize;
            at = 0;
        }
        var before = resets;
        while (true) {
            var frame = nextOrError(source, end);
            if (frame == null) {
                settle(source, end);
                return;
            }
            out.accept(frame);
            if (resets != before) {
                return;
            }
            if (state == State.OVER) {
                drop();
                return;
            }
        }
    }

    /// Reads all that remains in a buffer.
    public void feed(ByteBuffer bytes, Consumer<? super StreamFrame> out) {
        var length = bytes.remaining();
        if (bytes.hasArray()) {
            var offset = bytes.arrayOffset() + bytes.position();
            bytes.position(bytes.limit());
            feed(bytes.array(), offset, length, out);
        } else {
            var copy = new byte[length];
            bytes.get(copy);
            feed(copy, 0, length, out);
        }
    }

    /// Expects a new stream from its very beginning, as after STARTTLS or authentication; drops whatever it has of the
    /// old one (RFC 6120 §5.4.3.3, §6.4.6).
    public void reset(XmlLimits limits) {
        this.limits = limits;
        state = State.FRESH;
        opening = Opening.NONE;
        language = Language.NONE;
        resets++;
        drop();
    }

    /// Sets other bounds, from the next element on.
    public void limits(XmlLimits limits) {
        this.limits = limits;
    }

    /// From the next element on, until a [#reset], stanzas that do not say their language are in this one: it
    /// is written into them as they are read (RFC 6120 §4.7.4, §8.1.5).
    public void language(Language language) {
        this.language = language;
    }

    /// How many bytes it has room for now, for what is half read; 0 when nothing is.
    public long bytesHeld() {
        return held == null ? 0 : held.length;
    }

    private @Nullable StreamFrame nextOrError(byte[] bytes, int end) {
        try {
            return next(bytes, end);
        } catch (MalformedXml verdict) {
            return broken(StreamError.of(verdict));
        }
    }

    /// The next frame, or null if the bytes are used up as far as they go; then [#at] is what must be kept.
    private @Nullable StreamFrame next(byte[] bytes, int end) {
        while (at < end) {
            switch (state) {
                case FRESH -> {
                    Prolog.requireNoMark(bytes[at]);
                    state = State.PROLOG;
                }
                case PROLOG, DECLARED -> {
                    if (!prolog(bytes, end)) {
                        return null;
                    }
                }
                case HEADER -> {
                    var reading = scanning();
                    var after = reading.scan(bytes, end);
                    if (after == XmlScan.MORE) {
                        at = reading.start();
                        return null;
                    }
                    at = after;
                    return open(bytes, reading);
                }
                case STREAM -> {
                    var first = bytes[at];
                    if (isSpace(first)) {
                        at = afterSpace(bytes, end);
                        return StreamFrame.Keepalive.INSTANCE;
                    }
                    if (first != '<') {
                        return broken(misplaced(first));
                    }
                    if (at + 1 == end) {
                        return null;
                    }
                    if (bytes[at + 1] == '/') {
                        return close(bytes, end);
                    }
                    scanning().begin(at, opening.scope(), content, limits);
                    state = State.ELEMENT;
                }
                case ELEMENT -> {
                    var reading = scanning();
                    var after = reading.scan(bytes, end);
                    if (isHeaderAgain(bytes, reading.start(), after == XmlScan.MORE ? end : after)) {
                        return broken(StreamError.of(Condition.UNSUPPORTED_STANZA_TYPE));
                    }
                    if (after == XmlScan.MORE) {
                        at = reading.start();
                        return null;
                    }
                    at = after;
                    state = State.STREAM;
                    return element(bytes, reading);
                }
                case OVER -> {
                    return null;
                }
            }
        }
        return null;
    }

    /// Reads on before the header; false if more bytes are needed to tell.
    private boolean prolog(byte[] bytes, int end) {
        at = afterSpace(bytes, end);
        if (at == end) {
            return true;
        }
        if (bytes[at] == 0) {
            throw Prolog.encoding(); // UTF-16 or UTF-32 without a mark
        }
        if (bytes[at] != '<') {
            throw MalformedXml.inInput(NOT_WELL_FORMED, "text before the stream");
        }
        if (at + 1 == end) {
            return false;
        }
        if (bytes[at + 1] == 0) {
            throw Prolog.encoding();
        }
        if (bytes[at + 1] == '?' && state == State.PROLOG) {
            var after = Prolog.declaration(bytes, at, end);
            if (after < 0) {
                return false;
            }
            at = after;
            state = State.DECLARED;
        } else {
            scanning().beginStartTag(at, limits);
            state = State.HEADER;
        }
        return true;
    }

    private StreamFrame open(byte[] bytes, XmlScan header) {
        if (!header.namespace().equals(Namespaces.STREAM)) {
            return broken(StreamError.of(Condition.INVALID_NAMESPACE));
        }
        if (!header.name().equals("stream")) {
            return broken(new StreamError(Condition.BAD_FORMAT, "a stream begins with <stream/>"));
        }
        opening = Opening.of(bytes, header);
        var byDefault = opening.scope().defaultNamespace();
        // RFC 6120 §4.8.3: content may be declared on each stanza instead, or by a prefix.
        if (!content.is(byDefault) && !byDefault.isEmpty() && !byDefault.equals(Namespaces.STREAM)) {
            return broken(StreamError.of(Condition.INVALID_NAMESPACE));
        }
        if (bytes[at - 2] == '/') {
            return broken(new StreamError(Condition.BAD_FORMAT, "a stream that ends where it begins"));
        }
        state = State.STREAM;
        return new StreamFrame.Open(Opening.header(bytes, header, content.name()));
    }

    private StreamFrame element(byte[] bytes, XmlScan read) {
        var kind = Stanza.Kind.named(read.name());
        if (content.is(read.namespace())) {
            if (kind == null) {
                return broken(StreamError.of(Condition.UNSUPPORTED_STANZA_TYPE));
            }
            try {
                return new StreamFrame.StanzaFrame(Stanza.scanned(bytes, read, opening.scope(), content, language));
            } catch (MalformedStanza e) {
                // Accepted as it was sent, but its canonical form is beyond what the server itself may make.
                throw MalformedXml.inInput(LIMIT, "a stanza that is too large once its namespaces are written out");
            }
        }
        if (kind != null && isContent(read.namespace())) {
            return broken(StreamError.of(Condition.INVALID_NAMESPACE));
        }
        return new StreamFrame.Nonza(TreeReader.read(bytes, read.start(), opening.scope()));
    }

    /// Whether a start tag of the stream's own name begins there: nobody is to wait for its end tag, which is the
    /// stream's (RFC 6120 §4.9.3.24).
    private boolean isHeaderAgain(byte[] bytes, int start, int end) {
        var name = opening.name();
        var behind = start + 1 + name.length;
        return behind < end
                && bytes[start + 1] == name[0]
                && Arrays.equals(bytes, start + 1, behind, name, 0, name.length)
                && (isSpace(bytes[behind]) || bytes[behind] == '>' || bytes[behind] == '/');
    }

    private static boolean isContent(String namespace) {
        return namespace.isEmpty() || namespace.equals(Namespaces.CLIENT) || namespace.equals(Namespaces.SERVER);
    }

    /// Reads the stream's end tag, which must have the name of its start tag.
    private @Nullable StreamFrame close(byte[] bytes, int end) {
        var name = opening.name();
        var p = at + 2;
        for (var i = 0; i < name.length; i++, p++) {
            if (p == end) {
                return null;
            }
            if (bytes[p] != name[i]) {
                throw MalformedXml.inInput(NOT_WELL_FORMED, "an end tag of another name");
            }
        }
        for (var spaces = 0; p < end; p++, spaces++) {
            if (bytes[p] == '>') {
                state = State.OVER;
                return StreamFrame.Close.INSTANCE;
            }
            if (!isSpace(bytes[p])) {
                throw MalformedXml.inInput(NOT_WELL_FORMED, "an end tag of another name");
            }
            if (spaces == END_TAG_SPACE_MAX) {
                throw MalformedXml.inInput(LIMIT, "more than " + END_TAG_SPACE_MAX + " spaces in the end tag");
            }
        }
        return null;
    }

    /// Text between elements: XML, but nothing that a stream may hold (RFC 6120 §4.9.3.1, §11.7). Control characters
    /// are not even XML.
    private static StreamError misplaced(byte first) {
        return first >= 0 && first < ' '
                ? new StreamError(Condition.NOT_WELL_FORMED, "a character that XML does not have")
                : new StreamError(Condition.BAD_FORMAT, "text between stanzas");
    }

    private StreamFrame broken(StreamError error) {
        state = State.OVER;
        return new StreamFrame.Error(error);
    }

    private int afterSpace(byte[] bytes, int end) {
        var p = at;
        while (p < end && isSpace(bytes[p])) {
            p++;
        }
        return p;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\t' || b == '\r';
    }

    private XmlScan scanning() {
        var mine = scan;
        if (mine == null) {
            mine = SpareScan.take();
            scan = mine;
        }
        return mine;
    }

    /// Puts more bytes behind those that are held.
    private byte[] hold(byte[] before, byte[] more, int offset, int length) {
        var room = before;
        var size = Math.addExact(heldSize, length);
        if (size > before.length) {
            room = Arrays.copyOf(before, Math.max(size, Math.min(2 * before.length, 2 * limits.stanzaBytesMax())));
            held = room;
        }
        System.arraycopy(more, offset, room, heldSize, length);
        heldSize = size;
        return room;
    }

    /// Keeps what is half read, or nothing.
    private void settle(byte[] bytes, int end) {
        var rest = end - at;
        if (rest == 0) {
            drop();
            return;
        }
        if (bytes != held || at > 0) {
            var kept = Arrays.copyOfRange(bytes, at, at + Math.max(rest, Math.min(HELD_AT_FIRST, 2 * rest)));
            System.arraycopy(bytes, at, kept, 0, rest);
            held = kept;
            if (state == State.ELEMENT || state == State.HEADER) {
                scanning().moved(-at);
            }
        }
        heldSize = rest;
        if (state != State.ELEMENT && state != State.HEADER) {
            giveBackScan();
        }
    }

    private void drop() {
        held = null;
        heldSize = 0;
        giveBackScan();
    }

    private void giveBackScan() {
        if (scan != null) {
            SpareScan.giveBack(scan);
            scan = null;
        }
    }
}
