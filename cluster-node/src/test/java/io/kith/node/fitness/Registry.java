package io.kith.node.fitness;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.kith.node.Features;
import io.kith.persistence.Stores;
import io.kith.proto.jid.Jid;
import io.kith.proto.sasl.Password;
import io.kith.sharding.domain.Contacts;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.xep.AccountChanges;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;

/// The registered features, for tests about them.
final class Registry {

    private Registry() {}

    static List<Feature> features() {
        var random = new Random(1);
        var stores = Stores.inMemory(random, () -> Instant.EPOCH);
        return Features.of(
                stores,
                () -> Instant.EPOCH,
                random,
                new NoAccounts(),
                _ -> Contacts.NONE,
                _ -> Optional.empty(),
                stores.roomIndex(),
                List.of(),
                "");
    }

    private record NoAccounts() implements AccountChanges {

        @Override
        public CompletionStage<Boolean> changePassword(Jid by, Password password) {
            return completedFuture(false);
        }

        @Override
        public CompletionStage<Boolean> remove(Jid by) {
            return completedFuture(false);
        }
    }
}
