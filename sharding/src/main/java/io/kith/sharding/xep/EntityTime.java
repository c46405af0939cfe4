package io.kith.sharding.xep;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.Hooks;
import io.kith.sharding.feature.Outcome;
import io.kith.sharding.feature.Xep;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/// XEP-0202: what time it is at a domain, to the second. Always in UTC: where a machine stands is
/// nobody's business.
public final class EntityTime implements Feature {

    private final InstantSource clock;

    public EntityTime(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Xep xep() {
        return new Xep(202, "2.0", Xep.Coverage.COMPLETE);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.disco(Namespaces.TIME);
        hooks.domainIq(Hooks.IqType.GET, Namespaces.TIME, "time", (_, query) -> answer(query));
    }

    Outcome answer(Stanza query) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new Outcome.Reply(query.result(Element.of("time", Namespaces.TIME)
                .with(
                        Element.of("tzo", Namespaces.TIME).text("+00:00"),
                        Element.of("utc", Namespaces.TIME).text(now.toString()))));
    }
}
