package io.kith.node.edge.login;

import io.kith.proto.jid.Jid;
import io.kith.proto.jid.MalformedJid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.stream.StreamError;
import io.kith.proto.xml.Element;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a client becomes an account's resource: first it shows who it is (RFC 6120 §6), or makes an account,
/// then, on a new stream, it asks for a resource (RFC 6120 §7). Belongs to one connection, which drops it
/// when the session begins.
///
/// What is out of turn ends the stream: nothing of a client that is nobody yet is routed (RFC 6120
/// §4.9.3.12).
public final class Login {

    private final LoginTerms terms;
    private final String domain;
    private final Channel channel;
    private final Sasl sasl;
    private @Nullable Jid account;

    /// @param domain the one the client asked for, served here
    public Login(LoginTerms terms, String domain, Channel channel) {
        this.terms = terms;
        this.domain = domain;
        this.channel = channel;
        this.sasl = new Sasl(terms, domain, channel);
    }

    /// What to offer on the stream that begins now, besides STARTTLS.
    public List<Element> features() {
        var features = new ArrayList<Element>();
        if (account == null) {
            features.addAll(sasl.features());
            if (!features.isEmpty() && terms.registration().apply(domain).isPresent()) {
                features.add(Registration.feature());
            }
            return features;
        }
        features.add(Element.of("bind", Namespaces.BIND));
        // RFC 3921 §3 lives on in old clients; RFC 6121 Appendix E made it a no-op.
        features.add(Element.of("session", Namespaces.SESSION).with(Element.of("optional", Namespaces.SESSION)));
        features.addAll(terms.features().apply(domain));
        return features;
    }

    /// Takes an element of negotiation that is not the transport's own.
    public LoginStep receive(Element element) {
        if (account == null && element.namespace().equals(Namespaces.SASL)) {
            return sasl.receive(element);
        }
        return new LoginStep.End(
                List.of(),
                StreamError.of(
                        account == null
                                ? StreamError.Condition.NOT_AUTHORIZED
                                : StreamError.Condition.UNSUPPORTED_STANZA_TYPE));
    }

    /// Takes a stanza.
    public LoginStep receive(Stanza stanza) {
        if (account == null) {
            return stanza.isRequest() && stanza.has("query", Namespaces.REGISTER) ? register(stanza) : notAuthorized();
        }
        return stanza.isRequest() && stanza.has("bind", Namespaces.BIND) && isForItself(stanza, account)
                ? bind(stanza, account)
                : notAuthorized();
    }

    /// Before it has a resource a client speaks to its server and to nobody else (RFC 6120 §7.1).
    private static boolean isForItself(Stanza request, Jid account) {
        var to = request.to();
        return to == null || to.equals(account) || to.equals(account.domainJid());
    }

    /// The connection has sent the success: the next stream is the account's.
    public void authenticated(Jid as) {
        account = as;
    }

    private LoginStep register(Stanza request) {
        var registration = terms.registration().apply(domain);
        if (request.to() != null && !request.to().equals(Jid.parse(domain))) {
            return notAuthorized();
        }
        if (registration.isEmpty() || sasl.features().isEmpty()) {
            return new LoginStep.Answer(request.error(StanzaError.SERVICE_UNAVAILABLE));
        }
        return registration.get().answer(request, domain, channel);
    }

    private static LoginStep bind(Stanza request, Jid account) {
        var resource = request.child("bind", Namespaces.BIND)
                .flatMap(bind -> bind.child("resource"))
                .map(Element::text)
                .orElse("");
        try {
            return request.isType("set") && request.children().size() == 1
                    ? new LoginStep.Bind(request, account.withResource(resource).resource())
                    : new LoginStep.Answer(request.error(StanzaError.BAD_REQUEST));
        } catch (MalformedJid illegal) {
            return new LoginStep.Answer(request.error(StanzaError.BAD_REQUEST)); // RFC 6120 §7.7.2.1
        }
    }

    private static LoginStep notAuthorized() {
        return new LoginStep.End(List.of(), StreamError.of(StreamError.Condition.NOT_AUTHORIZED));
    }
}
