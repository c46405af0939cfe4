package io.kith.sharding.room;

import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Answers who asks a service for a room name that nobody has: 128 random bits need not be looked up.
///
/// The query is that of XEP-0045 before version 1.25; clients still ask.
public final class UniqueNames {

    public static final String NAMESPACE = "http://jabber.org/protocol/muc#unique";

    private static final int BYTES = 16;

    private UniqueNames() {}

    /// The answer to an IQ of type get with `<unique/>` to the service.
    public static Stanza answer(Stanza request, RandomGenerator random) {
        var name = new byte[BYTES];
        random.nextBytes(name);
        return request.result(
                Element.of("unique", NAMESPACE).text(HexFormat.of().formatHex(name)));
    }
}
