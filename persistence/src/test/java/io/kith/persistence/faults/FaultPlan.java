package io.kith.persistence.faults;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Decides which fault befalls a call; asked once per call, in the order of calls.
@FunctionalInterface
public interface FaultPlan {

    /// The fault of this call.
    ///
    /// @param method the name of the store's method, for instance `append`
    Fault next(String method);

    /// No faults.
    static FaultPlan none() {
        return _ -> new Fault.None();
    }

    /// These faults for the calls of one method, one each, and none afterwards or for others.
    static FaultPlan script(String method, Fault... faults) {
        var left = new ArrayDeque<>(List.of(faults));
        return called -> called.equals(method) && !left.isEmpty() ? left.poll() : new Fault.None();
    }

    /// The same fault for every call of one method.
    static FaultPlan always(String method, Fault fault) {
        return called -> called.equals(method) ? fault : new Fault.None();
    }

    /// Each fault with its chance in a thousand; the same seed gives the same faults to the same calls.
    static FaultPlan seeded(RandomGenerator random, Map<Fault, Integer> perMille) {
        var sum = perMille.values().stream().mapToInt(Integer::intValue).sum();
        if (sum > 1000) {
            throw new IllegalArgumentException("faults of " + sum + " in a thousand calls");
        }
        // sorted by name, since the order of the map's entries is not the same in every run
        var faults = perMille.entrySet().stream()
                .sorted((a, b) -> a.getKey().toString().compareTo(b.getKey().toString()))
                .flatMap(entry -> Stream.generate(entry::getKey).limit(entry.getValue()))
                .toList();
        return _ -> {
            int die = random.nextInt(1000);
            return die < faults.size() ? faults.get(die) : new Fault.None();
        };
    }
}
