package io.kith.node.cli;

import java.lang.reflect.Proxy;
import org.slf4j.LoggerFactory;

/// Runs something on SIGHUP, where the system has it.
final class Hangup {

    private Hangup() {}

    /// By reflection: the JDK's only door to signals is one that the compiler warns of.
    static void run(Runnable action) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var proxy = Proxy.newProxyInstance(
                    Hangup.class.getClassLoader(),
                    new Class<?>[] {handler},
                    (self, method, arguments) -> switch (method.getName()) {
                        case "handle" -> {
                            action.run();
                            yield null;
                        }
                        case "hashCode" -> System.identityHashCode(self);
                        case "equals" -> arguments != null && self == arguments[0];
                        default -> "on hangup";
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LoggerFactory.getLogger(Hangup.class).info("No reload by SIGHUP here; use the admin API", e);
        }
    }
}
