package io.kith.proto.xml;

import io.kith.proto.ns.Namespaces;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The content namespace of a stream (RFC 6120 §4.8.2) in both forms in which it is compared.
public final class Namespace {

    /// None: for XML that is no stream.
    public static final Namespace NONE = new Namespace("");

    public static final Namespace CLIENT = new Namespace(Namespaces.CLIENT);
    public static final Namespace SERVER = new Namespace(Namespaces.SERVER);

    private final String name;
    private final byte[] bytes;

    private Namespace(String name) {
        this.name = name;
        this.bytes = name.getBytes(StandardCharsets.UTF_8);
    }

    public static Namespace of(String name) {
        return switch (name) {
            case Namespaces.CLIENT -> CLIENT;
            case Namespaces.SERVER -> SERVER;
            default -> new Namespace(name);
        };
    }

    public String name() {
        return name;
    }

    /// Whether it is the namespace of that name; [#NONE] is none.
    public boolean is(String other) {
        return bytes.length > 0 && name.equals(other);
    }

    /// Whether its name stands at `from` to `to`; that of [#NONE] nowhere.
    boolean stands(byte[] xml, int from, int to) {
        return bytes.length > 0 && Arrays.equals(bytes, 0, bytes.length, xml, from, to);
    }
}
