package io.kith.node.admin;

import com.fasterxml.jackson.core.type.TypeReference;
import io.kith.sharding.room.RoomReport;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Asks a running node about rooms, by its admin API.
final class RemoteRooms implements RoomAdministration {

    /// One request to the node; fails with its refusal.
    interface Node {
        CompletionStage<String> ask(String method, String path, @Nullable Object body);
    }

    private final Node node;

    RemoteRooms(Node node) {
        this.node = node;
    }

    @Override
    public CompletionStage<RoomPage> list(String domain, String after) {
        return node.ask("GET", "/rooms?domain=" + escaped(domain) + "&after=" + escaped(after), null)
                .thenApply(body -> Json.read(body, new TypeReference<RoomPage>() {}));
    }

    @Override
    public CompletionStage<RoomReport.Shown> show(String room) {
        return node.ask("GET", of(room), null)
                .thenApply(body -> Json.read(body, new TypeReference<RoomReport.Shown>() {}));
    }

    @Override
    public CompletionStage<Void> create(String room, String owner, Map<String, String> options) {
        var body = new HashMap<>(options);
        body.put("room", room);
        body.put("owner", owner);
        return change("POST", "/rooms", body);
    }

    @Override
    public CompletionStage<Void> destroy(String room, String reason, String venue) {
        return change("DELETE", of(room) + "?reason=" + escaped(reason) + "&venue=" + escaped(venue), null);
    }

    @Override
    public CompletionStage<Void> kick(String room, String nick, String reason) {
        return change("POST", of(room) + "/kick", Map.of("nick", nick, "reason", reason));
    }

    @Override
    public CompletionStage<Void> affiliate(String room, Map<String, String> wanted, String reason) {
        return change("PUT", of(room) + "/affiliations", new Json.AffiliationsBody(wanted, reason));
    }

    @Override
    public CompletionStage<RoomReport.Affiliations> affiliations(String room, String after) {
        return node.ask("GET", of(room) + "/affiliations?after=" + escaped(after), null)
                .thenApply(body -> Json.read(body, new TypeReference<RoomReport.Affiliations>() {}));
    }

    @Override
    public CompletionStage<HistoryPage> history(String room, long after) {
        return node.ask("GET", of(room) + "/history?after=" + after, null)
                .thenApply(body -> Json.read(body, new TypeReference<HistoryPage>() {}));
    }

    private CompletionStage<Void> change(String method, String path, @Nullable Object body) {
        return node.ask(method, path, body).thenApply(_ -> null);
    }

    private static String of(String room) {
        return "/rooms/" + escaped(room);
    }

    private static String escaped(String text) {
        return RemoteAdministration.escaped(text);
    }
}
