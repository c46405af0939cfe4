package io.kith.node.edge.login;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stream.StreamError;
import io.kith.proto.xml.Element;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// What a connection has to do next for its login.
public sealed interface LoginStep {

    /// Send this and read on.
    record Send(List<Element> elements) implements LoginStep {
        public Send {
            elements = List.copyOf(elements);
        }
    }

    /// Answer a stanza and read on.
    record Answer(Stanza stanza) implements LoginStep {}

    /// Answer with a form, and give who fills it in the time for that.
    record Form(Stanza stanza) implements LoginStep {}

    /// Read nothing until `next` is there, then run it where the connection runs: it gives the step. The
    /// stage fails never.
    record Later(CompletionStage<Supplier<LoginStep>> next) implements LoginStep {}

    /// The client is `account`: send this, then expect a new stream (RFC 6120 §6.4.6).
    ///
    /// @param proved the credentials that it was proved against, by their id
    record Authenticated(Jid account, long proved, Element success) implements LoginStep {}

    /// The client asks for a resource, "" leaves it to the server (RFC 6120 §7). The request wants an answer.
    record Bind(Stanza request, String resource) implements LoginStep {}

    /// Send this, then end the stream.
    record End(List<Element> last, StreamError error) implements LoginStep {
        public End {
            last = List.copyOf(last);
        }
    }
}
