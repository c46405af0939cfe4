package io.kith.node.admin;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.scaladsl.model.EntityStreamException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/// [Administration] as HTTP and JSON on loopback, beside health and metrics.
///
/// `/health/live`, `/health/ready` and `/metrics` need no token; the rest needs
/// `Authorization: Bearer TOKEN`. An error is `{"error": "…"}` with the status of its
/// [Refusal.Reason]. A body has at most [#BODY_BYTES_MAX].
public final class AdminApi {

    static final long BODY_BYTES_MAX = 65_536;

    private static final long BODY_MILLIS_MAX = 10_000;
    private static final ContentType PROMETHEUS = MediaTypes.customWithOpenCharset(
                    "text", "plain", Map.of("version", "0.0.4"), false)
            .toContentType(akka.http.javadsl.model.HttpCharsets.UTF_8);

    private final ActorSystem<?> system;
    private final Administration administration;
    private final RoomApi rooms;
    private final Health health;
    private final Metrics metrics;
    private final byte[] authorization;

    public AdminApi(
            ActorSystem<?> system, Administration administration, Health health, Metrics metrics, String token) {
        this.system = system;
        this.administration = administration;
        this.rooms = new RoomApi(administration.rooms());
        this.health = health;
        this.metrics = metrics;
        this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    }

    /// Begins to listen; 0 is any free port.
    public CompletionStage<ServerBinding> listen(int port) {
        return Http.get(system).newServerAt("127.0.0.1", port).bind(this::answer);
    }

    CompletionStage<HttpResponse> answer(HttpRequest request) {
        return respond(request).exceptionally(failure -> failed(request, failure));
    }

    private CompletionStage<HttpResponse> respond(HttpRequest request) {
        var path = new ArrayList<String>();
        request.getUri().pathSegments().forEach(path::add);
        var call = request.method().name() + " " + shape(path);
        switch (call) {
            case "GET health live" -> {
                return read(request, "").thenApply(_ -> json(200, Map.of("live", "yes")));
            }
            case "GET health ready" -> {
                return read(request, "").thenCompose(_ -> ready());
            }
            case "GET metrics" -> {
                return read(request, "")
                        .thenApply(_ -> HttpResponse.create()
                                .withEntity(PROMETHEUS, metrics.scrape().getBytes(StandardCharsets.UTF_8)));
            }
            default -> {
                if (!authorized(request)) {
                    return read(request, "")
                            .thenApply(_ -> error(
                                    Refusal.Reason.FORBIDDEN,
                                    "the token of admin.token in the data directory is needed"));
                }
                return read(request, "").thenCompose(body -> call(call, path, request, body));
            }
        }
    }

    private CompletionStage<HttpResponse> call(String call, List<String> path, HttpRequest request, String body) {
        var name = path.size() > 1 ? path.get(1) : "";
        return switch (call) {
            case "GET users" ->
                administration
                        .users(query(request, "domain"), query(request, "after"))
                        .thenApply(page -> json(200, Json.PageBody.of(page)));
            case "POST users" -> {
                var user = Json.texts(body);
                yield done(
                        user.containsKey("keys")
                                ? administration.importUser(field(user, "user"), field(user, "keys"))
                                : administration.addUser(field(user, "user"), field(user, "password")));
            }
            case "PUT users * password" -> done(administration.setPassword(name, field(Json.texts(body), "password")));
            case "POST users * disable" -> done(administration.disableUser(name));
            case "POST users * enable" -> done(administration.enableUser(name));
            case "POST users * kick" -> done(administration.kickUser(name));
            case "DELETE users *" -> done(administration.deleteUser(name));
            case "GET domains" -> administration.domains().thenApply(domains -> json(200, domains));
            case "POST domains" -> done(administration.addDomain(field(Json.texts(body), "domain")));
            case "PUT domains *" -> done(administration.setDomain(name, Json.texts(body)));
            case "DELETE domains *" -> done(administration.removeDomain(name));
            case "GET where" -> administration.where().thenApply(said -> json(200, Map.of("clients", said)));
            case "POST reload" -> administration.reload().thenApply(said -> json(200, Map.of("message", said)));
            default ->
                rooms.call(call, name, parameter -> query(request, parameter), body)
                        .<CompletionStage<HttpResponse>>map(answer -> answer.thenApply(said -> json(200, said)))
                        .orElseGet(() -> CompletableFuture.completedStage(error(
                                Refusal.Reason.UNKNOWN,
                                "there is no " + request.method().name() + " of this here")));
        };
    }

    /// The path with names left out: `users * disable`.
    private static String shape(List<String> path) {
        var shape = new ArrayList<>(path);
        if (shape.size() > 1 && !shape.getFirst().equals("health")) {
            shape.set(1, "*");
        }
        return String.join(" ", shape);
    }

    private CompletionStage<HttpResponse> ready() {
        var troubles = health.troubles();
        return troubles.isEmpty()
                ? administration
                        .domains()
                        .thenApply(served -> json(200, Map.of("ready", "yes", "domains", named(served))))
                : CompletableFuture.completedStage(json(503, troubles));
    }

    private static String named(List<Administration.HostedDomain> served) {
        return NamedDomains.in(
                served.stream().map(Administration.HostedDomain::domain).toList());
    }

    private boolean authorized(HttpRequest request) {
        var given = request.getHeader("Authorization").map(HttpHeader::value).orElse("");
        return MessageDigest.isEqual(authorization, given.getBytes(StandardCharsets.UTF_8));
    }

    private CompletionStage<String> read(HttpRequest request, String whenEmpty) {
        return request.entity()
                .toStrict(BODY_MILLIS_MAX, BODY_BYTES_MAX, system)
                .thenApply(strict -> strict.getData().isEmpty()
                        ? whenEmpty
                        : strict.getData().utf8String());
    }

    private static String query(HttpRequest request, String name) {
        return request.getUri().query().get(name).orElse("");
    }

    static String field(Map<String, String> body, String name) {
        var value = body.get(name);
        if (value == null) {
            throw new Refusal(Refusal.Reason.INVALID, "the body has no '" + name + "'");
        }
        return value;
    }

    private static CompletionStage<HttpResponse> done(CompletionStage<Void> work) {
        return work.thenApply(_ -> json(200, Map.of("done", "yes")));
    }

    private static HttpResponse failed(HttpRequest request, Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Refusal refusal) {
            return error(refusal.reason(), String.valueOf(refusal.getMessage()));
        }
        if (cause instanceof EntityStreamException broken) {
            return broken.info().summary().contains("too large")
                    ? error(Refusal.Reason.TOO_LARGE, "a body has at most " + BODY_BYTES_MAX + " bytes")
                    : error(
                            Refusal.Reason.INVALID,
                            "the body can't be read: " + broken.info().summary());
        }
        return error(
                Refusal.Reason.UNAVAILABLE,
                Outage.words(cause, !request.method().equals(HttpMethods.GET)));
    }

    private static HttpResponse error(Refusal.Reason reason, String message) {
        return json(reason.status(), Map.of("error", message));
    }

    private static HttpResponse json(int status, Object body) {
        return HttpResponse.create().withStatus(status).withEntity(ContentTypes.APPLICATION_JSON, Json.write(body));
    }
}
