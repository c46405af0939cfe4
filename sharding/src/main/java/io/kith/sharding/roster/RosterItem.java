package io.kith.sharding.roster;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Element;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A contact as its user's clients see it (RFC 6121 §2.1.2).
///
/// @param jid bare
/// @param name the user's own name for the contact, `""` for none
/// @param groups in the user's order, none twice, none empty
/// @param ask whether the user's request is unanswered; never beside a subscription that includes `to`
/// @param approved whether the contact's next request is granted in advance (§3.4)
/// @param version the roster's version as of the last change of this contact
public record RosterItem(
        Jid jid,
        String name,
        List<String> groups,
        Subscription subscription,
        boolean ask,
        boolean approved,
        long version) {

    public RosterItem {
        if (jid.isFull()) {
            throw new IllegalArgumentException("a contact has a bare address");
        }
        if (ask && subscription.to()) {
            throw new IllegalArgumentException("asks for what is granted");
        }
        groups = List.copyOf(groups);
    }

    /// A contact without name, groups or subscription.
    static RosterItem of(Jid jid, long version) {
        return new RosterItem(jid, "", List.of(), Subscription.NONE, false, false, version);
    }

    RosterItem named(String newName, List<String> newGroups, long at) {
        return new RosterItem(jid, newName, newGroups, subscription, ask, approved, at);
    }

    RosterItem related(SubscriptionState state, boolean nowApproved, long at) {
        return new RosterItem(jid, name, groups, state.subscription(), state.pendingOut(), nowApproved, at);
    }

    /// What counts for the size of a roster.
    int bytes() {
        int bytes = utf8(jid.toString()) + utf8(name);
        for (var group : groups) {
            bytes += utf8(group);
        }
        return bytes;
    }

    /// The `<item/>` of results and pushes.
    Element toElement() {
        var item = Element.of("item", Namespaces.ROSTER)
                .withAttribute("jid", jid)
                .withAttribute("subscription", subscription.text());
        if (!name.isEmpty()) {
            item = item.withAttribute("name", name);
        }
        if (ask) {
            item = item.withAttribute("ask", "subscribe");
        }
        if (approved) {
            item = item.withAttribute("approved", "true");
        }
        var named = groups.stream()
                .map(group -> Element.of("group", Namespaces.ROSTER).text(group))
                .toArray(Element[]::new);
        return named.length == 0 ? item : item.with(named);
    }

    /// The `<item/>` that tells of a removal.
    static Element removed(Jid jid) {
        return Element.of("item", Namespaces.ROSTER).withAttribute("jid", jid).withAttribute("subscription", "remove");
    }

    static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
