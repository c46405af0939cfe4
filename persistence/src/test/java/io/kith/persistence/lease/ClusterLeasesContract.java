package io.kith.persistence.lease;

import static io.kith.persistence.Futures.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every `ClusterLeases` promises.
interface ClusterLeasesContract {

    UUID HERE = new UUID(1, 1);
    UUID THERE = new UUID(2, 2);
    Lease VERONA = new Lease("verona:2551#1", HERE, 1, 1);
    Lease MANTUA = new Lease("mantua:2551#2", THERE, 3, 1);

    ClusterLeases leases();

    @BeforeEach
    default void nobody_has_it() {
        get(leases().release(VERONA.holder()));
        get(leases().release(MANTUA.holder()));
        assertThat(get(leases().find())).isEmpty();
    }

    @Test
    default void who_comes_first_has_it_and_who_comes_second_is_told_who() {
        assertThat(get(leases().take(VERONA, Optional.empty()))).isTrue();
        assertThat(get(leases().take(MANTUA, Optional.empty()))).isFalse();

        assertThat(get(leases().find())).hasValue(VERONA);
        assertThat(VERONA.address()).isEqualTo("verona:2551");
    }

    @Test
    default void its_holder_renews_it_and_nobody_else_by_that_name() {
        get(leases().take(VERONA, Optional.empty()));
        var renewed = new Lease(VERONA.holder(), HERE, 2, 2);

        assertThat(get(leases().take(renewed, Optional.of(MANTUA.holder())))).isFalse();
        assertThat(get(leases().take(renewed, Optional.of(VERONA.holder())))).isTrue();

        assertThat(get(leases().find())).hasValue(renewed);
    }

    @Test
    default void one_that_is_not_there_is_not_renewed() {
        assertThat(get(leases().take(VERONA, Optional.of(VERONA.holder())))).isFalse();

        assertThat(get(leases().find())).isEmpty();
    }

    @Test
    default void it_passes_to_another_node_that_names_its_holder() {
        get(leases().take(VERONA, Optional.empty()));

        assertThat(get(leases().take(MANTUA, Optional.of(VERONA.holder())))).isTrue();

        assertThat(get(leases().find())).hasValue(MANTUA);
    }

    @Test
    default void only_its_holder_releases_it() {
        get(leases().take(VERONA, Optional.empty()));

        get(leases().release(MANTUA.holder()));
        assertThat(get(leases().find())).hasValue(VERONA);

        get(leases().release(VERONA.holder()));
        assertThat(get(leases().find())).isEmpty();
        assertThat(get(leases().take(MANTUA, Optional.empty()))).isTrue();
    }
}
