package io.kith.node.transcript;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// One line of a transcript. Each knows its line number, so that a failure names it.
sealed interface Step {
    int line();

    /// `accounts juliet romeo`: these exist, with their name as password.
    record Accounts(int line, List<String> names) implements Step {}

    /// `friends juliet romeo`: each is subscribed to the other's presence, agreed upon through the protocol before the
    /// first line.
    record Friends(int line, String one, String other) implements Step {}

    /// `juliet connects as balcony [on 2]`: authenticates and binds; sends nothing of its own accord.
    record Connects(int line, String client, String resource, int node) implements Step {}

    /// `juliet disconnects`: closes the stream as the standard asks and waits for the server's closing tag.
    record Disconnects(int line, String client) implements Step {}

    /// `juliet drops`: the socket is cut without a word.
    record Drops(int line, String client) implements Step {}

    /// `juliet returns`: after a drop; authenticates on another connection, on the next node, and binds nothing, so
    /// that
    /// it can resume.
    record Returns(int line, String client) implements Step {}

    /// `domain sets room-creation=admins room-admins={juliet}`: an operator does, and every node knows. It must change
    /// something.
    record Sets(int line, Map<String, String> settings) implements Step {}

    /// `juliet > <xml/>`
    record Sends(int line, String client, String xml) implements Step {}

    /// `juliet < <xml/>`, or `juliet ~< <xml/>` where the order among neighbouring lines of that kind is free.
    record Receives(int line, String client, String xml, boolean anyOrder) implements Step {}

    /// `juliet closed`: the server has ended the stream.
    record Closed(int line, String client) implements Step {}

    /// `quiet`: nothing is on its way to anybody.
    record Quiet(int line) implements Step {}

    /// `clock +90s`: the node's clock jumps, timers included.
    record Clock(int line, Duration jump) implements Step {}

    /// `clock stands`: from here on the clocks of all nodes are moved by the transcript alone. What is
    /// allowed so often in so much time is then counted the same on any machine.
    record Stands(int line) implements Step {}
}
