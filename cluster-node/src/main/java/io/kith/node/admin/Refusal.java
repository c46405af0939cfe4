package io.kith.node.admin;

/// What an operator asked for can't be done; the message is for them.
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// Why.
    public enum Reason {
        /// The request makes no sense.
        INVALID(400),
        /// The token is missing or wrong.
        FORBIDDEN(401),
        /// There is no such thing.
        UNKNOWN(404),
        /// There is such a thing already.
        CONFLICT(409),
        /// The request is larger than any that makes sense.
        TOO_LARGE(413),
        /// It may work later.
        UNAVAILABLE(503);

        private final int status;

        Reason(int status) {
            this.status = status;
        }

        /// Its status in HTTP.
        int status() {
            return status;
        }

        static Reason of(int status) {
            for (var reason : values()) {
                if (reason.status == status) {
                    return reason;
                }
            }
            return UNAVAILABLE;
        }
    }

    private final Reason reason;

    public Refusal(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /// Why.
    public Reason reason() {
        return reason;
    }
}
