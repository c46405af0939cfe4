package io.kith.sharding.xep;

import io.kith.persistence.lastseen.LastSeen;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.Account;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.Hooks;
import io.kith.sharding.feature.Outcome;
import io.kith.sharding.feature.Stage;
import io.kith.sharding.feature.Xep;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// XEP-0012: how long ago an account was last available and what it said on leaving, for those who
/// see its presence; and how long the server has been running, for everybody.
///
/// Strangers get `forbidden` (XEP-0012 §3, §4), whether the account is there or not, and whether
/// they ask it or one of its resources. What subscribers ask of a resource is the client's to
/// answer. An account that has never been available has no last activity: `item-not-found`.
public final class LastActivity implements Feature {

    /// The longest farewell that is remembered, in characters; the rest of a longer one is cut.
    static final int FAREWELL_MAX = 1_024;

    private final LastSeen lastSeen;
    private final InstantSource clock;
    private final Instant started;

    /// Counts the server's uptime from now on.
    public LastActivity(LastSeen lastSeen, InstantSource clock) {
        this.lastSeen = lastSeen;
        this.clock = clock;
        this.started = clock.instant();
    }

    @Override
    public Xep xep() {
        return new Xep(12, "2.0", Xep.Coverage.COMPLETE);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.disco(Namespaces.LAST);
        hooks.accountDisco(Namespaces.LAST);
        hooks.accountIq(Hooks.IqType.GET, Namespaces.LAST, "query", this::answer);
        hooks.nobodyIq(Hooks.IqType.GET, Namespaces.LAST, "query", _ -> new Outcome.Refuse(StanzaError.FORBIDDEN));
        hooks.domainIq(Hooks.IqType.GET, Namespaces.LAST, "query", (_, query) -> uptime(query));
        hooks.incoming(Stage.GUARD, this::guardResources);
        hooks.afterUnavailable(this::remember);
    }

    Outcome answer(Account account, Stanza query) {
        if (!Acquaintance.of(account, query)) {
            return new Outcome.Refuse(StanzaError.FORBIDDEN);
        }
        if (account.isOnline()) {
            return new Outcome.Reply(query.result(last(Duration.ZERO)));
        }
        return new Outcome.ReplyLater(lastSeen.find(account.uid())
                .thenApply(found -> found.map(
                                departure -> query.result(last(Duration.between(departure.at(), clock.instant()))
                                        .text(departure.status())))
                        .orElseGet(() -> query.error(StanzaError.ITEM_NOT_FOUND))));
    }

    Outcome guardResources(Account account, Stanza stanza) {
        return stanza.isIq()
                        && stanza.isType("get")
                        && stanza.has("query", Namespaces.LAST)
                        && !Acquaintance.of(account, stanza)
                ? new Outcome.Refuse(StanzaError.FORBIDDEN)
                : Outcome.PASS;
    }

    Outcome uptime(Stanza query) {
        return new Outcome.Reply(query.result(last(Duration.between(started, clock.instant()))));
    }

    /// Only the last of several resources takes the account away.
    Outcome remember(Account account, Stanza leaving) {
        if (account.isOnline()) {
            return Outcome.PASS;
        }
        var farewell = leaving.child("status", Namespaces.CLIENT)
                .map(Element::text)
                .map(LastActivity::cut)
                .orElse("");
        return new Outcome.Await(lastSeen.record(account.uid(), new LastSeen.Departure(clock.instant(), farewell)));
    }

    private static String cut(String farewell) {
        return farewell.codePointCount(0, farewell.length()) <= FAREWELL_MAX
                ? farewell
                : farewell.substring(0, farewell.offsetByCodePoints(0, FAREWELL_MAX));
    }

    private static Element last(Duration ago) {
        return Element.of("query", Namespaces.LAST).withAttribute("seconds", Math.max(0, ago.toSeconds()));
    }
}
