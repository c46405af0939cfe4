package io.kith.node.hostile;

import io.kith.node.process.Scratch;
import java.io.IOException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One node for all classes that hit it, given to their constructors, and one cluster for those that are tagged with
/// [#THREE_NODES]; after each test the innocents chat on, or it fails.
final class OneVictim implements ParameterResolver, AfterEachCallback {

    /// The tag of tests that hit a cluster of three nodes.
    static final String THREE_NODES = "three-nodes";

    private static final String[] USERS = {"juliet", "romeo", "tybalt", "nurse", "paris", "benvolio"};

    /// A node, its data and who does no wrong on it.
    private static final class Scene implements AutoCloseable {
        private final Scratch scratch = new Scratch("kith-hostile");
        private final Victim victim;
        private final Innocents innocents;

        Scene(int nodes) throws Exception {
            victim = Victim.cluster(scratch.directory(), nodes, USERS);
            innocents = new Innocents(victim);
        }

        @Override
        public void close() throws IOException {
            innocents.close();
            victim.close();
            scratch.close();
        }
    }

    private static Scene scene(ExtensionContext context) {
        var nodes = context.getTags().contains(THREE_NODES) ? 3 : 1;
        return context.getRoot()
                .getStore(Namespace.create(OneVictim.class))
                .getOrComputeIfAbsent(
                        nodes,
                        _ -> {
                            try {
                                return new Scene(nodes);
                            } catch (Exception failed) {
                                throw new IllegalStateException("no node to be hostile to", failed);
                            }
                        },
                        Scene.class);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Victim.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return scene(context).victim;
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        scene(context).innocents.chat();
    }
}
