package io.kith.node.transcript;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Three nodes for all tests that leave them as they are, given to their constructors: each takes domains of its own
/// ([NodesStage#next]).
final class OnThreeNodes implements ParameterResolver {

    private static final int NODES = 3;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == NodesStage.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(OnThreeNodes.class))
                .getOrComputeIfAbsent(NODES, NodesStage::of, NodesStage.class);
    }
}
