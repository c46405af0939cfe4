package io.kith.node;

import io.kith.node.admin.OneLine;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.StanzaId;
import io.kith.proto.xml.Element;
import io.kith.sharding.room.RoomConfig;
import io.kith.sharding.room.RoomEvent;
import io.kith.sharding.room.RoomOptions;
import java.util.stream.Collectors;

/// What has happened to a room, in an operator's words, on one line each. No passwords.
final class RoomWords {

    private static final String FIELD = "muc#roomconfig_";

    private RoomWords() {}

    static String of(RoomEvent event) {
        var words = switch (event) {
            case RoomEvent.Created created ->
                "created it for " + created.owner() + (created.locked() ? ", locked" : "") + set(created.config());
            case RoomEvent.Configured configured -> "configured it" + set(configured.config());
            case RoomEvent.AffiliationsChanged changed ->
                changed.changes().stream()
                        .map(change -> "made " + change.jid() + " "
                                + change.affiliation().text() + because(change.reason()))
                        .collect(Collectors.joining("; "));
            case RoomEvent.SubjectChanged changed ->
                "set the subject to '"
                        + changed.subject()
                                .child("subject", Namespaces.CLIENT)
                                .map(Element::text)
                                .orElse("")
                        + "'";
            case RoomEvent.BucketOpened opened -> "went on with the log at " + opened.firstId();
            case RoomEvent.NickRegistered registered ->
                "registered the nickname '" + registered.nick() + "' for " + registered.user();
            case RoomEvent.NickReleased released -> "released the nickname of " + released.user();
            case RoomEvent.Kicked kicked ->
                "kicked '" + kicked.nick() + "' (" + kicked.user() + ")" + because(kicked.reason());
            case RoomEvent.RoleChanged changed ->
                "made '" + changed.nick() + "' (" + changed.user() + ") "
                        + changed.role().text() + because(changed.reason());
            case RoomEvent.Moderated moderated ->
                "took out message " + StanzaId.text(moderated.id()) + because(moderated.reason());
            case RoomEvent.Subscribed subscribed -> "subscribed " + subscribed.user();
            case RoomEvent.Unsubscribed unsubscribed -> "unsubscribed " + unsubscribed.user();
            case RoomEvent.HatDefined defined ->
                "defined the hat " + defined.hat().uri();
            case RoomEvent.HatDestroyed destroyed -> "destroyed the hat " + destroyed.uri();
            case RoomEvent.HatAssigned assigned -> "gave " + assigned.user() + " the hat " + assigned.uri();
            case RoomEvent.HatRemoved removed -> "took the hat " + removed.uri() + " from " + removed.user();
            case RoomEvent.VCardChanged changed -> changed.card().isEmpty() ? "took its card away" : "set its card";
            case RoomEvent.Destroyed destroyed ->
                "destroyed it"
                        + (destroyed.venue().isEmpty() ? "" : ", go to " + destroyed.venue())
                        + because(destroyed.reason());
        };
        return OneLine.of(words);
    }

    private static String set(RoomConfig config) {
        var set = config.values().entrySet().stream()
                .filter(option -> !option.getKey().equals(RoomOptions.SECRET.name()))
                .map(option -> " " + option.getKey().replace(FIELD, "") + "=" + String.join(",", option.getValue()))
                .collect(Collectors.joining());
        return set.isEmpty() ? "" : ":" + set;
    }

    private static String because(String reason) {
        return reason.isEmpty() ? "" : ": " + reason;
    }
}
