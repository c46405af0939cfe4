package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.room.relay.Mark;
import io.kith.sharding.session.Via;
import org.jspecify.annotations.Nullable;

/// One stanza of a client, to be answered, refused or taken exactly once; the client's owner counts it handled then.
public final class Request {

    private final RoomOutside outside;
    private final Jid from;
    private final Stanza stanza;
    private final @Nullable Via via;
    private final Mark mark;
    private final Runnable done;
    private boolean settled;

    Request(RoomOutside outside, Stanza stanza, Jid from, @Nullable Via via, Mark mark, Runnable done) {
        this.outside = outside;
        this.stanza = stanza;
        this.from = from;
        this.via = via;
        this.mark = mark;
        this.done = done;
    }

    public Stanza stanza() {
        return stanza;
    }

    /// The client that sent it, as its owner says.
    public Jid from() {
        return from;
    }

    /// The part of the room's address that it was sent to; "" for the room itself.
    public String nick() {
        var to = stanza.to();
        return to == null ? "" : to.resource();
    }

    @Nullable
    Via via() {
        return via;
    }

    Mark mark() {
        return mark;
    }

    /// Answers an IQ.
    public void result(Element... payload) {
        outside.send(stanza.result(payload), false, () -> {});
        accept();
    }

    /// Refuses it; what must not be answered by an error (RFC 6120 §8.3.1) is dropped.
    public void refuse(StanzaError error, Element... echoed) {
        if (!stanza.isError() && !stanza.isResponse()) {
            var refusal = stanza.error(error);
            for (var child : echoed) {
                refusal = refusal.with(child);
            }
            outside.send(refusal, false, () -> {});
        }
        accept();
    }

    /// It is handled; there is nothing to say.
    public void accept() {
        if (settled) {
            throw new IllegalStateException("settled before");
        }
        settled = true;
        done.run();
    }
}
