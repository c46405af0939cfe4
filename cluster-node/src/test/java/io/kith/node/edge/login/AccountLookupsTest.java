package io.kith.node.edge.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.account.AccountRecord;
import io.kith.persistence.account.Accounts;
import io.kith.proto.jid.Jid;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

final class AccountLookupsTest {

    private static final Jid JULIET = Jid.parse("juliet@capulet.example");

    private final List<CompletableFuture<Optional<AccountRecord>>> asked = new ArrayList<>();
    private final AccountLookups lookups = new AccountLookups((Accounts)
            Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Accounts.class}, (_, _, _) -> {
                var answer = new CompletableFuture<Optional<AccountRecord>>();
                asked.add(answer);
                return answer;
            }));

    private List<CompletionStage<Optional<AccountRecord>>> find(int count) {
        var answers = new ArrayList<CompletionStage<Optional<AccountRecord>>>();
        for (var i = 0; i < count; i++) {
            answers.add(lookups.find(JULIET));
        }
        return answers;
    }

    @Test
    void the_store_is_asked_a_bounded_number_of_things_at_once() {
        var answers = find(AccountLookups.IN_FLIGHT_MAX + 1);
        assertThat(asked).hasSize(AccountLookups.IN_FLIGHT_MAX);

        asked.getFirst().complete(Optional.empty());
        assertThat(asked).hasSize(AccountLookups.IN_FLIGHT_MAX + 1);
        asked.getLast().complete(Optional.empty());
        assertThat(answers.getLast()).isCompletedWithValue(Optional.empty());
    }

    @Test
    void the_line_is_bounded_and_who_comes_behind_it_fails_at_once() {
        var answers = find(AccountLookups.IN_FLIGHT_MAX + AccountLookups.WAITING_MAX);
        assertThat(answers.getLast()).isNotCompleted();

        assertThat(lookups.find(JULIET)).isCompletedExceptionally();
    }

    @Test
    void a_store_that_fails_makes_room_all_the_same() {
        find(AccountLookups.IN_FLIGHT_MAX + 1);
        asked.getFirst().completeExceptionally(new IllegalStateException("the store is away"));

        assertThat(asked).hasSize(AccountLookups.IN_FLIGHT_MAX + 1);
    }
}
