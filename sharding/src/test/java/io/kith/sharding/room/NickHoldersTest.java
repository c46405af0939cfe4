package io.kith.sharding.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class NickHoldersTest {

    private static final Jid ROMEO = Jid.parse("romeo@verona.example");
    private static final Jid NURSE = Jid.parse("nurse@verona.example");

    private final List<String> lookedAt = new ArrayList<>();
    private final NickHolders<String> holders = new NickHolders<>(nick -> nick, nick -> {
        lookedAt.add(nick);
        return nick.toLowerCase(Locale.ROOT);
    });

    @Test
    void a_nickname_is_its_owners_however_it_is_written() {
        var owners = Map.of(ROMEO, "Romeo", NURSE, "");

        assertThat(holders.of("ROMEO", owners)).contains(ROMEO);
        assertThat(holders.of("nurse", owners)).isEmpty();
        assertThat(holders.of("", owners)).isEmpty();
    }

    @Test
    void what_changes_counts_at_once() {
        assertThat(holders.of("romeo", Map.of(ROMEO, "Romeo"))).contains(ROMEO);
        assertThat(holders.of("romeo", Map.of(ROMEO, "Monty"))).isEmpty();
        assertThat(holders.of("monty", Map.of(NURSE, "Monty"))).contains(NURSE);
        assertThat(holders.of("monty", Map.of(NURSE, ""))).isEmpty();
        assertThat(holders.of("monty", Map.of())).isEmpty();
        assertThat(holders.of("monty", Map.of(NURSE, "Monty"))).contains(NURSE);
    }

    @Test
    void one_change_among_many_is_one_nickname_to_look_at() {
        var many = new HashMap<Jid, String>();
        for (var i = 0; i < 1_000; i++) {
            many.put(Jid.parse("guest" + i + "@verona.example"), "Guest" + i);
        }
        var _ = holders.of("romeo", Map.copyOf(many));
        lookedAt.clear();

        many.put(ROMEO, "Romeo");
        assertThat(holders.of("romeo", Map.copyOf(many))).contains(ROMEO);
        assertThat(lookedAt).containsExactly("Romeo", "romeo");
    }
}
