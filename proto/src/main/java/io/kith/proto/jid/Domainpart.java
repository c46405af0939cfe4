package io.kith.proto.jid;

import java.net.InetAddress;
import java.util.Locale;
import rocks.xmpp.precis.PrecisProfiles;

/// Prepares domain parts (RFC 7622 §3.2): a host name as U-labels and plain labels in lower case, or an IP
/// literal.
///
/// Labels that are not ASCII follow IDNA2008. The JDK's `java.net.IDN` is not used: it is IDNA2003, which
/// turns `ß` into `ss` and knows no character younger than Unicode 3.2. The code points that IDNA2008 allows
/// in a U-label are those of the PRECIS IdentifierClass (RFC 8264 §4.2), which was made from it, with ASCII
/// cut down to letters, digits and hyphen; case, width and composition are mapped as RFC 5895 proposes.
final class Domainpart {

    private static final int LABEL_BYTES_MAX = 63;
    static final String A_LABEL_PREFIX = "xn--";
    private static final String PART = "domain";

    /// Names prepared of late, by hash: nearly all addresses are of a few domains, and share one string of each.
    private static final String[] LATELY = new String[64];

    private Domainpart() {}

    static String prepare(String written) {
        if (written.startsWith("[")) {
            return ipv6(written);
        }
        var end = written.endsWith(".") ? written.length() - 1 : written.length();
        var upper = false;
        var labelStart = 0;
        for (var i = 0; i <= end; i++) {
            var c = i == end ? '.' : written.charAt(i);
            if (c == '.') {
                if (isALabel(written, labelStart)) {
                    return prepareLabels(written);
                }
                checkPlainLabel(written, labelStart, i);
                labelStart = i + 1;
            } else if (c > '~') {
                return prepareLabels(written);
            } else if (!isLetterDigitHyphen(c)) {
                throw new MalformedJid("forbidden character in domain");
            }
            upper |= c >= 'A' && c <= 'Z';
        }
        var name = written.substring(0, end);
        PartLength.check(name, PART);
        return shared(upper ? name.toLowerCase(Locale.ROOT) : name);
    }

    /// The same name. Threads that meet here may miss each other's, which does no harm.
    private static String shared(String name) {
        var at = name.hashCode() & (LATELY.length - 1);
        var known = LATELY[at];
        if (name.equals(known)) {
            return known;
        }
        LATELY[at] = name;
        return name;
    }

    /// The way of names with at least one internationalised label.
    private static String prepareLabels(String written) {
        PartLength.checkWritten(written, PART);
        // RFC 7622 §3.2: the other full stops of IDNA separate labels too.
        var name = written.replace('\u3002', '.').replace('\uff0e', '.').replace('\uff61', '.');
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        var prepared = new StringBuilder(name.length());
        var start = 0;
        while (start <= name.length()) {
            var dot = name.indexOf('.', start);
            var end = dot < 0 ? name.length() : dot;
            if (start > 0) {
                prepared.append('.');
            }
            prepared.append(prepareLabel(name.substring(start, end)));
            start = end + 1;
        }
        var whole = prepared.toString();
        PartLength.check(whole, PART);
        return whole;
    }

    private static String prepareLabel(String written) {
        if (written.isEmpty()) {
            throw new MalformedJid("empty label in domain");
        }
        var label = Precis.enforce(PrecisProfiles.USERNAME_CASE_MAPPED, written, PART);
        if (!label.startsWith(A_LABEL_PREFIX)) {
            checkLabel(label);
            return label;
        }
        var encoded = label.substring(A_LABEL_PREFIX.length());
        var decoded = Punycode.decode(encoded);
        // RFC 5891 §5.4: an A-label stands for a U-label in its prepared form and for nothing else.
        if (isAscii(decoded)
                || !Precis.enforce(PrecisProfiles.USERNAME_CASE_MAPPED, decoded, PART)
                        .equals(decoded)
                || !checkLabel(decoded).equals(encoded)) {
            throw new MalformedJid("domain has an invalid A-label");
        }
        return decoded;
    }

    /// Gives the A-label's encoded part, or the label itself when it is plain.
    private static String checkLabel(String label) {
        for (var i = 0; i < label.length(); i++) {
            var c = label.charAt(i);
            if (c <= '~' && !isLetterDigitHyphen(c)) {
                throw new MalformedJid("forbidden character in domain");
            }
        }
        if (isAscii(label)) {
            checkPlainLabel(label, 0, label.length());
            return label;
        }
        if (label.startsWith("--", 2)) { // RFC 5891 §4.2.3.1
            throw new MalformedJid("domain has a label with hyphens in third and fourth place");
        }
        if (isMark(label.codePointAt(0))) { // RFC 5891 §4.2.3.2
            throw new MalformedJid("domain has a label that begins with a combining mark");
        }
        checkHyphens(label, 0, label.length());
        return Punycode.encode(label);
    }

    private static void checkPlainLabel(String text, int start, int end) {
        if (start == end) {
            throw new MalformedJid("empty label in domain");
        }
        if (end - start > LABEL_BYTES_MAX) {
            throw new MalformedJid("label of domain is too long");
        }
        checkHyphens(text, start, end);
    }

    private static void checkHyphens(String text, int start, int end) {
        if (text.charAt(start) == '-' || text.charAt(end - 1) == '-') {
            throw new MalformedJid("label of domain begins or ends with a hyphen");
        }
    }

    private static String ipv6(String written) {
        PartLength.checkWritten(written, PART);
        if (!written.endsWith("]") || written.indexOf(':') < 0 || written.indexOf('%') >= 0) {
            throw new MalformedJid("domain is no IP literal");
        }
        try {
            InetAddress.ofLiteral(written.substring(1, written.length() - 1)); // looks nothing up
        } catch (IllegalArgumentException refused) {
            throw new MalformedJid("domain is no IP literal");
        }
        return written.toLowerCase(Locale.ROOT);
    }

    private static boolean isALabel(String text, int start) {
        return text.regionMatches(true, start, A_LABEL_PREFIX, 0, A_LABEL_PREFIX.length());
    }

    private static boolean isLetterDigitHyphen(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    }

    private static boolean isMark(int codePoint) {
        var type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    private static boolean isAscii(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
