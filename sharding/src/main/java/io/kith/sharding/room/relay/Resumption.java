package io.kith.sharding.room.relay;

import io.kith.proto.stanza.Stanza;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a client gets that has come back: what it missed, then those whom it may see now and was not shown, and the
/// going of those whom it was shown and may not see any more.
///
/// Who was shown to it is whom its [Sight] reached as far as it had got, of those who have not changed for others since
/// ([Shown#turned]); of these it may have been. Where that is not certain somebody is shown twice, or goes twice.
final class Resumption {

    /// What is written under one id: a connection takes no id twice.
    record Gift(long id, List<Stanza> stanzas) {}

    private final Seats seats;
    private final Seats.Seat seat;
    private final RelayItem.Seat back;
    private final List<Gift> gifts = new ArrayList<>();

    /// Whether it has been shown whoever has that nickname, by what it gets now.
    private final Map<String, Boolean> shownNow = new HashMap<>();

    /// @param seat with the sight that it has from now on
    /// @param back how it has come back
    Resumption(Seats seats, Seats.Seat seat, RelayItem.Seat back) {
        this.seats = seats;
        this.seat = seat;
        this.back = back;
    }

    /// In the order of their ids.
    List<Gift> gifts() {
        for (var item : back.missed()) {
            give(item.id(), missed(item));
        }
        give(back.id(), inLine());
        return gifts;
    }

    private void give(long id, List<Stanza> stanzas) {
        if (stanzas.isEmpty()) {
            return;
        }
        if (gifts.isEmpty() || gifts.getLast().id() != id) {
            gifts.add(new Gift(id, new ArrayList<>()));
        }
        gifts.getLast().stanzas().addAll(stanzas);
    }

    private List<Stanza> missed(RelayItem item) {
        return switch (item) {
            case RelayItem.Show show -> missed(show.occupant(), show.gone());
            case RelayItem.Say say -> List.of(say.stanza());
            case RelayItem.Tell tell -> tell.full().equals(seat.full) ? tell.stanzas() : List.of();
            case RelayItem.Terms _, RelayItem.Roster _, RelayItem.Join _, RelayItem.Seat _, RelayItem.Unseat _ ->
                List.of(); // of no concern to others
        };
    }

    private List<Stanza> missed(Shown shown, boolean gone) {
        var nick = shown.nick();
        if (shown.sessions().contains(seat.full)) {
            shownNow.put(nick, !gone);
            return List.of(shown.self());
        }
        if (!gone && Seats.isSeenBy(seat, shown)) {
            shownNow.put(nick, true);
            return List.of(seats.form(seat, shown));
        }
        var wasShown = shownNow.getOrDefault(nick, mayHaveBeenShown(shown));
        var isForAll = gone && seats.isRolledUp() && Seats.isPutOut(shown) && !isHidden(shown);
        if (!wasShown && !isForAll) {
            return List.of();
        }
        shownNow.put(nick, false);
        return List.of(
                gone && !isHidden(shown)
                        ? seats.form(seat, shown)
                        : seats.gone(shown).closed());
    }

    private List<Stanza> inLine() {
        var news = new ArrayList<Stanza>();
        seats.everybody().filter(other -> !other.sessions().contains(seat.full)).forEach(other -> {
            var now = shownNow.get(other.nick());
            if (isToBeSeen(other)) {
                if (now == null ? !wasShown(other) : !now) {
                    news.add(seats.form(seat, other));
                }
            } else if (!Seats.isSeenBy(seat, other) && (now == null ? mayHaveBeenShown(other) : now)) {
                news.add(seats.gone(other).closed());
            }
        });
        return news;
    }

    private boolean isHidden(Shown shown) {
        return shown.hidden() && !seat.sight.hidden();
    }

    /// Of a client of which not much is known all are shown again, but in a large room.
    private boolean isToBeSeen(Shown other) {
        return Seats.isSeenBy(seat, other) && (seat.sight.sure() || other.seesJids());
    }

    private boolean mayHaveBeenShown(Shown shown) {
        return shown.order() <= back.position()
                && (shown.turned() > Math.min(back.position(), back.sight().toldUpTo())
                        || Seats.isIn(back.sight(), shown));
    }

    private boolean wasShown(Shown shown) {
        return back.sight().sure() && shown.turned() <= back.position() && mayHaveBeenShown(shown);
    }
}
