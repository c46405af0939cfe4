package io.kith.sharding.xep;

import io.kith.persistence.vcard.VCards;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.Account;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.Hooks;
import io.kith.sharding.feature.Outcome;
import io.kith.sharding.feature.Stage;
import io.kith.sharding.feature.Xep;

/// XEP-0054: the card that an account shows to everybody.
///
/// Whoever asks for the card of an account that has none gets what it would get if there were no
/// such account (§3.3); its own clients get `item-not-found` (§3.1). Nobody else may set it:
/// `forbidden`, whether or not that account exists. A card over the bound is `policy-violation`.
public final class VCard implements Feature {

    /// The largest card, its picture included, in bytes of XML.
    static final int CARD_BYTES_MAX = 131_072;

    private final VCards cards;

    public VCard(VCards cards) {
        this.cards = cards;
    }

    @Override
    public Xep xep() {
        return new Xep(54, "1.3.0", Xep.Coverage.COMPLETE);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.disco(Namespaces.VCARD);
        hooks.accountDisco(Namespaces.VCARD);
        hooks.outgoing(Stage.GUARD, VCard::guard);
        hooks.accountIq(Hooks.IqType.GET, Namespaces.VCARD, "vCard", this::get);
        hooks.accountIq(Hooks.IqType.SET, Namespaces.VCARD, "vCard", this::set);
    }

    private static Outcome guard(Account account, Stanza stanza) {
        return stanza.isType("set")
                ? Acquaintance.refuseAbroad(account, stanza, Namespaces.VCARD, "vCard")
                : Outcome.PASS;
    }

    Outcome get(Account account, Stanza request) {
        var none = account.sender().isPresent() ? StanzaError.ITEM_NOT_FOUND : StanzaError.SERVICE_UNAVAILABLE;
        return new Outcome.ReplyLater(cards.find(account.uid())
                .thenApply(found ->
                        found.map(card -> request.result(Element.parse(card))).orElseGet(() -> request.error(none))));
    }

    Outcome set(Account account, Stanza request) {
        if (account.sender().isEmpty()) {
            return Outcome.PASS;
        }
        var card = request.firstChild().orElseThrow().toBytes("");
        return card.length > CARD_BYTES_MAX
                ? new Outcome.Refuse(StanzaError.POLICY_VIOLATION)
                : new Outcome.ReplyLater(cards.put(account.uid(), card).thenApply(_ -> request.result()));
    }
}
