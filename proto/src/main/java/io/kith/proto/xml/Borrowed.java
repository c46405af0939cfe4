package io.kith.proto.xml;

import java.util.ArrayList;
import java.util.List;

/// The declarations outside of an element whose prefixes it uses, each once: what must be declared on it so that it
/// can stand alone. Immutable.
public final class Borrowed {

    static final Borrowed NOTHING = new Borrowed(List.of());

    private final List<Scope> declarations;

    private Borrowed(List<Scope> declarations) {
        this.declarations = declarations;
    }

    public boolean isEmpty() {
        return declarations.isEmpty();
    }

    Borrowed and(Scope used) {
        if (!used.isOutside() || declarations.contains(used)) {
            return this;
        }
        var longer = new ArrayList<>(declarations);
        longer.add(used);
        return new Borrowed(longer);
    }

    /// Writes them as attributes.
    public void writeTo(XmlWriter out) {
        for (var declaration : declarations) {
            out.raw(" xmlns:").raw(declaration.prefix()).raw("='");
            out.attributeValue(declaration.namespace()).raw("'");
        }
    }
}
