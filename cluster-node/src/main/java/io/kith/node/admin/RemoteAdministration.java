package io.kith.node.admin;

import com.fasterxml.jackson.core.type.TypeReference;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Asks a running node, by its admin API. Fails with the node's [Refusal], or with an `IOException` when there is no
/// node.
public final class RemoteAdministration implements Administration, AutoCloseable {

    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT_MAX)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final URI node;
    private final String token;

    public RemoteAdministration(URI node, String token) {
        this.node = node;
        this.token = token;
    }

    @Override
    public CompletionStage<Void> addUser(String user, String password) {
        return change("POST", "/users", Map.of("user", user, "password", password));
    }

    @Override
    public CompletionStage<Void> importUser(String user, String keys) {
        return change("POST", "/users", Map.of("user", user, "keys", keys));
    }

    @Override
    public CompletionStage<Void> setPassword(String user, String password) {
        return change("PUT", of(user) + "/password", Map.of("password", password));
    }

    @Override
    public CompletionStage<Void> disableUser(String user) {
        return change("POST", of(user) + "/disable", null);
    }

    @Override
    public CompletionStage<Void> enableUser(String user) {
        return change("POST", of(user) + "/enable", null);
    }

    @Override
    public CompletionStage<Void> deleteUser(String user) {
        return change("DELETE", of(user), null);
    }

    @Override
    public CompletionStage<Void> kickUser(String user) {
        return change("POST", of(user) + "/kick", null);
    }

    @Override
    public CompletionStage<UserPage> users(String domain, String after) {
        return ask("GET", "/users?domain=" + escaped(domain) + "&after=" + escaped(after), null)
                .thenApply(body ->
                        Json.read(body, new TypeReference<Json.PageBody>() {}).toPage());
    }

    @Override
    public CompletionStage<List<HostedDomain>> domains() {
        return ask("GET", "/domains", null).thenApply(body -> Json.read(body, new TypeReference<>() {}));
    }

    @Override
    public CompletionStage<Void> addDomain(String domain) {
        return change("POST", "/domains", Map.of("domain", domain));
    }

    @Override
    public CompletionStage<Void> setDomain(String domain, Map<String, String> settings) {
        return change("PUT", "/domains/" + escaped(domain), settings);
    }

    @Override
    public CompletionStage<Void> removeDomain(String domain) {
        return change("DELETE", "/domains/" + escaped(domain), null);
    }

    @Override
    public RoomAdministration rooms() {
        return new RemoteRooms(this::ask);
    }

    @Override
    public CompletionStage<String> where() {
        return ask("GET", "/where", null).thenApply(body -> Json.texts(body).getOrDefault("clients", ""));
    }

    @Override
    public CompletionStage<String> reload() {
        return ask("POST", "/reload", null).thenApply(body -> Json.texts(body).getOrDefault("message", ""));
    }

    @Override
    public void close() {
        http.close();
    }

    private CompletionStage<Void> change(String method, String path, @Nullable Object body) {
        return ask(method, path, body).thenAccept(_ -> {});
    }

    private CompletableFuture<String> ask(String method, String path, @Nullable Object body) {
        var request = HttpRequest.newBuilder(node.resolve(path))
                .timeout(ANSWER_MAX)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(Json.write(body)))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(RemoteAdministration::checked);
    }

    private static String checked(HttpResponse<String> answer) {
        if (answer.statusCode() / 100 == 2) {
            return answer.body();
        }
        throw new Refusal(
                Refusal.Reason.of(answer.statusCode()),
                Json.texts(answer.body()).getOrDefault("error", "the node answered " + answer.statusCode()));
    }

    private static String of(String user) {
        return "/users/" + escaped(user);
    }

    static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
