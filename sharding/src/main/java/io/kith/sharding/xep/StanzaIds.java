package io.kith.sharding.xep;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.Account;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.Hooks;
import io.kith.sharding.feature.Outcome;
import io.kith.sharding.feature.Stage;
import io.kith.sharding.feature.Xep;

/// XEP-0359: the id that an account gives a message is given by it alone.
///
/// The owner of the account adds the id of the message's row in its log. Here, what others have
/// written in the account's name is cut, however they spelled it (§6); ids of others, and the
/// sender's `<origin-id/>`, pass as they are.
public final class StanzaIds implements Feature {

    @Override
    public Xep xep() {
        return new Xep(359, "0.7.0", Xep.Coverage.COMPLETE);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.disco(Namespaces.STANZA_ID);
        hooks.accountDisco(Namespaces.STANZA_ID);
        hooks.incoming(Stage.REWRITE, this::withoutForged);
        hooks.outgoing(Stage.REWRITE, this::withoutForged);
    }

    Outcome withoutForged(Account account, Stanza stanza) {
        if (!stanza.has("stanza-id", Namespaces.STANZA_ID)) {
            return Outcome.PASS;
        }
        var rest = stanza.without(
                child -> child.is("stanza-id", Namespaces.STANZA_ID) && isBy(account.jid(), stanza.element(child)));
        return rest.size() == stanza.size() ? Outcome.PASS : new Outcome.Rewrite(rest);
    }

    private static boolean isBy(Jid account, Element id) {
        return id.attribute("by").flatMap(Jid::tryParse).filter(account::equals).isPresent();
    }
}
