package io.kith.node.transcript;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// A parsed transcript: its title (the first comment, which cites the clause) and its steps.
record Transcript(String name, String title, List<Step> steps) {

    private static final Pattern TIMES = Pattern.compile("(\\d+) times\\s+(.*)", Pattern.DOTALL);
    private static final Pattern TRAFFIC = Pattern.compile("(\\S+)\\s+(>|<|~<)\\s+(<.*)", Pattern.DOTALL);
    private static final Pattern CONNECTS = Pattern.compile("(\\S+)\\s+connects\\s+as\\s+(\\S+)(?:\\s+on\\s+(\\d))?");
    private static final Pattern VERB = Pattern.compile("(\\S+)\\s+(disconnects|drops|returns|closed)");
    private static final Pattern CLOCK = Pattern.compile("clock\\s+\\+(\\d+)(ms|s|m|h|d)");
    private static final Pattern SETS = Pattern.compile("domain\\s+sets\\s+(\\S+=\\S*(?:\\s+\\S+=\\S*)*)");
    private static final Pattern FRIENDS = Pattern.compile("friends\\s+(\\S+)\\s+(\\S+)");

    Transcript {
        steps = List.copyOf(steps);
    }

    /// A line that starts with white space continues the one before it; `#` starts a comment; two
    /// directives may share a line when two or more blanks stand between them.
    ///
    /// `20 times juliet > …` is said so often, with the number of each in the place of `{n}`.
    static Transcript parse(String name, String text) {
        var title = "";
        var steps = new ArrayList<Step>();
        var lines = text.split("\n", -1);
        for (var at = 0; at < lines.length; at++) {
            if (lines[at].startsWith("#")) {
                title = title.isEmpty() ? lines[at].substring(1).strip() : title;
                continue;
            }
            if (lines[at].isBlank()) {
                continue;
            }
            var number = at + 1;
            var whole = new StringBuilder(lines[at].strip());
            while (at + 1 < lines.length
                    && !lines[at + 1].isBlank()
                    && Character.isWhitespace(lines[at + 1].charAt(0))) {
                whole.append(lines[++at].strip());
            }
            var times = TIMES.matcher(whole);
            var traffic = TRAFFIC.matcher(times.matches() ? times.group(2) : whole);
            if (traffic.matches()) {
                var count = times.matches() ? Integer.parseInt(times.group(1)) : 1;
                for (var n = 1; n <= count; n++) {
                    var xml = count == 1 ? traffic.group(3) : traffic.group(3).replace("{n}", "" + n);
                    steps.add(traffic(number, traffic.group(1), traffic.group(2), xml));
                }
                continue;
            }
            for (var directive : whole.toString().split(" {2,}(?=\\S)")) {
                steps.add(directive(name, number, directive.strip()));
            }
        }
        return new Transcript(name, title, steps);
    }

    private static Step traffic(int line, String client, String arrow, String xml) {
        return arrow.equals(">")
                ? new Step.Sends(line, client, xml)
                : new Step.Receives(line, client, xml, arrow.equals("~<"));
    }

    private static Step directive(String name, int line, String text) {
        var connects = CONNECTS.matcher(text);
        if (connects.matches()) {
            var node = connects.group(3) == null ? 0 : Integer.parseInt(connects.group(3));
            return new Step.Connects(line, connects.group(1), connects.group(2), node);
        }
        var verb = VERB.matcher(text);
        if (verb.matches()) {
            return switch (verb.group(2)) {
                case "disconnects" -> new Step.Disconnects(line, verb.group(1));
                case "drops" -> new Step.Drops(line, verb.group(1));
                case "returns" -> new Step.Returns(line, verb.group(1));
                default -> new Step.Closed(line, verb.group(1));
            };
        }
        var clock = CLOCK.matcher(text);
        if (clock.matches()) {
            return new Step.Clock(line, duration(Long.parseLong(clock.group(1)), clock.group(2)));
        }
        var friends = FRIENDS.matcher(text);
        if (friends.matches()) {
            return new Step.Friends(line, friends.group(1), friends.group(2));
        }
        var sets = SETS.matcher(text);
        if (sets.matches()) {
            return new Step.Sets(line, settings(sets.group(1)));
        }
        if (text.startsWith("accounts ")) {
            return new Step.Accounts(
                    line, List.copyOf(Arrays.asList(text.substring(9).strip().split("\\s+"))));
        }
        if (text.equals("quiet")) {
            return new Step.Quiet(line);
        }
        if (text.equals("clock stands")) {
            return new Step.Stands(line);
        }
        throw new IllegalArgumentException(name + ":" + line + ": not a step: " + text);
    }

    private static Map<String, String> settings(String words) {
        var settings = new LinkedHashMap<String, String>();
        for (var word : words.split("\\s+")) {
            settings.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
        }
        return settings;
    }

    private static Duration duration(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
