package io.kith.persistence.account;

import static io.kith.persistence.Futures.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.persistence.account.AccountRecord.Status;
import io.kith.persistence.account.Accounts.Created;
import io.kith.proto.jid.Jid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every `Accounts` promises.
interface AccountsContract {

    StoredKeys KEYS = new StoredKeys("SCRAM-SHA-256", new byte[] {1}, 10_000, new byte[] {2}, new byte[] {3});
    StoredKeys NEWER = new StoredKeys("SCRAM-SHA-512", new byte[] {4}, 10_000, new byte[] {5}, new byte[] {6});

    Accounts accounts();

    /// An account's address in a domain that no other test uses.
    static Jid juliet() {
        return new Jid("juliet", domain(), "");
    }

    static String domain() {
        return UUID.randomUUID() + ".example";
    }

    default AccountRecord created(Jid jid) {
        assertThat(get(accounts().create(jid, List.of(KEYS)))).isInstanceOf(Created.Ok.class);
        return get(accounts().find(jid)).orElseThrow();
    }

    @Test
    default void an_account_is_found_as_it_was_created() {
        var juliet = juliet();

        var created = get(accounts().create(juliet, List.of(KEYS, NEWER)));
        var found = get(accounts().find(juliet)).orElseThrow();

        assertThat(created).isEqualTo(new Created.Ok(found));
        assertThat(found.jid()).isEqualTo(juliet);
        assertThat(found.credentials()).containsExactly(KEYS, NEWER);
        assertThat(found.status()).isEqualTo(Status.ACTIVE);
        assertThat(found.uid().version()).isEqualTo(4);
    }

    @Test
    default void nobody_else_gets_a_name_that_is_taken() {
        var juliet = juliet();
        var first = created(juliet);

        assertThat(get(accounts().create(juliet, List.of(NEWER)))).isEqualTo(new Created.Exists());
        assertThat(get(accounts().find(juliet))).contains(first);
    }

    @Test
    default void of_many_who_claim_a_name_at_once_one_gets_it() {
        var juliet = juliet();

        var claims = IntStream.range(0, 8)
                .mapToObj(_ -> accounts().create(juliet, List.of(KEYS)))
                .toList();

        assertThat(claims.stream().map(CompletionStage::toCompletableFuture).map(claim -> get(claim)))
                .filteredOn(Created.Ok.class::isInstance)
                .hasSize(1);
    }

    @Test
    default void one_name_in_two_domains_is_two_accounts() {
        assertThat(created(juliet()).uid()).isNotEqualTo(created(juliet()).uid());
    }

    @Test
    default void credentials_and_status_are_replaced() {
        var juliet = juliet();
        var before = created(juliet);

        assertThat(get(accounts().setCredentials(juliet, List.of(NEWER)))).isTrue();
        assertThat(get(accounts().setStatus(juliet, Status.DISABLED))).isTrue();

        assertThat(get(accounts().find(juliet)))
                .contains(new AccountRecord(before.uid(), juliet, List.of(NEWER), Status.DISABLED, before.created()));
    }

    @Test
    default void an_account_that_leaves_goes_on_leaving() {
        var juliet = juliet();
        created(juliet);

        assertThat(get(accounts().setStatus(juliet, Status.LEAVING))).isTrue();
        assertThat(get(accounts().setStatus(juliet, Status.ACTIVE))).isFalse();
        assertThat(get(accounts().setStatus(juliet, Status.DISABLED))).isFalse();
        assertThat(get(accounts().setCredentials(juliet, List.of(NEWER)))).isFalse();
        assertThat(get(accounts().setStatus(juliet, Status.LEAVING))).isTrue();
        assertThat(get(accounts().find(juliet)).map(AccountRecord::status)).contains(Status.LEAVING);
        assertThat(get(accounts().create(juliet, List.of(KEYS)))).isInstanceOf(Created.Exists.class);
        assertThat(get(accounts().delete(juliet))).isPresent();
        assertThat(get(accounts().find(juliet))).isEmpty();
    }

    @Test
    default void an_account_that_is_not_there_cannot_be_changed() {
        var juliet = juliet();

        assertThat(get(accounts().setCredentials(juliet, List.of(KEYS)))).isFalse();
        assertThat(get(accounts().setStatus(juliet, Status.ACTIVE))).isFalse();
        assertThat(get(accounts().delete(juliet))).isEmpty();
        assertThat(get(accounts().find(juliet))).isEmpty();
    }

    @Test
    default void the_name_of_a_deleted_account_rests() {
        var juliet = juliet();
        var account = created(juliet);

        assertThat(get(accounts().delete(juliet))).contains(account.uid());

        assertThat(get(accounts().find(juliet))).isEmpty();
        assertThat(get(accounts().create(juliet, List.of(KEYS)))).isInstanceOf(Created.Resting.class);
        assertThat(get(accounts().setCredentials(juliet, List.of(KEYS)))).isFalse();
        assertThat(get(accounts().setStatus(juliet, Status.ACTIVE))).isFalse();
        assertThat(get(accounts().find(juliet))).isEmpty();
    }

    @Test
    default void deleting_again_names_the_same_uid() {
        var juliet = juliet();
        var account = created(juliet);
        get(accounts().delete(juliet));

        assertThat(get(accounts().delete(juliet))).contains(account.uid());
    }

    @Test
    default void a_listing_has_every_account_of_the_domain_once_in_the_order_of_their_bytes() {
        var domain = domain();
        var names = new ArrayList<>(
                List.of("a", "ab", "nurse", "z", "é", "｡", "😀")); // the last two differ from String's order
        for (int i = 10; i < 60; i++) {
            names.add(names.size() - 3, "zz" + i);
        }
        for (var name : names.reversed()) {
            created(new Jid(name, domain, ""));
        }
        created(juliet());

        var listed = new ArrayList<String>();
        var after = Optional.of("");
        while (after.isPresent()) {
            var page = get(accounts().list(domain, after.get(), 10));
            page.accounts().forEach(account -> listed.add(account.jid().local()));
            assertThat(page.accounts()).hasSizeLessThanOrEqualTo(10);
            after = page.next();
        }

        assertThat(listed).isEqualTo(names);
    }

    @Test
    default void a_deleted_account_is_not_listed() {
        var juliet = juliet();
        created(juliet);
        var nurse = created(new Jid("nurse", juliet.domain(), ""));
        get(accounts().delete(juliet));

        assertThat(get(accounts().list(juliet.domain(), "", 10)).accounts()).containsExactly(nurse);
    }

    @Test
    default void a_page_has_at_most_its_bound() {
        assertThat(get(accounts().list(domain(), "", Accounts.PAGE_MAX)).accounts())
                .isEmpty();
        assertThatThrownBy(() -> accounts().list(domain(), "", Accounts.PAGE_MAX + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void only_a_bare_address_with_a_name_can_be_an_account() {
        assertThatThrownBy(() -> accounts().create(new Jid("", "capulet.example", ""), List.of(KEYS)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> accounts().create(new Jid("juliet", "capulet.example", "balcony"), List.of(KEYS)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
