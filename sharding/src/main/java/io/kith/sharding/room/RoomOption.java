package io.kith.sharding.room;

import io.kith.proto.form.DataForm;
import io.kith.proto.form.FormField;
import io.kith.proto.stanza.Language;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// One thing that owners can set about a room: a field of its configuration form and the value behind it.
///
/// A value is kept as the form writes it, so an option that a later version drops or adds costs no migration; what
/// can't be read any more is the fallback.
///
/// @param name the field's name
/// @param type the field's type (XEP-0004 §3.3)
/// @param label for people
/// @param fallback what holds while nothing is set
/// @param choices what the form offers; empty for free input
/// @param read the value that the field's values mean; empty if they mean none
/// @param write the field's values for a value
public record RoomOption<T>(
        String name,
        String type,
        String label,
        T fallback,
        List<FormField.Option> choices,
        Function<List<String>, Optional<T>> read,
        Function<T, List<String>> write) {

    /// Yes or no.
    public static RoomOption<Boolean> flag(String name, String label, boolean fallback) {
        return new RoomOption<>(
                name,
                "boolean",
                label,
                fallback,
                List.of(),
                values -> values.isEmpty() ? Optional.empty() : DataForm.flagOf(values.getFirst()),
                flag -> List.of(flag ? "1" : "0"));
    }

    /// A line of at most so many characters, without breaks (XEP-0004 §3.3).
    public static RoomOption<String> text(String name, String type, String label, int charactersMax) {
        return new RoomOption<>(
                name,
                type,
                label,
                "",
                List.of(),
                values -> Optional.of(values.isEmpty() ? "" : values.getFirst())
                        .filter(text ->
                                text.length() <= charactersMax && text.chars().noneMatch(Character::isISOControl)),
                List::of);
    }

    /// The same, for all to see: without what would turn around the direction of text that stands beside it, or end its
    /// line.
    public static RoomOption<String> shown(String name, String label, int charactersMax) {
        return text(name, "text-single", label, charactersMax)
                .when(text -> text.codePoints().noneMatch(RoomOption::isDisguise));
    }

    /// A language tag (BCP 47), or none.
    public static RoomOption<String> language(String name, String label) {
        return text(name, "text-single", label, Language.TAG_MAX).when(RoomOption::isLanguageTag);
    }

    private RoomOption<T> when(Predicate<T> holds) {
        return new RoomOption<>(
                name,
                type,
                label,
                fallback,
                choices,
                values -> read.apply(values).filter(holds),
                write);
    }

    /// Embeddings, overrides and isolates of direction; separators of lines and paragraphs; halves of characters.
    private static boolean isDisguise(int character) {
        return (character >= 0x202A && character <= 0x202E)
                || (character >= 0x2066 && character <= 0x2069)
                || character == 0x2028
                || character == 0x2029
                || Character.getType(character) == Character.SURROGATE;
    }

    private static boolean isLanguageTag(String text) {
        if (text.isEmpty()) {
            return true;
        }
        try {
            var _ = new Locale.Builder().setLanguageTag(text);
            return true;
        } catch (IllformedLocaleException malformed) {
            return false;
        }
    }

    /// A number from 0 to `max`.
    public static RoomOption<Integer> number(String name, String label, int fallback, int max) {
        return new RoomOption<>(
                name,
                "text-single",
                label,
                fallback,
                List.of(),
                values -> numberOf(values, max),
                number -> List.of(Integer.toString(number)));
    }

    /// One of an enum's constants, written in lower case.
    public static <E extends Enum<E>> RoomOption<E> choice(String name, String label, E fallback, Class<E> all) {
        return new RoomOption<>(
                name,
                "list-single",
                label,
                fallback,
                choices(List.of(all.getEnumConstants())),
                values -> values.isEmpty() ? Optional.empty() : constant(all, values.getFirst()),
                chosen -> List.of(lower(chosen)));
    }

    /// Some of an enum's constants.
    public static <E extends Enum<E>> RoomOption<Set<E>> choices(
            String name, String label, Set<E> fallback, Class<E> type, List<E> offered) {
        return new RoomOption<>(
                name,
                "list-multi",
                label,
                fallback,
                choices(offered),
                values -> {
                    var chosen = EnumSet.noneOf(type);
                    for (var value : values) {
                        var one = constant(type, value).filter(offered::contains);
                        if (one.isEmpty()) {
                            return Optional.empty();
                        }
                        chosen.add(one.get());
                    }
                    return Optional.of(chosen);
                },
                chosen -> chosen.stream().map(RoomOption::lower).sorted().toList());
    }

    /// The field of the form, with this value set.
    FormField field(RoomConfig config) {
        return FormField.asked(name, type, label).withOptions(choices).with(write.apply(config.get(this)));
    }

    /// The configuration with what a submitted field says; empty if that is no value of this option. A client that
    /// sends a question back without an answer changes nothing, unless nothing is an answer.
    Optional<RoomConfig> submitted(RoomConfig config, List<String> values) {
        var isOfMany = type.endsWith("-multi");
        if (values.size() > 1 && !isOfMany) {
            return Optional.empty();
        }
        if (values.isEmpty() && !isOfMany && !type.startsWith("text-")) {
            return Optional.of(config);
        }
        return read.apply(values).map(value -> config.with(this, value));
    }

    private static Optional<Integer> numberOf(List<String> values, int max) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Integer.parseInt(values.getFirst().strip()))
                    .filter(number -> number >= 0 && number <= max);
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static List<FormField.Option> choices(List<? extends Enum<?>> offered) {
        var choices = new ArrayList<FormField.Option>();
        for (var constant : offered) {
            choices.add(new FormField.Option("", lower(constant)));
        }
        return choices;
    }

    private static <E extends Enum<E>> Optional<E> constant(Class<E> all, String text) {
        for (var constant : all.getEnumConstants()) {
            if (lower(constant).equals(text)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
