package io.kith.node.admin;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/// [RoomAdministration] as HTTP: the paths below `/rooms`.
final class RoomApi {

    private final RoomAdministration rooms;

    RoomApi(RoomAdministration rooms) {
        this.rooms = rooms;
    }

    /// The body of the answer; empty when there is no such call.
    ///
    /// @param call the method and the path, names left out: `POST rooms * kick`
    /// @param query a parameter of the query by name, "" when it is not there
    Optional<CompletionStage<?>> call(String call, String room, UnaryOperator<String> query, String body) {
        return Optional.ofNullable(
                switch (call) {
                    case "GET rooms" -> rooms.list(domain(query.apply("domain")), query.apply("after"));
                    case "POST rooms" -> create(body);
                    case "GET rooms *" -> rooms.show(room);
                    case "DELETE rooms *" -> done(rooms.destroy(room, query.apply("reason"), query.apply("venue")));
                    case "POST rooms * kick" -> {
                        var asked = Json.texts(body);
                        yield done(rooms.kick(room, AdminApi.field(asked, "nick"), reason(asked)));
                    }
                    case "GET rooms * affiliations" -> rooms.affiliations(room, query.apply("after"));
                    case "PUT rooms * affiliations" -> {
                        var asked = Json.read(body, new TypeReference<Json.AffiliationsBody>() {});
                        yield done(rooms.affiliate(room, asked.users(), asked.reason()));
                    }
                    case "GET rooms * history" -> rooms.history(room, number(query.apply("after")));
                    default -> null;
                });
    }

    private CompletionStage<?> create(String body) {
        var asked = new HashMap<>(Json.texts(body));
        var room = AdminApi.field(asked, "room");
        var owner = AdminApi.field(asked, "owner");
        asked.remove("room");
        asked.remove("owner");
        return done(rooms.create(room, owner, asked));
    }

    private static CompletionStage<?> done(CompletionStage<Void> work) {
        return work.thenApply(_ -> Map.of("done", "yes"));
    }

    private static String reason(Map<String, String> asked) {
        return requireNonNullElse(asked.get("reason"), "");
    }

    private static String domain(String given) {
        if (given.isEmpty()) {
            throw new Refusal(Refusal.Reason.INVALID, "say whose rooms: the parameter `domain` is missing");
        }
        return given;
    }

    private static long number(String text) {
        try {
            return text.isEmpty() ? 0 : Math.max(0, Long.parseLong(text));
        } catch (NumberFormatException none) {
            throw new Refusal(Refusal.Reason.INVALID, "'" + text + "' is no number");
        }
    }
}
