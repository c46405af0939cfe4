package io.kith.proto.form;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One field of a data form (XEP-0004 §3.2).
///
/// @param type as it is written; "" when there is none, which means `text-single`
/// @param label for people; "" for none
/// @param required whether a submission without it is incomplete
/// @param options what may be chosen, in the order to show
/// @param values what is set, in the order written
public record FormField(
        String name, String type, String label, boolean required, List<Option> options, List<String> values) {

    public static final String FORM_TYPE = "FORM_TYPE";

    /// A value that may be chosen.
    ///
    /// @param label for people; "" for none
    public record Option(String label, String value) {}

    /// Copies the lists.
    public FormField {
        options = List.copyOf(options);
        values = List.copyOf(values);
    }

    /// A field with values and nothing else: of a submission or a result.
    public static FormField of(String name, String... values) {
        return new FormField(name, "", "", false, List.of(), List.of(values));
    }

    /// The field that says what the form is about (XEP-0068).
    public static FormField formType(String name) {
        return new FormField(FORM_TYPE, "hidden", "", false, List.of(), List.of(name));
    }

    /// A field to fill in, of that type.
    public static FormField asked(String name, String type, String label) {
        return new FormField(name, type, label, false, List.of(), List.of());
    }

    public FormField with(List<String> newValues) {
        return new FormField(name, type, label, required, options, newValues);
    }

    public FormField with(String... newValues) {
        return with(List.of(newValues));
    }

    public FormField withOptions(List<Option> choices) {
        return new FormField(name, type, label, required, choices, values);
    }

    public FormField withType(String newType) {
        return new FormField(name, newType, label, required, options, values);
    }

    public FormField asRequired() {
        return new FormField(name, type, label, true, options, values);
    }

    /// The first value, if there is one.
    public Optional<String> value() {
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }

    Element toElement() {
        var field = Element.of("field", Namespaces.DATA_FORMS).withAttribute("var", name);
        if (!type.isEmpty()) {
            field = field.withAttribute("type", type);
        }
        if (!label.isEmpty()) {
            field = field.withAttribute("label", label);
        }
        var content = new ArrayList<Element>();
        if (required) {
            content.add(Element.of("required", Namespaces.DATA_FORMS));
        }
        for (var value : values) {
            content.add(Element.of("value", Namespaces.DATA_FORMS).text(value));
        }
        for (var option : options) {
            var choice = Element.of("option", Namespaces.DATA_FORMS);
            content.add((option.label().isEmpty() ? choice : choice.withAttribute("label", option.label()))
                    .with(Element.of("value", Namespaces.DATA_FORMS).text(option.value())));
        }
        return field.with(content.toArray(Element[]::new));
    }

    static FormField from(Element field) {
        var values = new ArrayList<String>();
        var options = new ArrayList<Option>();
        for (var child : field.children()) {
            if (child.is("value", Namespaces.DATA_FORMS)) {
                values.add(child.text());
            } else if (child.is("option", Namespaces.DATA_FORMS)) {
                child.child("value")
                        .ifPresent(value -> options.add(new Option(child.attributeOr("label", ""), value.text())));
            }
        }
        return new FormField(
                field.attributeOr("var", ""),
                field.attributeOr("type", ""),
                field.attributeOr("label", ""),
                field.child("required").isPresent(),
                options,
                values);
    }
}
