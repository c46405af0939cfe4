package io.kith.proto.stanza;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Element;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why a stanza was not handled (RFC 6120 §8.3): a condition, what its sender may do, and perhaps words and a detail.
///
/// The constants have the type that RFC 6120 §8.3.3 recommends for their condition.
///
/// @param text for people; "" for none
/// @param application a more exact condition of the specification concerned, or null
public record StanzaError(
        Type type,
        Condition condition,
        String text,
        @Nullable Element application) {

    /// What the sender may do (RFC 6120 §8.3.2).
    public enum Type {
        AUTH,
        CANCEL,
        CONTINUE,
        MODIFY,
        WAIT
    }

    /// The defined conditions (RFC 6120 §8.3.3).
    public enum Condition {
        BAD_REQUEST,
        CONFLICT,
        FEATURE_NOT_IMPLEMENTED,
        FORBIDDEN,
        GONE,
        INTERNAL_SERVER_ERROR,
        ITEM_NOT_FOUND,
        JID_MALFORMED,
        NOT_ACCEPTABLE,
        NOT_ALLOWED,
        NOT_AUTHORIZED,
        POLICY_VIOLATION,
        RECIPIENT_UNAVAILABLE,
        REDIRECT,
        REGISTRATION_REQUIRED,
        REMOTE_SERVER_NOT_FOUND,
        REMOTE_SERVER_TIMEOUT,
        RESOURCE_CONSTRAINT,
        SERVICE_UNAVAILABLE,
        SUBSCRIPTION_REQUIRED,
        UNDEFINED_CONDITION,
        UNEXPECTED_REQUEST;

        /// The element's name: `bad-request`.
        public String elementName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public static final StanzaError BAD_REQUEST = of(Type.MODIFY, Condition.BAD_REQUEST);
    public static final StanzaError CONFLICT = of(Type.CANCEL, Condition.CONFLICT);
    public static final StanzaError FEATURE_NOT_IMPLEMENTED = of(Type.CANCEL, Condition.FEATURE_NOT_IMPLEMENTED);
    public static final StanzaError FORBIDDEN = of(Type.AUTH, Condition.FORBIDDEN);
    public static final StanzaError GONE = of(Type.CANCEL, Condition.GONE);
    public static final StanzaError INTERNAL_SERVER_ERROR = of(Type.CANCEL, Condition.INTERNAL_SERVER_ERROR);
    public static final StanzaError ITEM_NOT_FOUND = of(Type.CANCEL, Condition.ITEM_NOT_FOUND);
    public static final StanzaError JID_MALFORMED = of(Type.MODIFY, Condition.JID_MALFORMED);
    public static final StanzaError NOT_ACCEPTABLE = of(Type.MODIFY, Condition.NOT_ACCEPTABLE);
    public static final StanzaError NOT_ALLOWED = of(Type.CANCEL, Condition.NOT_ALLOWED);
    public static final StanzaError NOT_AUTHORIZED = of(Type.AUTH, Condition.NOT_AUTHORIZED);
    public static final StanzaError POLICY_VIOLATION = of(Type.MODIFY, Condition.POLICY_VIOLATION);
    public static final StanzaError RECIPIENT_UNAVAILABLE = of(Type.WAIT, Condition.RECIPIENT_UNAVAILABLE);
    public static final StanzaError REDIRECT = of(Type.MODIFY, Condition.REDIRECT);
    public static final StanzaError REGISTRATION_REQUIRED = of(Type.AUTH, Condition.REGISTRATION_REQUIRED);
    public static final StanzaError REMOTE_SERVER_NOT_FOUND = of(Type.CANCEL, Condition.REMOTE_SERVER_NOT_FOUND);
    public static final StanzaError REMOTE_SERVER_TIMEOUT = of(Type.WAIT, Condition.REMOTE_SERVER_TIMEOUT);
    public static final StanzaError RESOURCE_CONSTRAINT = of(Type.WAIT, Condition.RESOURCE_CONSTRAINT);
    public static final StanzaError SERVICE_UNAVAILABLE = of(Type.CANCEL, Condition.SERVICE_UNAVAILABLE);
    public static final StanzaError SUBSCRIPTION_REQUIRED = of(Type.AUTH, Condition.SUBSCRIPTION_REQUIRED);
    public static final StanzaError UNDEFINED_CONDITION = of(Type.CANCEL, Condition.UNDEFINED_CONDITION);
    public static final StanzaError UNEXPECTED_REQUEST = of(Type.WAIT, Condition.UNEXPECTED_REQUEST);

    /// An error without words or details.
    public static StanzaError of(Type type, Condition condition) {
        return new StanzaError(type, condition, "", null);
    }

    /// The same with words for people.
    public StanzaError withText(String words) {
        return new StanzaError(type, condition, words, application);
    }

    /// The same with what the sender may do changed.
    public StanzaError withType(Type other) {
        return new StanzaError(other, condition, text, application);
    }

    /// The same with a more exact condition of the specification concerned.
    public StanzaError withApplication(Element detail) {
        return new StanzaError(type, condition, text, detail);
    }

    /// The `<error/>` element.
    public Element toElement() {
        var error = Element.of("error", Namespaces.CLIENT)
                .withAttribute("type", type.name().toLowerCase(Locale.ROOT))
                .with(Element.of(condition.elementName(), Namespaces.STANZA_ERRORS));
        if (!text.isEmpty()) {
            error = error.with(Element.of("text", Namespaces.STANZA_ERRORS).text(text));
        }
        return application == null ? error : error.with(application);
    }

    /// What an `<error/>` element says; empty if it names no type and condition that RFC 6120 knows.
    public static Optional<StanzaError> from(Element error) {
        for (var type : Type.values()) {
            if (!type.name().toLowerCase(Locale.ROOT).equals(error.attributeOr("type", ""))) {
                continue;
            }
            for (var condition : Condition.values()) {
                if (error.child(condition.elementName(), Namespaces.STANZA_ERRORS)
                        .isPresent()) {
                    var text = error.child("text", Namespaces.STANZA_ERRORS)
                            .map(Element::text)
                            .orElse("");
                    return Optional.of(new StanzaError(type, condition, text, detailOf(error)));
                }
            }
        }
        return Optional.empty();
    }

    private static @Nullable Element detailOf(Element error) {
        for (var child : error.children()) {
            if (!child.namespace().equals(Namespaces.STANZA_ERRORS)) {
                return child;
            }
        }
        return null;
    }
}
