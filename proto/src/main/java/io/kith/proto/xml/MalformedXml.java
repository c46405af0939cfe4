package io.kith.proto.xml;

/// Says that bytes or strings are not XML that this server accepts, and in which of four ways.
///
/// Raised by the scanner it carries no stack trace: it is a verdict on a peer's input and is turned into a stream error
/// by who reads the stream. Raised by the builders of [Element] it has one: the caller passed what cannot be written.
public final class MalformedXml extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    /// What is wrong, in the terms of RFC 6120 §4.9.3.
    public enum Fault {
        /// Not XML 1.0 or not XML namespaces (RFC 6120 §4.9.3.13).
        NOT_WELL_FORMED,
        /// A comment, processing instruction, DTD or entity of one's own (RFC 6120 §4.9.3.18, §11.1).
        RESTRICTED,
        /// Not UTF-8 by its own declaration or its first bytes (RFC 6120 §4.9.3.22).
        ENCODING,
        /// Over one of the [XmlLimits], which [#getMessage()] names (RFC 6120 §4.9.3.14).
        LIMIT
    }

    private final Fault fault;

    private MalformedXml(Fault fault, String message, boolean trace) {
        super(message, null);
        this.fault = fault;
        if (trace) {
            super.fillInStackTrace();
        }
    }

    /// A verdict on bytes of a peer: cheap, without a stack trace.
    public static MalformedXml inInput(Fault fault, String message) {
        return new MalformedXml(fault, message, false);
    }

    /// A mistake of the caller of a builder.
    static MalformedXml inArgument(String message) {
        return new MalformedXml(Fault.NOT_WELL_FORMED, message, true);
    }

    /// Which of the four ways.
    public Fault fault() {
        return fault;
    }

    /// Called by the superclass' constructor; the trace is filled in later, and only where it helps.
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
