package io.kith.loadtest;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What rooms cost in which nobody is: how long a node with a Cassandra takes to start, what its heap holds then, and
/// how long a page of the list of rooms takes, without rooms and with many. The rooms are made by the admin API, in
/// several lives of the node, for a room stays in memory for a while. That takes long, and can be spread over runs; the
/// nodes without and with rooms are measured in turns.
@Command(
        name = "stored-rooms",
        description = "Starts a node of its own with Cassandra, without rooms and with many, and compares the starts,"
                + " the heaps and the pages of the list")
final class StoredRoomsCommand implements Callable<Integer> {

    private static final int IN_FLIGHT_MAX = 32;
    private static final int ROOMS_OF_A_LIFE = 25_000;
    private static final int PAGE = 200;
    private static final int CREATED_OR_THERE = 409;
    private static final String COUNT_FILE = "rooms-made";
    private static final String SERVICE = "conference.localhost";

    @Option(names = "--rooms", defaultValue = "100000", description = "stored (${DEFAULT-VALUE})")
    private int rooms = 100_000;

    @Option(
            names = "--rooms-data",
            paramLabel = "DIR",
            description = "keeps the rooms there, and adds those that it lacks (made anew and erased)")
    private @Nullable Path kept;

    @Option(names = "--starts", defaultValue = "3", description = "with and without (${DEFAULT-VALUE})")
    private int starts = 3;

    @Option(
            names = "--seconds",
            defaultValue = "420",
            description = "no more rooms are made after so long (${DEFAULT-VALUE})")
    private int seconds = 420;

    private final PrintStream out = System.out;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// A node of this run, and how to speak to it.
    private record Life(LocalNode node, Target target, double readyAfter) implements AutoCloseable {

        static Life begin(Path data) throws IOException, InterruptedException {
            var began = System.nanoTime();
            var node = LocalNode.start(Path.of(System.getProperty("kith.script", "kith")), data, "cassandra", "");
            var after = (System.nanoTime() - began) / 1e9;
            return new Life(node, node.target(false, 1), after);
        }

        @Override
        public void close() {
            node.close();
        }
    }

    @Override
    public Integer call() throws Exception {
        var scratch = Files.createTempDirectory("kith-stored-rooms");
        var none = scratch.resolve("none");
        var full = kept == null ? scratch.resolve("rooms") : kept;
        try {
            var made = make(full);
            Life.begin(none).close(); // makes the schema, and is another thing
            for (var start = 1; start <= starts; start++) {
                start(none, 0, start == starts);
                start(full, made, start == starts);
            }
            return made == rooms ? 0 : 1;
        } finally {
            FiguresCommand.erase(scratch);
        }
    }

    private void start(Path data, int there, boolean pages) throws IOException, InterruptedException {
        try (var life = Life.begin(data)) {
            out.printf(
                    Locale.ROOT,
                    "%,d rooms: ready after %.1f s, heap %.1f MB%n",
                    there,
                    life.readyAfter(),
                    life.target().processes().liveHeap() / 1e6);
            if (pages) {
                pages(life, there);
            }
        }
    }

    /// The same page again and again, at the beginning and deep in the list; the fastest counts.
    private void pages(Life life, int there) throws IOException, InterruptedException {
        for (var after : new int[] {0, there / 2, Math.max(0, there - PAGE - 1)}) {
            var best = Double.MAX_VALUE;
            var size = 0;
            for (var turn = 0; turn < 50; turn++) {
                var began = System.nanoTime();
                var page = get(life, "/rooms?domain=localhost&after=" + (after == 0 ? "" : name(after)));
                best = Math.min(best, (System.nanoTime() - began) / 1e6);
                size = page.split("\"room\"", -1).length - 1;
            }
            out.printf(Locale.ROOT, "%,d rooms: a page of %d after %,d in %.1f ms%n", there, size, after, best);
        }
        out.printf(
                Locale.ROOT,
                "%,d rooms: heap %.1f MB after these pages%n",
                there,
                life.target().processes().liveHeap() / 1e6);
    }

    /// Makes the rooms, or as many as there is time for.
    private int make(Path data) throws IOException, InterruptedException {
        var began = System.nanoTime();
        var count = data.resolve(COUNT_FILE);
        var made =
                Files.exists(count) ? Integer.parseInt(Files.readString(count).strip()) : 0;
        while (made < rooms && isTime(began)) {
            try (var life = Life.begin(data)) {
                made = make(life, made, Math.min(rooms, made + ROOMS_OF_A_LIFE), began);
                out.printf(
                        Locale.ROOT,
                        "%,d rooms made after %d s, heap %.1f MB%n",
                        made,
                        Duration.ofNanos(System.nanoTime() - began).toSeconds(),
                        life.target().processes().liveHeap() / 1e6);
            }
            Files.writeString(count, made + "\n");
        }
        return made;
    }

    private int make(Life life, int from, int to, long began) throws IOException {
        var inFlight = new ArrayDeque<CompletableFuture<HttpResponse<String>>>();
        var number = from;
        while ((number < to && isTime(began)) || !inFlight.isEmpty()) {
            var more = number < to && isTime(began);
            if (more) {
                inFlight.addLast(http.sendAsync(creation(life, number++), HttpResponse.BodyHandlers.ofString()));
            }
            if (inFlight.size() >= IN_FLIGHT_MAX || !more) {
                check(inFlight.removeFirst().join());
            }
        }
        return number;
    }

    private boolean isTime(long began) {
        return System.nanoTime() - began < Duration.ofSeconds(seconds).toNanos();
    }

    private static String name(int number) {
        return String.format(Locale.ROOT, "room%06d", number);
    }

    private HttpRequest creation(Life life, int number) {
        var room = name(number);
        var body = "{\"room\":\"" + room + "@" + SERVICE + "\",\"owner\":\"" + Crowd.name(0)
                + "@localhost\",\"roomname\":\"Hall " + number + "\"}";
        return request(life, "/rooms")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private String get(Life life, String path) throws IOException, InterruptedException {
        var answer = http.send(request(life, path).build(), HttpResponse.BodyHandlers.ofString());
        check(answer);
        return answer.body();
    }

    private static HttpRequest.Builder request(Life life, String path) {
        return HttpRequest.newBuilder(admin(life.target()).resolve(path))
                .header("Authorization", "Bearer " + token(life));
    }

    private static URI admin(Target target) {
        var admin = target.admin;
        if (admin == null) {
            throw new IllegalStateException("the node has not said where operators ask it");
        }
        return admin;
    }

    private static String token(Life life) {
        @Nullable Path file = life.target().tokenFile;
        try {
            return file == null ? "" : Files.readString(file).strip();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void check(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() / 100 != 2 && answer.statusCode() != CREATED_OR_THERE) {
            throw new IOException("the admin API answers " + answer.statusCode() + ": " + answer.body());
        }
    }
}
