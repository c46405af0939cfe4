package io.kith.proto.jid;

import java.io.Serial;

/// What was written is not an address (RFC 7622); a stanza that carries it is answered with `jid-malformed`.
///
/// The message names the part and the rule, never the text itself, so that it may be logged. It has no stack
/// trace: it is the answer to a peer's input, and hostile input must be cheap.
public final class MalformedJid extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    MalformedJid(String reason) {
        super(reason);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
