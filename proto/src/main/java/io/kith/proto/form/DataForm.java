package io.kith.proto.form;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A data form (XEP-0004 §3): to fill in, filled in, called off, or a result.
///
/// @param title for people; "" for none
/// @param instructions for people; "" for none
/// @param fields in the order to show; of several with one name the first counts
/// @param items the rows of a result with many, each a list of fields; the first row names the columns
public record DataForm(
        Type type, String title, String instructions, List<FormField> fields, List<List<FormField>> items) {

    /// What the form is for (XEP-0004 §3.1).
    public enum Type {
        FORM,
        SUBMIT,
        CANCEL,
        RESULT;

        String attribute() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Copies the lists.
    public DataForm {
        fields = List.copyOf(fields);
        items = items.stream().map(List::copyOf).toList();
    }

    public static DataForm of(Type type, List<FormField> fields) {
        return new DataForm(type, "", "", fields, List.of());
    }

    public static DataForm of(Type type, FormField... fields) {
        return of(type, List.of(fields));
    }

    /// The same with words for people.
    public DataForm titled(String newTitle, String newInstructions) {
        return new DataForm(type, newTitle, newInstructions, fields, items);
    }

    public DataForm withItems(List<List<FormField>> rows) {
        return new DataForm(type, title, instructions, fields, rows);
    }

    /// What `FORM_TYPE` says (XEP-0068); "" without one.
    public String formType() {
        return value(FormField.FORM_TYPE).orElse("");
    }

    public Optional<FormField> field(String name) {
        for (var field : fields) {
            if (field.name().equals(name)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    /// The first value of a field.
    public Optional<String> value(String name) {
        return field(name).flatMap(FormField::value);
    }

    /// What a boolean field says (XEP-0004 §3.3): empty if it is not there or says neither yes nor no.
    public Optional<Boolean> flag(String name) {
        return value(name).flatMap(DataForm::flagOf);
    }

    /// What the text of a boolean means; empty if nothing.
    public static Optional<Boolean> flagOf(String text) {
        return switch (text.strip()) {
            case "1", "true" -> Optional.of(true);
            case "0", "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    public Element toElement() {
        var content = new ArrayList<Element>();
        if (!title.isEmpty()) {
            content.add(Element.of("title", Namespaces.DATA_FORMS).text(title));
        }
        if (!instructions.isEmpty()) {
            content.add(Element.of("instructions", Namespaces.DATA_FORMS).text(instructions));
        }
        fields.forEach(field -> content.add(field.toElement()));
        if (!items.isEmpty()) {
            var columns = items.getFirst().stream()
                    .map(column -> column.with(List.of()).toElement())
                    .toArray(Element[]::new);
            content.add(Element.of("reported", Namespaces.DATA_FORMS).with(columns));
        }
        for (var row : items) {
            content.add(Element.of("item", Namespaces.DATA_FORMS)
                    .with(row.stream().map(FormField::toElement).toArray(Element[]::new)));
        }
        return Element.of("x", Namespaces.DATA_FORMS)
                .withAttribute("type", type.attribute())
                .with(content.toArray(Element[]::new));
    }

    /// What an `<x/>` of `jabber:x:data` says; empty if it is none, or of a type that XEP-0004 does not know.
    public static Optional<DataForm> from(Element x) {
        if (!x.is("x", Namespaces.DATA_FORMS)) {
            return Optional.empty();
        }
        for (var type : Type.values()) {
            if (type.attribute().equals(x.attributeOr("type", ""))) {
                return Optional.of(new DataForm(type, text(x, "title"), text(x, "instructions"), fields(x), items(x)));
            }
        }
        return Optional.empty();
    }

    /// The first form in this element.
    public static Optional<DataForm> in(Element parent) {
        return parent.child("x", Namespaces.DATA_FORMS).flatMap(DataForm::from);
    }

    private static String text(Element x, String name) {
        return x.child(name).map(Element::text).orElse("");
    }

    private static List<List<FormField>> items(Element x) {
        var rows = new ArrayList<List<FormField>>();
        for (var child : x.children()) {
            if (child.is("item", Namespaces.DATA_FORMS)) {
                rows.add(fields(child));
            }
        }
        return rows;
    }

    private static List<FormField> fields(Element parent) {
        var found = new ArrayList<FormField>();
        for (var child : parent.children()) {
            if (child.is("field", Namespaces.DATA_FORMS)) {
                found.add(FormField.from(child));
            }
        }
        return found;
    }
}
