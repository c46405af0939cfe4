package io.kith.node.admin;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The bodies of the admin API.
final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /// A user on the wire, times as ISO 8601.
    record UserBody(String user, String status, String created) {

        static UserBody of(Administration.User user) {
            return new UserBody(user.user(), user.status(), user.created().toString());
        }

        Administration.User toUser() {
            return new Administration.User(user, status, Instant.parse(created));
        }
    }

    /// A page on the wire.
    record PageBody(List<UserBody> users, String next) {

        static PageBody of(Administration.UserPage page) {
            return new PageBody(page.users().stream().map(UserBody::of).toList(), page.next());
        }

        Administration.UserPage toPage() {
            return new Administration.UserPage(
                    users.stream().map(UserBody::toUser).toList(), next);
        }
    }

    /// Affiliations to change, on the wire.
    ///
    /// @param users affiliations by address
    /// @param reason may be left out
    record AffiliationsBody(Map<String, String> users, String reason) {

        /// @throws Refusal when it names nobody
        @JsonCreator
        static AffiliationsBody read(
                @JsonProperty("users") @Nullable Map<String, String> users,
                @JsonProperty("reason") @Nullable String reason) {
            if (users == null || users.containsValue(null)) {
                throw new Refusal(
                        Refusal.Reason.INVALID, "the body has no 'users': an object of affiliations by address");
            }
            return new AffiliationsBody(users, requireNonNullElse(reason, ""));
        }
    }

    private Json() {}

    static String write(Object body) {
        try {
            return MAPPER.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("can't write " + body.getClass(), e);
        }
    }

    /// @throws Refusal when it is not a flat object of texts
    static Map<String, String> texts(String json) {
        return read(json, new TypeReference<>() {});
    }

    /// @throws Refusal when it is not what it should be
    static <T> T read(String json, TypeReference<T> type) {
        try {
            var body = json.isBlank() ? null : MAPPER.readValue(json, type);
            if (body == null) {
                throw new Refusal(Refusal.Reason.INVALID, "the body is missing");
            }
            return body;
        } catch (JsonProcessingException e) {
            throw new Refusal(Refusal.Reason.INVALID, "the body is not the JSON that is wanted here");
        }
    }
}
