package io.kith.persistence.privatexml;

final class InMemoryPrivateXmlTest implements PrivateXmlContract {

    private final PrivateXml privateXml = new InMemoryPrivateXml();

    @Override
    public PrivateXml privateXml() {
        return privateXml;
    }
}
