package io.kith.proto.stream;

import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;

/// One thing that a peer said on a stream.
public sealed interface StreamFrame {

    /// It opened its stream.
    record Open(StreamHeader header) implements StreamFrame {}

    /// A message, presence or IQ. Its addresses may be malformed: [Stanza#malformedAddress()].
    record StanzaFrame(Stanza stanza) implements StreamFrame {}

    /// An element of negotiation: anything at the top of the stream that is outside of the content namespace.
    record Nonza(Element element) implements StreamFrame {}

    /// It closed its stream. Nothing follows.
    record Close() implements StreamFrame {

        static final Close INSTANCE = new Close();
    }

    /// White space between elements (RFC 6120 §4.6.1), one for each run of it in what was read at once.
    record Keepalive() implements StreamFrame {

        static final Keepalive INSTANCE = new Keepalive();
    }

    /// It broke the rules: to be told so, and the stream to be closed. Nothing follows.
    @SuppressWarnings("JavaLangClash") // the RFC's word; always written StreamFrame.Error
    record Error(StreamError error) implements StreamFrame {}
}
