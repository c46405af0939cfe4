package io.kith.sharding.xep;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.feature.Account;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.Hooks;
import io.kith.sharding.feature.Outcome;
import io.kith.sharding.feature.Xep;

/// XEP-0199: answers pings to a domain or a room service from anybody, and to an account from those who see its
/// presence. Others get what they would get if it did not exist.
public final class Ping implements Feature {

    @Override
    public Xep xep() {
        return new Xep(199, "2.0.1", Xep.Coverage.COMPLETE);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.disco(Namespaces.PING);
        hooks.accountDisco(Namespaces.PING);
        hooks.domainIq(Hooks.IqType.GET, Namespaces.PING, "ping", (_, ping) -> new Outcome.Reply(ping.result()));
        hooks.accountIq(Hooks.IqType.GET, Namespaces.PING, "ping", this::answer);
        hooks.roomServiceDisco(Namespaces.PING);
        hooks.roomServiceIq(Hooks.IqType.GET, Namespaces.PING, "ping", (_, ping) -> new Outcome.Reply(ping.result()));
    }

    Outcome answer(Account account, Stanza ping) {
        return Acquaintance.of(account, ping) ? new Outcome.Reply(ping.result()) : Outcome.PASS;
    }
}
