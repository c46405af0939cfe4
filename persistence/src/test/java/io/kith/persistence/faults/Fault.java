package io.kith.persistence.faults;

import java.time.Duration;

/// What may befall one call of a store.
public sealed interface Fault {

    /// Nothing does.
    record None() implements Fault {}

    /// It happens at once, and the answer comes late.
    record Slow(Duration by) implements Fault {}

    /// It happens and the answer comes late, when the test says so: [Faults#release].
    record Held() implements Fault {}

    /// It happens late, when the test says so, and the answer follows: [Faults#release].
    record Delayed() implements Fault {}

    /// It never happens, and the answer is that nobody knows.
    record TimedOut() implements Fault {}

    /// It happens, and the answer is that nobody knows.
    record DoneButTimedOut() implements Fault {}

    /// It is not even attempted, and the answer says so.
    record Refused() implements Fault {}
}
