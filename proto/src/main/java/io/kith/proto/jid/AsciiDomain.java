package io.kith.proto.jid;

import java.util.Arrays;
import java.util.stream.Collectors;

/// A domain as DNS, certificates and SNI write it: in A-labels (RFC 5890 §2.3.2.1), by the mapping of [Jid]. An IP
/// literal stays as it is.
public final class AsciiDomain {

    private AsciiDomain() {}

    /// @param domain in U-labels or A-labels
    /// @throws MalformedJid when there can be no such domain
    public static String of(String domain) {
        var prepared = Domainpart.prepare(domain);
        if (prepared.startsWith("[")) {
            return prepared;
        }
        return Arrays.stream(prepared.split("\\.", -1)).map(AsciiDomain::label).collect(Collectors.joining("."));
    }

    private static String label(String label) {
        return label.chars().allMatch(c -> c < 0x80) ? label : Domainpart.A_LABEL_PREFIX + Punycode.encode(label);
    }
}
