package io.kith.sharding.feature;

import io.kith.persistence.account.Change;
import io.kith.persistence.account.Item;
import io.kith.persistence.account.Kind;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.store.StoredContact;
import io.kith.proto.store.StoredSubscription;
import io.kith.sharding.roster.Roster;
import io.kith.sharding.roster.RosterLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An account as tests of features make it up: what is said of it is true.
public final class TestAccount implements Account {

    private final Jid jid;
    private final UUID uid;
    private final Slots slots = new Slots();
    private final Map<String, TestDevice> devices = new LinkedHashMap<>();
    private List<Item> items = List.of();
    private @Nullable Device sender;

    public TestAccount(String bare) {
        this.jid = Jid.parse(bare);
        this.uid = UUID.nameUUIDFromBytes(jid.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// These contacts may see its presence.
    public TestAccount seenBy(String... bares) {
        var next = new ArrayList<>(items);
        for (var bare : bares) {
            var contact = StoredContact.newBuilder()
                    .setSubscription(StoredSubscription.STORED_SUBSCRIPTION_FROM)
                    .build();
            next.add(new Item(Kind.ROSTER, bare, contact.toByteArray()));
        }
        items = List.copyOf(next);
        return this;
    }

    /// A session that has sent no presence.
    public TestAccount bound(String resource) {
        devices.put(resource, new TestDevice(jid.withResource(resource)));
        return this;
    }

    /// An available session.
    public TestAccount online(String resource) {
        bound(resource);
        device(resource).presence = Stanza.presence(jid.withResource(resource), null, "");
        return this;
    }

    /// The stanza being handled is sent by this session.
    public TestAccount sending(String resource) {
        sender = device(resource);
        return this;
    }

    /// The stanza being handled comes from elsewhere.
    public TestAccount receiving() {
        sender = null;
        return this;
    }

    public TestDevice device(String resource) {
        return Objects.requireNonNull(devices.get(resource), resource);
    }

    /// What the owner does with an [Outcome.Change]: saves, and goes on with what follows.
    public Outcome saved(Outcome outcome) {
        if (!(outcome instanceof Outcome.Change(var changes, var then))) {
            return outcome;
        }
        var next = new ArrayList<>(items);
        for (var change : changes) {
            switch (change) {
                case Change.Put(var item) -> {
                    next.removeIf(old -> old.kind() == item.kind() && old.key().equals(item.key()));
                    next.add(item);
                }
                case Change.Remove(var kind, var key) ->
                    next.removeIf(old -> old.kind() == kind && old.key().equals(key));
            }
        }
        items = List.copyOf(next);
        return then;
    }

    @Override
    public Jid jid() {
        return jid;
    }

    @Override
    public UUID uid() {
        return uid;
    }

    @Override
    public boolean sharesPresenceWith(Jid other) {
        return other.bare().equals(jid) || roster().shows(other);
    }

    @Override
    public List<Device> devices() {
        return List.copyOf(devices.values());
    }

    @Override
    public Optional<Device> sender() {
        return Optional.ofNullable(sender);
    }

    @Override
    public Map<String, Item> items(Kind kind) {
        return items.stream()
                .filter(item -> item.kind() == kind)
                .collect(Collectors.toUnmodifiableMap(Item::key, Function.identity()));
    }

    @Override
    public Roster roster() {
        return Roster.load("t", RosterLimits.DEFAULT, items);
    }

    @Override
    public Slots slots() {
        return slots;
    }

    /// One session of it.
    public static final class TestDevice implements Device {

        private final Jid full;
        private final Slots slots = new Slots();
        private @Nullable Stanza presence;
        private boolean copies;

        private TestDevice(Jid full) {
            this.full = full;
        }

        @Override
        public Jid full() {
            return full;
        }

        @Override
        public Optional<Stanza> presence() {
            return Optional.ofNullable(presence);
        }

        @Override
        public int priority() {
            return 0;
        }

        @Override
        public boolean copies() {
            return copies;
        }

        @Override
        public void copies(boolean enabled) {
            copies = enabled;
        }

        @Override
        public Slots slots() {
            return slots;
        }

        @Override
        public void readsArchiveItself() {
            // No archive here.
        }
    }
}
