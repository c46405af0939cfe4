package io.kith.sharding.xep;

import io.kith.persistence.roomindex.RoomEntry;
import io.kith.persistence.roomindex.RoomIndex;
import io.kith.proto.form.DataForm;
import io.kith.proto.form.FormField;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.Hooks;
import io.kith.sharding.feature.Outcome;
import io.kith.sharding.feature.Xep;
import java.util.Comparator;
import java.util.List;

/// XEP-0055: finds listed rooms by the beginnings of words in their address, name or description.
///
/// Of the two searches that there are for rooms this is the one that clients can do: they show any form that a service
/// gives them, and its result as a table with addresses to join. At most [#FOUND_MAX] rooms are shown; who finds as
/// many asks for more of a word.
public final class RoomSearch implements Feature {

    /// How many rooms one search shows.
    static final int FOUND_MAX = 100;

    private static final String FIELD = "name";

    private static final String INSTRUCTIONS = "Rooms are found by the beginnings of words in their address, name or"
            + " description, of at least " + RoomIndex.SEARCH_CHARACTERS_MIN + " letters.";

    private final RoomIndex index;

    public RoomSearch(RoomIndex index) {
        this.index = index;
    }

    @Override
    public Xep xep() {
        return new Xep(55, "1.2", Xep.Coverage.COMPLETE);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.roomServiceDisco(Namespaces.SEARCH);
        hooks.roomServiceIq(Hooks.IqType.GET, Namespaces.SEARCH, "query", (_, request) -> form(request));
        hooks.roomServiceIq(Hooks.IqType.SET, Namespaces.SEARCH, "query", (_, request) -> search(request));
    }

    private static Outcome form(Stanza request) {
        var form = DataForm.of(
                        DataForm.Type.FORM,
                        FormField.formType(Namespaces.SEARCH),
                        FormField.asked(FIELD, "text-single", "Words").asRequired())
                .titled("Search for rooms", INSTRUCTIONS);
        return new Outcome.Reply(request.result(Element.of("query", Namespaces.SEARCH)
                .with(Element.of("instructions", Namespaces.SEARCH).text(INSTRUCTIONS), form.toElement())));
    }

    private Outcome search(Stanza request) {
        var to = request.to();
        var query = request.child("query", Namespaces.SEARCH).orElseThrow();
        var words = DataForm.in(query)
                .filter(form -> form.type() == DataForm.Type.SUBMIT)
                .flatMap(form -> form.value(FIELD))
                .orElse("");
        if (to == null || !RoomIndex.isWords(words)) {
            return new Outcome.Refuse(StanzaError.NOT_ACCEPTABLE.withText(INSTRUCTIONS));
        }
        return new Outcome.ReplyLater(
                index.search(to.domain(), words, FOUND_MAX).thenApply(found -> request.result(answer(found))));
    }

    /// Empty when nothing is found (XEP-0055 §2.1).
    private static Element answer(List<RoomEntry> found) {
        var query = Element.of("query", Namespaces.SEARCH);
        return found.isEmpty() ? query : query.with(result(found).toElement());
    }

    private static DataForm result(List<RoomEntry> found) {
        return DataForm.of(DataForm.Type.RESULT, FormField.formType(Namespaces.SEARCH))
                .withItems(found.stream()
                        .sorted(Comparator.comparing(entry -> entry.room().local()))
                        .map(RoomSearch::row)
                        .toList());
    }

    private static List<FormField> row(RoomEntry entry) {
        return List.of(
                FormField.asked("jid", "jid-single", "Address")
                        .with(entry.room().toString()),
                FormField.asked(FIELD, "text-single", "Name").with(entry.name()),
                FormField.asked("description", "text-single", "Description").with(entry.description()));
    }
}
