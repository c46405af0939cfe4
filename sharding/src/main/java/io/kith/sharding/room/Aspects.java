package io.kith.sharding.room;

import io.kith.proto.form.FormField;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The aspects of all rooms of a service, installed once. Safe for all threads after that.
public final class Aspects {

    private record IqName(String type, String namespace, String name) {}

    private record Child(String name, String namespace) {}

    private record Wanted(Predicate<Stanza> wants, RoomHooks.Handler handler) {}

    private final Set<String> features = new LinkedHashSet<>();
    private final Set<String> serviceFeatures = new LinkedHashSet<>();
    private final List<Function<RoomConfig, String>> configured = new ArrayList<>();
    private final List<RoomOption<?>> options = new ArrayList<>();
    private final List<Function<RoomConfig, Optional<String>>> rules = new ArrayList<>();
    private final List<RoomHooks.JoinGuard> joinGuards = new ArrayList<>();
    private final List<BiFunction<RoomMachine, Entry, List<Integer>>> joinCodes = new ArrayList<>();
    private final List<RoomHooks.ChangeCodes> changeCodes = new ArrayList<>();
    private final List<RoomHooks.SayGuard> sayGuards = new ArrayList<>();
    private final Map<IqName, RoomHooks.Handler> iqs = new HashMap<>();
    private final Map<String, RoomHooks.Handler> nodes = new HashMap<>();
    private final List<Wanted> messages = new ArrayList<>();
    private final List<Function<RoomMachine, List<FormField>>> infos = new ArrayList<>();
    private final List<BiFunction<RoomMachine, Occupant, Optional<Element>>> badges = new ArrayList<>();
    private final List<BiFunction<RoomMachine, Occupant, Optional<Element>>> seals = new ArrayList<>();
    private final Set<Child> reserved = new HashSet<>();

    private Aspects() {
        reserved.add(new Child("x", Namespaces.MUC));
        reserved.add(new Child("x", Namespaces.MUC_USER));
    }

    /// @throws IllegalArgumentException if two want the same IQ or the same node
    public static Aspects of(List<RoomAspect> all) {
        var aspects = new Aspects();
        aspects.options.addAll(RoomOptions.ALL);
        var hooks = aspects.new Installation();
        all.forEach(aspect -> aspect.install(hooks));
        return aspects;
    }

    /// What the service advertises for all its rooms.
    public Set<String> features() {
        var all = new TreeSet<>(features);
        all.addAll(serviceFeatures);
        return all;
    }

    /// What a room with that configuration advertises.
    public Set<String> features(RoomConfig config) {
        var all = new TreeSet<>(features);
        configured.forEach(feature -> {
            var name = feature.apply(config);
            if (!name.isEmpty()) {
                all.add(name);
            }
        });
        return all;
    }

    List<RoomOption<?>> options() {
        return options;
    }

    /// What is wrong with a configuration.
    Optional<String> problem(RoomConfig config) {
        for (var rule : rules) {
            var problem = rule.apply(config);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    /// Why somebody may not enter, as all guards see it.
    public Optional<StanzaError> refusal(RoomMachine room, Entry entry) {
        for (var guard : joinGuards) {
            var refusal = guard.refuse(room, entry);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    List<Integer> joinCodes(RoomMachine room, Entry entry) {
        var codes = new ArrayList<Integer>();
        joinCodes.forEach(more -> codes.addAll(more.apply(room, entry)));
        return codes;
    }

    Set<Integer> changeCodes(RoomConfig before, RoomConfig after) {
        var codes = new TreeSet<Integer>();
        changeCodes.forEach(more -> codes.addAll(more.codes(before, after)));
        return codes;
    }

    /// Asks all guards in their order, until one refuses.
    void check(RoomMachine room, Utterance said, Consumer<Optional<StanzaError>> verdict) {
        next(new ArrayDeque<>(sayGuards), room, said, verdict);
    }

    private void next(
            Deque<RoomHooks.SayGuard> guards,
            RoomMachine room,
            Utterance said,
            Consumer<Optional<StanzaError>> verdict) {
        var guard = guards.poll();
        if (guard == null) {
            verdict.accept(Optional.empty());
            return;
        }
        guard.check(room, said, refusal -> {
            if (refusal.isPresent()) {
                verdict.accept(refusal);
            } else {
                next(guards, room, said, verdict);
            }
        });
    }

    RoomHooks.@Nullable Handler iq(Stanza request) {
        var payload = request.children().isEmpty() ? null : request.children().getFirst();
        if (payload == null) {
            return null;
        }
        if (payload.is("query", Namespaces.DISCO_INFO)) {
            var node = request.element(payload).attributeOr("node", "");
            if (!node.isEmpty()) {
                return nodes.get(node);
            }
        }
        return iqs.get(new IqName(request.type(), payload.namespace(), payload.name()));
    }

    RoomHooks.@Nullable Handler message(Stanza message) {
        for (var wanted : messages) {
            if (wanted.wants().test(message)) {
                return wanted.handler();
            }
        }
        return null;
    }

    /// The fields of a room's `muc#roominfo` form.
    public List<FormField> infos(RoomMachine room) {
        var fields = new ArrayList<FormField>();
        infos.forEach(info -> fields.addAll(info.apply(room)));
        return fields;
    }

    List<Element> badges(RoomMachine room, Occupant occupant) {
        return all(badges, room, occupant);
    }

    List<Element> seals(RoomMachine room, Occupant occupant) {
        return all(seals, room, occupant);
    }

    boolean isTheRooms(String name, String namespace) {
        return reserved.contains(new Child(name, namespace));
    }

    private static List<Element> all(
            List<BiFunction<RoomMachine, Occupant, Optional<Element>>> makers, RoomMachine room, Occupant occupant) {
        var made = new ArrayList<Element>();
        makers.forEach(maker -> maker.apply(room, occupant).ifPresent(made::add));
        return made;
    }

    private final class Installation implements RoomHooks {

        @Override
        public void feature(String name) {
            features.add(name);
        }

        @Override
        public void serviceFeature(String name) {
            serviceFeatures.add(name);
        }

        @Override
        public void feature(Function<RoomConfig, String> name) {
            configured.add(name);
        }

        @Override
        public void option(RoomOption<?> option) {
            options.add(option);
        }

        @Override
        public void rule(Function<RoomConfig, Optional<String>> rule) {
            rules.add(rule);
        }

        @Override
        public void mayJoin(JoinGuard guard) {
            joinGuards.add(guard);
        }

        @Override
        public void joinCodes(BiFunction<RoomMachine, Entry, List<Integer>> codes) {
            joinCodes.add(codes);
        }

        @Override
        public void changeCodes(ChangeCodes codes) {
            changeCodes.add(codes);
        }

        @Override
        public void maySay(SayGuard guard) {
            sayGuards.add(guard);
        }

        @Override
        public void iq(String type, String namespace, String name, Handler handler) {
            once(iqs.put(new IqName(type, namespace, name), handler), name + " of " + namespace);
        }

        @Override
        public void node(String node, Handler handler) {
            once(nodes.put(node, handler), node);
        }

        @Override
        public void message(Predicate<Stanza> wants, Handler handler) {
            messages.add(new Wanted(wants, handler));
        }

        @Override
        public void info(Function<RoomMachine, List<FormField>> fields) {
            infos.add(fields);
        }

        @Override
        public void badge(BiFunction<RoomMachine, Occupant, Optional<Element>> badge) {
            badges.add(badge);
        }

        @Override
        public void seal(BiFunction<RoomMachine, Occupant, Optional<Element>> seal) {
            seals.add(seal);
        }

        @Override
        public void reserve(String name, String namespace) {
            reserved.add(new Child(name, namespace));
        }

        private void once(@Nullable Handler before, String what) {
            if (before != null) {
                throw new IllegalArgumentException("two aspects want " + what);
            }
        }
    }
}
