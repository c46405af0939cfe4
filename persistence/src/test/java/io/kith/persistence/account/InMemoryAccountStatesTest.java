package io.kith.persistence.account;

final class InMemoryAccountStatesTest implements AccountStatesContract {

    private final AccountStates states = new InMemoryAccountStates();

    @Override
    public AccountStates states() {
        return states;
    }
}
