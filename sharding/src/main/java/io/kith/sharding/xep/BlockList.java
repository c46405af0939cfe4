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

    /// Of those who may see the account's presence, who is shut out here and not in `other`. A
    /// single session of somebody is named only if its address alone makes the difference.
    Set<Jid> shutsOutBeyond(BlockList other, Account seen) {
        var met = new LinkedHashSet<Jid>();
        for (var watcher : seen.roster().audience()) {
            if (blocks(watcher) && !other.blocks(watcher)) {
                met.add(watcher);
            }
        }
        for (var jid : jids()) {
            if (jid.isFull() && !other.blocks(jid) && !blocks(jid.bare()) && seen.sharesPresenceWith(jid)) {
                met.add(jid);
            }
        }
        return met;
    }
}
