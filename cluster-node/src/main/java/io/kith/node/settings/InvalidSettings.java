package io.kith.node.settings;

import java.util.List;

/// What was set can't be used; the message is for the operator, one line for each thing that is wrong.
public final class InvalidSettings extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param problems in words, at least one
    public InvalidSettings(List<String> problems) {
        super(String.join("\n", problems));
    }
}
