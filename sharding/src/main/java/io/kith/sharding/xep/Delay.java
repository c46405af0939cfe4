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

/// XEP-0203: when a stanza was sent that comes late.
///
/// The account's owner stamps what waited in its log with the domain's name. Here, stamps in that
/// name on their way to the log are cut: nobody but the domain knows what it delayed. Stamps in
/// other names pass.
public final class Delay implements Feature {

    @Override
    public Xep xep() {
        return new Xep(203, "2.0", Xep.Coverage.COMPLETE);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.disco(Namespaces.DELAY);
        hooks.incoming(Stage.REWRITE, this::withoutForged);
        hooks.outgoing(Stage.REWRITE, this::withoutForged);
    }

    Outcome withoutForged(Account account, Stanza stanza) {
        if (!stanza.has("delay", Namespaces.DELAY)) {
            return Outcome.PASS;
        }
        var domain = account.jid().domainJid();
        if (domain.equals(stanza.from())) {
            return Outcome.PASS; // the domain may say so itself
        }
        var rest =
                stanza.without(child -> child.is("delay", Namespaces.DELAY) && isFrom(domain, stanza.element(child)));
        return rest.size() == stanza.size() ? Outcome.PASS : new Outcome.Rewrite(rest);
    }

    private static boolean isFrom(Jid domain, Element delay) {
        return delay.attribute("from")
                .flatMap(Jid::tryParse)
                .filter(domain::equals)
                .isPresent();
    }
}
