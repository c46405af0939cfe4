package io.kith.node.edge.tls;

/// Says that a peer broke the rules of TLS, or that no common ones were found: the connection ends, after
/// the alert that [TlsMachine#takeRecords] gives. A verdict on a peer's input, without a stack trace.
public final class TlsFailure extends Exception {

    private static final long serialVersionUID = 1;

    TlsFailure(String message) {
        super(message, null, false, false);
    }
}
