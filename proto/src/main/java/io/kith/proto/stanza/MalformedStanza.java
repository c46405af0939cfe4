package io.kith.proto.stanza;

/// Says that bytes or a tree are no stanza: not XML, or not a message, presence or IQ of the content namespace.
public final class MalformedStanza extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    MalformedStanza(String message) {
        super(message);
    }

    MalformedStanza(String message, Throwable cause) {
        super(message, cause);
    }
}
