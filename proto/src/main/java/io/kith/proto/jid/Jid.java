package io.kith.proto.jid;

import java.util.Objects;
import java.util.Optional;

/// An address: `local@domain/resource`, each part prepared as RFC 7622 §3 says, `""` for a part that is
/// absent.
///
/// Equality is of the prepared parts, so two `Jid`s are equal exactly when they name the same entity. No part
/// is longer than 1023 bytes of UTF-8, and no part is empty when its separator was written.
///
/// The canonical constructor trusts its caller: it is for parts that have been prepared already (read back
/// from the store, or taken from another `Jid`). Everything that a peer wrote goes through [#parse] or [#of].
///
/// @param local the account or room, lower case; `""` for a domain itself
/// @param domain the host, as U-labels in lower case without a trailing dot, or an IP literal
/// @param resource the connection or occupant, case kept; `""` for a bare address
public record Jid(String local, String domain, String resource) {

    public Jid {
        Objects.requireNonNull(local, "local");
        Objects.requireNonNull(domain, "domain");
        Objects.requireNonNull(resource, "resource");
    }

    /// Reads and prepares a whole address (RFC 7622 §3.1: the first `/` begins the resource, the first `@`
    /// before it ends the local part).
    ///
    /// @throws MalformedJid when it is none
    public static Jid parse(String address) {
        var slash = address.indexOf('/');
        var beforeSlash = slash < 0 ? address.length() : slash;
        var at = address.indexOf('@');
        if (at >= beforeSlash) {
            at = -1;
        }
        var resource = slash < 0 ? "" : Resourcepart.prepare(address.substring(slash + 1));
        var local = at < 0 ? "" : Localpart.prepare(address.substring(0, at));
        return new Jid(local, Domainpart.prepare(address.substring(at + 1, beforeSlash)), resource);
    }

    /// As [#parse], with an empty answer for what is no address.
    public static Optional<Jid> tryParse(String address) {
        try {
            return Optional.of(parse(address));
        } catch (MalformedJid malformed) {
            return Optional.empty();
        }
    }

    /// Prepares an address given in parts, `""` for a part that is absent.
    ///
    /// @throws MalformedJid when a part breaks its rules
    public static Jid of(String local, String domain, String resource) {
        return new Jid(
                local.isEmpty() ? "" : Localpart.prepare(local),
                Domainpart.prepare(domain),
                resource.isEmpty() ? "" : Resourcepart.prepare(resource));
    }

    /// The address without its resource.
    public Jid bare() {
        return resource.isEmpty() ? this : new Jid(local, domain, "");
    }

    /// The address of the domain alone.
    public Jid domainJid() {
        return isDomain() ? this : new Jid("", domain, "");
    }

    /// This address with another resource, which is prepared.
    ///
    /// @param newResource `""` gives the bare address
    /// @throws MalformedJid when it is no resource
    public Jid withResource(String newResource) {
        return newResource.isEmpty() ? bare() : new Jid(local, domain, Resourcepart.prepare(newResource));
    }

    /// Whether there is no resource (an account, a room or a domain).
    public boolean isBare() {
        return resource.isEmpty();
    }

    /// Whether there is a resource.
    public boolean isFull() {
        return !resource.isEmpty();
    }

    /// Whether it is a domain alone.
    public boolean isDomain() {
        return local.isEmpty() && resource.isEmpty();
    }

    /// The address as it is written on the wire; [#parse] gives this `Jid` back.
    @Override
    public String toString() {
        if (resource.isEmpty()) {
            return local.isEmpty() ? domain : local + '@' + domain;
        }
        return local.isEmpty() ? domain + '/' + resource : local + '@' + domain + '/' + resource;
    }
}
