package io.kith.persistence.archive;

import java.util.Collection;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;

/// What a message refers to, as its sender says; `""` where it does not. Ids are those that the
/// named extension has them in. Immutable.
///
/// @param thread the conversation (XEP-0201)
/// @param replaces the message that this one corrects (XEP-0308)
/// @param retracts the message that this one takes back (XEP-0424, XEP-0425)
/// @param repliesTo the message that this one answers (XEP-0461)
/// @param reactsTo the message that this one reacts to (XEP-0444)
/// @param mentions bare addresses of those whom it mentions (XEP-0372), at most [#MENTIONS_MAX]
public record References(
        String thread,
        String replaces,
        String retracts,
        String repliesTo,
        String reactsTo,
        NavigableSet<String> mentions) {

    /// More mentions in one message are not kept.
    public static final int MENTIONS_MAX = 50;

    /// A message that stands for itself.
    public static final References NONE = new References("", "", "", "", "", Collections.emptyNavigableSet());

    public References {
        if (mentions.size() > MENTIONS_MAX) {
            throw new IllegalArgumentException(mentions.size() + " mentions, at most " + MENTIONS_MAX);
        }
        mentions = Collections.unmodifiableNavigableSet(new TreeSet<>(mentions));
    }

    /// The first [#MENTIONS_MAX] of these as mentions.
    public References mentioning(Collection<String> addresses) {
        var first = new TreeSet<String>();
        for (var address : addresses) {
            if (first.size() < MENTIONS_MAX) {
                first.add(address);
            }
        }
        return new References(thread, replaces, retracts, repliesTo, reactsTo, first);
    }

    /// Whether the message refers to nothing.
    public boolean isEmpty() {
        return thread.isEmpty()
                && replaces.isEmpty()
                && retracts.isEmpty()
                && repliesTo.isEmpty()
                && reactsTo.isEmpty()
                && mentions.isEmpty();
    }
}
