package io.kith.sharding.room;

import io.kith.sharding.room.RoomLimits.Rate;
import io.kith.sharding.room.RoomLimits.Rates;
import java.util.Locale;
import java.util.function.Function;

/// What a user does in rooms only so fast: each has its [Rate] and its number of refusals.
public enum Pace {
    JOINS(Rates::joins),
    MESSAGES(Rates::messages),
    BYTES(Rates::bytes),
    PRESENCES(Rates::presences),
    NICK_CHANGES(Rates::nickChanges),
    INVITATIONS(Rates::invitations),
    REQUESTS(Rates::requests),
    QUERIES(Rates::queries),
    CREATIONS(Rates::creations),
    CHANGES(Rates::changes);

    @SuppressWarnings("ImmutableEnumChecker") // a method of a record, which holds nothing
    private final Function<Rates, Rate> rate;

    Pace(Function<Rates, Rate> rate) {
        this.rate = rate;
    }

    /// Its name among settings and metrics: `nick-changes`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Rate of(RoomLimits limits) {
        return rate.apply(limits.rates());
    }
}
