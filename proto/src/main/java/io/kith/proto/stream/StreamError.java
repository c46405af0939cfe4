package io.kith.proto.stream;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Element;
import io.kith.proto.xml.MalformedXml;
import io.kith.proto.xml.XmlWriter;
import java.util.Locale;

/// Why a stream ends (RFC 6120 §4.9).
///
/// @param text for people; "" for none
public record StreamError(Condition condition, String text) {

    /// The defined conditions (RFC 6120 §4.9.3).
    public enum Condition {
        BAD_FORMAT,
        BAD_NAMESPACE_PREFIX,
        CONFLICT,
        CONNECTION_TIMEOUT,
        HOST_GONE,
        HOST_UNKNOWN,
        IMPROPER_ADDRESSING,
        INTERNAL_SERVER_ERROR,
        INVALID_FROM,
        INVALID_NAMESPACE,
        INVALID_XML,
        NOT_AUTHORIZED,
        NOT_WELL_FORMED,
        POLICY_VIOLATION,
        REMOTE_CONNECTION_FAILED,
        RESET,
        RESOURCE_CONSTRAINT,
        RESTRICTED_XML,
        SEE_OTHER_HOST,
        SYSTEM_SHUTDOWN,
        UNDEFINED_CONDITION,
        UNSUPPORTED_ENCODING,
        UNSUPPORTED_FEATURE,
        UNSUPPORTED_STANZA_TYPE,
        UNSUPPORTED_VERSION;

        /// The element's name: `not-well-formed`.
        public String elementName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// An error without words.
    public static StreamError of(Condition condition) {
        return new StreamError(condition, "");
    }

    /// What a verdict on XML is called on a stream.
    static StreamError of(MalformedXml verdict) {
        var condition = switch (verdict.fault()) {
            case NOT_WELL_FORMED -> Condition.NOT_WELL_FORMED;
            case RESTRICTED -> Condition.RESTRICTED_XML;
            case ENCODING -> Condition.UNSUPPORTED_ENCODING;
            case LIMIT -> Condition.POLICY_VIOLATION;
        };
        var words = verdict.getMessage();
        return new StreamError(condition, words == null ? "" : words);
    }

    /// The `<error/>` element.
    public Element toElement() {
        var error = Element.of("error", Namespaces.STREAM)
                .with(Element.of(condition.elementName(), Namespaces.STREAM_ERRORS));
        return text.isEmpty()
                ? error
                : error.with(Element.of("text", Namespaces.STREAM_ERRORS)
                        .withAttribute("xml:lang", "en")
                        .text(text));
    }

    /// `<stream:error/>` for a stream on which that prefix is declared; [StreamHeader#closeTag()] must follow.
    public byte[] toBytes() {
        var out = new XmlWriter(192).raw("<stream:error>");
        for (var child : toElement().children()) {
            out.element(child, "");
        }
        return out.raw("</stream:error>").toBytes();
    }
}
