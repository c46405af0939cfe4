package io.kith.node.kill;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What one direction of the conversation owes: every number acknowledged must come, first appearances in order, none
/// under two ids.
final class Ledger {

    private final Set<Integer> acknowledged = new TreeSet<>();
    private final Map<Integer, String> stanzaIds = new LinkedHashMap<>();
    private final List<String> broken = new ArrayList<>();
    private int redelivered;
    private int last = -1;

    synchronized void acknowledged(int number) {
        acknowledged.add(number);
    }

    synchronized void received(int number, String stanzaId) {
        if (stanzaId.isEmpty()) {
            broken.add(number + " came without a stanza-id");
        }
        var before = stanzaIds.putIfAbsent(number, stanzaId);
        if (before == null) {
            if (number < last) {
                broken.add(number + " came for the first time after " + last);
            }
            last = Math.max(last, number);
        } else if (before.equals(stanzaId)) {
            redelivered++;
        } else {
            broken.add(number + " came under two ids: " + before + " and " + stanzaId);
        }
    }

    /// Nothing is refused for what is only away for a while.
    synchronized void refused(String error) {
        broken.add("an error came: " + error);
    }

    synchronized int acknowledged() {
        return acknowledged.size();
    }

    /// The numbers of what was acknowledged.
    synchronized Set<Integer> promised() {
        return Set.copyOf(acknowledged);
    }

    synchronized int redelivered() {
        return redelivered;
    }

    synchronized boolean everythingCame() {
        return stanzaIds.keySet().containsAll(acknowledged);
    }

    /// The `stanza-id` under which it came, or "" if it did not.
    synchronized String idOf(int number) {
        return stanzaIds.getOrDefault(number, "");
    }

    /// What was promised and not kept; empty when all is well.
    synchronized List<String> broken() {
        var all = new ArrayList<>(broken);
        acknowledged.stream()
                .filter(number -> !stanzaIds.containsKey(number))
                .forEach(number -> all.add(number + " was acknowledged and never came"));
        return all;
    }
}
