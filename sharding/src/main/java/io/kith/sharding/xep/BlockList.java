package io.kith.sharding.xep;

import io.kith.persistence.account.Kind;
import io.kith.proto.jid.Jid;
import io.kith.sharding.feature.Account;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The addresses that an account blocks, and whom that meets (XEP-0191 §5).
///
/// @param addresses as they are written; not to be modified
record BlockList(Jid account, Set<String> addresses) {

    /// As it is saved.
    static BlockList of(Account account) {
        return new BlockList(account.jid(), account.items(Kind.BLOCK).keySet());
    }

    /// Whether the address itself is blocked, its account or room, or its domain. Never the
    /// account's own sessions, and never its server.
    boolean blocks(Jid other) {
        return !addresses.isEmpty()
                && !other.bare().equals(account)
                && !other.equals(account.domainJid())
                && (addresses.contains(other.toString())
                        || addresses.contains(other.bare().toString())
                        || addresses.contains(other.domain()));
    }

    boolean contains(Jid address) {
        return addresses.contains(address.toString());
    }

    List<Jid> jids() {
        return addresses.stream().sorted().map(Jid::parse).toList();
    }

    BlockList with(Collection<Jid> added) {
        var more = new LinkedHashSet<>(addresses);
        added.forEach(jid -> more.add(jid.toString()));
        return new BlockList(account, more);
    }

    BlockList without(Collection<Jid> removed) {
        var fewer = new LinkedHashSet<>(addresses);
        removed.forEach(jid -> fewer.remove(jid.toString()));
        return new BlockList(account, fewer);
    }

    /// Single sessions that may see the account's presence and are shut out here and not in `other`, by their own
    /// address alone. Whole accounts are the business of the account's owner.
    Set<Jid> sessionsShutOutBeyond(BlockList other, Account seen) {
        var met = new LinkedHashSet<Jid>();
        for (var jid : jids()) {
            if (jid.isFull() && !other.blocks(jid) && !blocks(jid.bare()) && seen.sharesPresenceWith(jid)) {
                met.add(jid);
            }
        }
        return met;
    }
}
