package io.kith.node.admin;

import static io.kith.node.admin.Refusal.Reason.CONFLICT;
import static io.kith.node.admin.Refusal.Reason.INVALID;
import static io.kith.node.admin.Refusal.Reason.UNKNOWN;
import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import io.kith.node.admin.LiveSessions.Ending;
import io.kith.persistence.Stores;
import io.kith.persistence.account.AccountRecord;
import io.kith.persistence.account.Accounts;
import io.kith.persistence.account.StoredKeys;
import io.kith.proto.jid.Jid;
import io.kith.proto.sasl.Password;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/// Does what operators ask for, over the stores and the living sessions.
public final class LocalAdministration implements Administration {

    private static final int USERS_PER_PAGE = 500;

    private final Stores stores;
    private final HostedDomains domains;
    private final LiveSessions sessions;
    private final RoomAdministration rooms;
    private final Function<Password, List<StoredKeys>> credentials;
    private final Executor hashing;
    private final Supplier<String> where;
    private final Supplier<CompletionStage<String>> reload;

    /// @param credentials what to store of a password; slow, called on `hashing` only
    public LocalAdministration(
            Stores stores,
            HostedDomains domains,
            LiveSessions sessions,
            RoomAdministration rooms,
            Function<Password, List<StoredKeys>> credentials,
            Executor hashing,
            Supplier<String> where,
            Supplier<CompletionStage<String>> reload) {
        this.stores = stores;
        this.domains = domains;
        this.sessions = sessions;
        this.rooms = rooms;
        this.credentials = credentials;
        this.hashing = hashing;
        this.where = where;
        this.reload = reload;
    }

    @Override
    public CompletionStage<Void> addUser(String user, String password) {
        return account(user, jid -> {
            if (!domains.hosts(jid.domain())) {
                return refused(UNKNOWN, jid.domain() + " is not served here; `kith domain add " + jid.domain() + "`");
            }
            return hashed(password, keys -> create(jid, keys));
        });
    }

    @Override
    public CompletionStage<Void> importUser(String user, String keys) {
        return account(user, jid -> {
            if (!domains.hosts(jid.domain())) {
                return refused(UNKNOWN, jid.domain() + " is not served here; `kith domain add " + jid.domain() + "`");
            }
            try {
                return create(jid, ImportedKeys.parse(keys));
            } catch (Refusal none) {
                return failedStage(none);
            }
        });
    }

    private CompletionStage<Void> create(Jid jid, List<StoredKeys> keys) {
        return stores.accounts().create(jid, keys).thenCompose(created -> switch (created) {
            case Accounts.Created.Ok _ -> {
                sessions.begin(jid);
                yield done();
            }
            case Accounts.Created.Exists _ -> refused(CONFLICT, jid + " exists already");
            case Accounts.Created.Resting(var until) ->
                refused(CONFLICT, jid + " was deleted, and its name rests until " + until);
        });
    }

    @Override
    public CompletionStage<Void> setPassword(String user, String password) {
        return account(
                user,
                jid -> hashed(password, keys -> stores.accounts().setCredentials(jid, keys))
                        .thenCompose(found -> known(found, jid))
                        .thenCompose(_ -> sessions.end(jid, Ending.PASSWORD_CHANGED)));
    }

    @Override
    public CompletionStage<Void> disableUser(String user) {
        return account(
                user,
                jid -> stores.accounts()
                        .setStatus(jid, AccountRecord.Status.DISABLED)
                        .thenCompose(found -> known(found, jid))
                        .thenCompose(_ -> sessions.end(jid, Ending.DISABLED)));
    }

    @Override
    public CompletionStage<Void> enableUser(String user) {
        return account(
                user,
                jid -> stores.accounts()
                        .setStatus(jid, AccountRecord.Status.ACTIVE)
                        .thenCompose(found -> known(found, jid))
                        .thenAccept(_ -> sessions.begin(jid)));
    }

    /// First nobody can log in, then nobody is logged in, then the contacts are told, then what the account owned goes:
    /// what an owner still wrote would not be erased. Repeating it finishes what was interrupted.
    @Override
    public CompletionStage<Void> deleteUser(String user) {
        return account(
                user,
                jid -> stores.accounts()
                        .setStatus(jid, AccountRecord.Status.LEAVING)
                        .thenCompose(found -> found ? sessions.leave(jid).thenApply(_ -> true) : completedStage(false))
                        .thenCompose(left -> stores.delete(jid)
                                .thenCompose(rests -> left || !rests
                                        ? known(rests, jid)
                                        : refused(UNKNOWN, jid + " has been deleted already; its name rests"))));
    }

    @Override
    public CompletionStage<Void> kickUser(String user) {
        return account(
                user,
                jid -> stores.accounts()
                        .find(jid)
                        .thenCompose(found -> known(found.isPresent(), jid))
                        .thenCompose(_ -> sessions.end(jid, Ending.KICKED)));
    }

    @Override
    public CompletionStage<UserPage> users(String domain, String after) {
        return domain(
                domain,
                name -> domains.hosts(name)
                        ? stores.accounts()
                                .list(name, after, USERS_PER_PAGE)
                                .thenApply(page -> new UserPage(
                                        page.accounts().stream()
                                                .map(LocalAdministration::seen)
                                                .toList(),
                                        page.next().orElse("")))
                        : refused(UNKNOWN, name + " is not served here"));
    }

    private static User seen(AccountRecord account) {
        return new User(account.jid().toString(), account.status().name().toLowerCase(Locale.ROOT), account.created());
    }

    @Override
    public CompletionStage<List<HostedDomain>> domains() {
        return domains.list();
    }

    @Override
    public CompletionStage<Void> addDomain(String domain) {
        return domain(domain, domains::add);
    }

    @Override
    public CompletionStage<Void> setDomain(String domain, Map<String, String> settings) {
        return domain(
                domain, name -> allKnown(domains.owners(settings), 0).thenCompose(_ -> domains.set(name, settings)));
    }

    /// Who registers a name that owns rooms, or whose server nobody reaches, must not come to own them.
    private CompletionStage<Void> allKnown(List<Jid> owners, int from) {
        if (from == owners.size()) {
            return done();
        }
        var owner = owners.get(from);
        return stores.accounts()
                .find(owner.bare())
                .thenCompose(found -> found.isPresent()
                        ? allKnown(owners, from + 1)
                        : refused(UNKNOWN, "there is no account " + owner + " that could own rooms"));
    }

    @Override
    public CompletionStage<Void> removeDomain(String domain) {
        return domain(domain, domains::remove);
    }

    @Override
    public RoomAdministration rooms() {
        return rooms;
    }

    @Override
    public CompletionStage<String> where() {
        return CompletableFuture.completedStage(where.get());
    }

    @Override
    public CompletionStage<String> reload() {
        return reload.get();
    }

    private <T> CompletionStage<T> hashed(String password, Function<List<StoredKeys>, CompletionStage<T>> then) {
        var prepared = Password.of(password);
        return prepared.isEmpty()
                ? refused(
                        INVALID, "this password can't be used: empty, longer than 1,024, or with forbidden characters")
                : CompletableFuture.supplyAsync(() -> credentials.apply(prepared.get()), hashing)
                        .thenCompose(then);
    }

    private static <T> CompletionStage<T> account(String user, Function<Jid, CompletionStage<T>> then) {
        var jid = Jid.tryParse(user);
        return jid.isEmpty() || jid.get().local().isEmpty() || jid.get().isFull()
                ? refused(INVALID, "'" + user + "' is no account; write NAME@DOMAIN")
                : then.apply(jid.get());
    }

    private static <T> CompletionStage<T> domain(String domain, Function<String, CompletionStage<T>> then) {
        var jid = Jid.tryParse(domain);
        return jid.isEmpty() || !jid.get().isDomain()
                ? refused(INVALID, "'" + domain + "' is no domain")
                : then.apply(jid.get().domain());
    }

    private static CompletionStage<Void> known(boolean found, Jid jid) {
        return found ? done() : refused(UNKNOWN, "there is no account " + jid);
    }

    private static CompletionStage<Void> done() {
        return CompletableFuture.completedStage(null);
    }

    private static <T> CompletionStage<T> refused(Refusal.Reason reason, String message) {
        return failedStage(new Refusal(reason, message));
    }
}
