package io.kith.proto.xml;

import java.util.Arrays;

/// The namespaces in force while an element is scanned, and what they were before each open element that declared some.
///
/// The default namespace stays a place in the bytes until its name is wanted, which it is of few elements.
final class Declared {

    private static final int FRAME = 3;

    private Scope scope = Scope.NONE;
    private int defaultStart; // the default namespace's value, -1 if it is the scope's
    private int defaultEnd;
    private boolean contentByDefault;

    private int depth;
    private Scope[] scopes;
    private int[] frames;

    Declared(int expected) {
        scopes = new Scope[expected];
        frames = new int[FRAME * expected];
    }

    void begin(Scope around, Namespace content) {
        scope = around;
        defaultStart = -1;
        contentByDefault = content.is(around.defaultNamespace());
        depth = 0;
    }

    /// The prefixes in force.
    Scope scope() {
        return scope;
    }

    /// The default namespace in force.
    String defaultNamespace(byte[] xml) {
        return defaultStart < 0 ? scope.defaultNamespace() : XmlText.attribute(xml, defaultStart, defaultEnd);
    }

    /// Puts in force what the attributes declare, until [#undeclare].
    ///
    /// @param inside whether the element is inside of the one that is scanned
    /// @return whether the content namespace is declared by default inside where it is so already
    boolean declare(byte[] xml, Attributes attributes, Namespace content, boolean inside) {
        push();
        var again = false;
        for (var i = 0; i < attributes.size(); i++) {
            if (!attributes.isDeclaration(xml, i)) {
                continue;
            }
            if (attributes.hasPrefix(i)) {
                scope = Prefixes.declare(xml, attributes, i, scope);
                continue;
            }
            Prefixes.requireDefault(xml, attributes, i);
            defaultStart = attributes.valueStart(i);
            defaultEnd = attributes.valueEnd(i);
            var isContent = attributes.hasReference(i)
                    ? content.is(attributes.value(xml, i))
                    : content.stands(xml, defaultStart, defaultEnd);
            again = isContent && contentByDefault && inside;
            contentByDefault = isContent;
        }
        return again;
    }

    void undeclare() {
        depth--;
        scope = scopes[depth];
        var frame = depth * FRAME;
        defaultStart = frames[frame];
        defaultEnd = frames[frame + 1];
        contentByDefault = frames[frame + 2] != 0;
    }

    void moved(int delta) {
        defaultStart = Attributes.moved(defaultStart, delta);
        defaultEnd += delta;
        for (var i = 0; i < depth * FRAME; i += FRAME) {
            frames[i] = Attributes.moved(frames[i], delta);
            frames[i + 1] += delta;
        }
    }

    private void push() {
        if (depth == scopes.length) {
            scopes = Arrays.copyOf(scopes, 2 * depth);
            frames = Arrays.copyOf(frames, 2 * depth * FRAME);
        }
        scopes[depth] = scope;
        var frame = depth * FRAME;
        frames[frame] = defaultStart;
        frames[frame + 1] = defaultEnd;
        frames[frame + 2] = contentByDefault ? 1 : 0;
        depth++;
    }
}
