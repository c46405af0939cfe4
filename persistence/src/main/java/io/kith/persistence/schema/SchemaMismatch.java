package io.kith.persistence.schema;

/// The schema is not one that this server can run on; the message says what is wrong and what to do.
public final class SchemaMismatch extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SchemaMismatch(String message) {
        super(message);
    }
}
