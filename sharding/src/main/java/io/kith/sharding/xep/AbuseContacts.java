package io.kith.sharding.xep;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Element;
import io.kith.sharding.domain.Concern;
import io.kith.sharding.domain.Contacts;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.Hooks;
import io.kith.sharding.feature.Xep;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// XEP-0157: where to turn to about a domain, as a form in what it says of itself. A domain shows
/// nothing while nothing is set for it, and what is set at once.
public final class AbuseContacts implements Feature {

    private final Function<String, Contacts> contacts;

    /// @param contacts those of a domain now; must answer at once
    public AbuseContacts(Function<String, Contacts> contacts) {
        this.contacts = contacts;
    }

    @Override
    public Xep xep() {
        return new Xep(157, "1.1.1", Xep.Coverage.COMPLETE);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.after(Disco.class);
        hooks.discoForm(domain -> form(contacts.apply(domain)));
    }

    static Optional<Element> form(Contacts contacts) {
        if (contacts.equals(Contacts.NONE)) {
            return Optional.empty();
        }
        var form = Element.of("x", Namespaces.DATA_FORMS)
                .withAttribute("type", "result")
                .with(field("FORM_TYPE", List.of(Namespaces.SERVER_INFO)).withAttribute("type", "hidden"));
        for (var concern : Concern.values()) {
            var addresses = contacts.of(concern);
            if (!addresses.isEmpty()) {
                form = form.with(field(concern.word() + "-addresses", addresses));
            }
        }
        return Optional.of(form);
    }

    private static Element field(String name, List<String> values) {
        return Element.of("field", Namespaces.DATA_FORMS)
                .withAttribute("var", name)
                .with(values.stream()
                        .map(value -> Element.of("value", Namespaces.DATA_FORMS).text(value))
                        .toArray(Element[]::new));
    }
}
