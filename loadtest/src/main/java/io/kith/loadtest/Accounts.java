package io.kith.loadtest;

import io.kith.proto.sasl.Password;
import io.kith.proto.sasl.ScramHash;
import io.kith.proto.sasl.ScramKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;

/// Makes the accounts of a run by the server's admin API; those that exist already stay as they are.
///
/// They are imported with keys of one salt, derived once: neither the server nor a virtual user spends its time on
/// deriving thousands of keys from one password.
final class Accounts {

    private static final int IN_FLIGHT_MAX = 16;
    private static final int EXISTS = 409;

    private final URI admin;
    private final String token;
    private final String domain;
    private final String keys;

    Accounts(URI admin, String token, String domain, String password) {
        if (!admin.getHost().equals("localhost") && !admin.getHost().startsWith("127.")) {
            throw new IllegalArgumentException("only the loopback is loaded, not " + admin);
        }
        this.admin = admin;
        this.token = token;
        this.domain = domain;
        this.keys = keys(Password.of(password).orElseThrow(() -> new IllegalArgumentException("not a password")));
    }

    private static String keys(Password password) {
        var base64 = Base64.getEncoder();
        var made = ScramKeys.fresh(ScramHash.SHA_256, password, new SecureRandom());
        return "SCRAM-SHA-256," + made.iterations() + "," + base64.encodeToString(made.salt()) + ","
                + base64.encodeToString(made.storedKey()) + "," + base64.encodeToString(made.serverKey());
    }

    /// Makes accounts 0 to `count` - 1.
    void make(int count) throws IOException {
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var inFlight = new ArrayDeque<CompletableFuture<HttpResponse<String>>>();
            for (var number = 0; number < count || !inFlight.isEmpty(); number++) {
                if (number < count) {
                    inFlight.addLast(http.sendAsync(request(number), HttpResponse.BodyHandlers.ofString()));
                }
                if (inFlight.size() >= IN_FLIGHT_MAX || number >= count) {
                    check(inFlight.removeFirst().join());
                }
            }
        }
    }

    private HttpRequest request(int number) {
        var body = "{\"user\":\"" + Crowd.name(number) + "@" + domain + "\",\"keys\":\"" + keys + "\"}";
        return HttpRequest.newBuilder(admin.resolve("/users"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static void check(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() / 100 != 2 && answer.statusCode() != EXISTS) {
            throw new IOException("the admin API answers " + answer.statusCode() + ": " + answer.body());
        }
    }
}
