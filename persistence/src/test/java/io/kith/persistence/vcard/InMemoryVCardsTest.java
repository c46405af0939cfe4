package io.kith.persistence.vcard;

final class InMemoryVCardsTest implements VCardsContract {

    private final VCards vcards = new InMemoryVCards();

    @Override
    public VCards vcards() {
        return vcards;
    }
}
