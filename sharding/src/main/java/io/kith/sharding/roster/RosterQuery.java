package io.kith.sharding.roster;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// What a client asked of its roster, read and checked (RFC 6121 §2.1.3, §2.1.5, §2.3.3).
public sealed interface RosterQuery {

    /// The whole roster, or what has changed since a version.
    ///
    /// @param ver the version that the client has, `""` when it has none, empty when it knows no
    ///     versions (§2.6.2)
    record Get(Optional<String> ver) implements RosterQuery {}

    /// A contact is to have this name and these groups.
    record Put(Jid jid, String name, List<String> groups) implements RosterQuery {
        public Put {
            groups = List.copyOf(groups);
        }
    }

    /// A contact is to go.
    record Remove(Jid jid) implements RosterQuery {}

    /// Not to be done; the sender gets this error.
    record Refused(StanzaError error) implements RosterQuery {}

    /// Reads a request with a `jabber:iq:roster` query that reached the owner of `account`.
    ///
    /// `subscription` other than `remove`, `ask` and `approved` are the server's to set and are ignored (§2.1.5). A
    /// contact's address is taken as its bare one.
    static RosterQuery parse(Stanza iq, Jid account, RosterLimits limits) {
        var from = iq.from();
        if (from != null && !from.bare().equals(account)) {
            return new Refused(StanzaError.FORBIDDEN); // §2.3.3
        }
        var query = iq.child("query", Namespaces.ROSTER);
        if (query.isEmpty()) {
            return new Refused(StanzaError.BAD_REQUEST);
        }
        return switch (iq.type()) {
            case "get" -> new Get(query.get().attribute("ver"));
            case "set" -> set(query.get(), limits);
            default -> new Refused(StanzaError.BAD_REQUEST);
        };
    }

    private static RosterQuery set(Element query, RosterLimits limits) {
        var items = query.children();
        if (items.size() != 1 || !items.getFirst().is("item", Namespaces.ROSTER)) {
            return new Refused(StanzaError.BAD_REQUEST); // §2.3.3: exactly one
        }
        var item = items.getFirst();
        var jid = item.attribute("jid").flatMap(Jid::tryParse);
        if (jid.isEmpty()) {
            return new Refused(StanzaError.BAD_REQUEST);
        }
        var contact = jid.get().bare();
        if (item.attributeOr("subscription", "").equals("remove")) {
            return new Remove(contact);
        }
        var name = item.attributeOr("name", "");
        if (RosterItem.utf8(name) > limits.nameBytesMax()) {
            return new Refused(StanzaError.NOT_ACCEPTABLE);
        }
        var groups = new ArrayList<String>();
        var seen = new HashSet<String>();
        for (var child : item.children()) {
            if (!child.is("group", Namespaces.ROSTER)) {
                continue;
            }
            var group = child.text();
            if (!seen.add(group)) {
                return new Refused(StanzaError.BAD_REQUEST);
            }
            if (group.isEmpty() || RosterItem.utf8(group) > limits.groupBytesMax()) {
                return new Refused(StanzaError.NOT_ACCEPTABLE);
            }
            groups.add(group);
        }
        return groups.size() > limits.groupsMax()
                ? new Refused(StanzaError.NOT_ACCEPTABLE)
                : new Put(contact, name, groups);
    }
}
