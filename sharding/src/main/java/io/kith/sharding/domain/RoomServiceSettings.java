package io.kith.sharding.domain;

import io.kith.proto.jid.Jid;
import io.kith.sharding.wire.OperatorMessage;
import java.util.List;
import java.util.Optional;

/// What is set for the rooms of one virtual host (XEP-0045).
///
/// @param on whether there are any
/// @param name the domain that they are at; `""` for [#PREFIX] before the host's own name
/// @param creation who may make rooms
/// @param admins bare addresses of the accounts that own every room there; at most [#ADMINS_MAX]
public record RoomServiceSettings(boolean on, String name, Creation creation, List<String> admins)
        implements OperatorMessage {

    /// Where the rooms of a host are while nothing else is set.
    public static final String PREFIX = "conference.";

    /// How many admins one service has.
    public static final int ADMINS_MAX = 50;

    /// Everybody may make rooms, at the usual name, and nobody owns all of them.
    public static final RoomServiceSettings DEFAULT = new RoomServiceSettings(true, "", Creation.ALL, List.of());

    /// Who may make rooms.
    public enum Creation implements OperatorMessage {
        ALL,
        ADMINS
    }

    /// @throws IllegalArgumentException for what is no domain, no account, or beyond the bound
    public RoomServiceSettings {
        if (!name.isEmpty() && !isAddress(name, true)) {
            throw new IllegalArgumentException("'" + name + "' is no domain that rooms could be at");
        }
        admins = admins.stream().distinct().sorted().toList();
        if (admins.size() > ADMINS_MAX) {
            throw new IllegalArgumentException("at most " + ADMINS_MAX + " admins of rooms");
        }
        for (var admin : admins) {
            if (!isAddress(admin, false)) {
                throw new IllegalArgumentException("'" + admin + "' is no account; write NAME@DOMAIN");
            }
        }
    }

    private static boolean isAddress(String text, boolean ofDomain) {
        return Jid.tryParse(text)
                .filter(jid -> jid.isDomain() == ofDomain
                        && jid.isBare()
                        && jid.toString().equals(text))
                .isPresent();
    }

    /// Where the rooms of this host are, if it has any.
    public Optional<String> at(String domain) {
        return on ? Optional.of(name.isEmpty() ? PREFIX + domain : name) : Optional.empty();
    }
}
