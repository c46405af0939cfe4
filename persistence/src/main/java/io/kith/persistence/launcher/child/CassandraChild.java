package io.kith.persistence.launcher.child;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;

/// The main class of the Cassandra process: ties its life to the node's, then runs Cassandra.
///
/// Standard input is a pipe that the node holds open; at its end this process stops, cleanly if
/// that is quick. Signals of the terminal, and those to all processes of a service, are for the node, which
/// stops Cassandra last; they are ignored here.
public final class CassandraChild {

    private static final Duration CLEAN_STOP_MAX = Duration.ofSeconds(10);
    private static final int HALTED = 3;

    private CassandraChild() {}

    /// Runs the class named by the first argument.
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Thread.ofPlatform().daemon().name("kith-node-watch").start(CassandraChild::stopWithTheNode);
        ignore("INT");
        ignore("HUP");
        ignore("TERM");
        try {
            Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } catch (InvocationTargetException e) {
            e.printStackTrace(); // into the process's output, there is no log yet
            System.exit(1);
        }
    }

    private static void stopWithTheNode() {
        try {
            while (System.in.read() >= 0) {
                // nothing is said on this pipe; only its end matters
            }
        } catch (IOException e) {
            System.err.println("the pipe from the node broke: " + e);
        }
        Thread.ofPlatform().daemon().name("kith-halt").start(CassandraChild::haltWhenLate);
        System.exit(0);
    }

    private static void haltWhenLate() {
        try {
            Thread.sleep(CLEAN_STOP_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(HALTED);
    }

    /// By reflection, since the compiler warns of this class and the warning can't be silenced.
    private static void ignore(String name) throws ReflectiveOperationException {
        var signal = Class.forName("sun.misc.Signal");
        var handler = Class.forName("sun.misc.SignalHandler");
        var nothing = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (_, _, _) -> null);
        try {
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), nothing);
        } catch (InvocationTargetException e) {
            System.err.println("cannot ignore the signal " + name + ": " + e.getCause()); // not every system has both
        }
    }
}
