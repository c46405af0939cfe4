package io.kith.persistence.account;

/// What an item of an account's state is. The numbers are stored: they never change and are never used again; 5 was
/// used.
public enum Kind {
    /// A contact; the key is its bare JID.
    ROSTER(1),
    /// A blocked address (XEP-0191); the key is the JID.
    BLOCK(2),
    /// A setting of the account; the key is its name.
    SETTING(3),
    /// A subscription asked for and not answered yet (RFC 6121 §3.1.3); the key is the asking bare JID.
    REQUEST(4),
    /// A push registration (XEP-0357); the key names the service and node.
    PUSH(6),
    /// A room whose messages the account gets without joining; the key is the room's address.
    ROOM(7);

    private final byte number;

    Kind(int number) {
        this.number = (byte) number;
    }

    byte number() {
        return number;
    }

    static Kind of(byte number) {
        for (var kind : values()) {
            if (kind.number == number) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind of item has the number " + number);
    }
}
