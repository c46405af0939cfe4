package io.kith.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.ConfigFactory;
import io.kith.node.admin.LiveSessions.Ending;
import io.kith.node.admin.Refusal;
import io.kith.node.settings.SettingsSource;
import io.kith.persistence.Stores;
import io.kith.persistence.account.Accounts;
import io.kith.proto.jid.Jid;
import io.kith.sharding.session.UserSession;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class OwnedSessionsTest {

    private static final Jid JULIET = Jid.parse("juliet@localhost");
    private static final Jid NURSE = Jid.parse("nurse@localhost");

    /// Its owner hears and says nothing.
    private static final Jid SILENT = Jid.parse("silent@localhost");

    private static final Accounts ACCOUNTS =
            Stores.inMemory(new Random(1), InstantSource.system()).accounts();
    private static final BlockingQueue<UserSession.Command> HEARD = new LinkedBlockingQueue<>();
    private static final ActorTestKit KIT = ActorTestKit.create(
            NodeConfig.SYSTEM,
            NodeConfig.of(
                    SettingsSource.of(Map.of("domains", List.of("localhost"))).read(), ConfigFactory.empty()));

    @BeforeAll
    static void start() {
        var cluster = Cluster.get(KIT.system());
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        ClusterSharding.get(KIT.system())
                .init(Entity.of(
                        UserSession.TYPE,
                        context -> Behaviors.receiveMessage(command -> {
                            if (context.getEntityId().equals(JULIET.toString())) {
                                HEARD.add(command);
                                if (command instanceof UserSession.Settle(var replyTo)) {
                                    replyTo.tell(UserSession.Settled.DONE);
                                }
                            }
                            return Behaviors.same();
                        })));
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void who_leaves_is_waited_for_until_there_is_no_such_account() throws Exception {
        ACCOUNTS.create(NURSE, List.of()).toCompletableFuture().join();
        var left = sessions(OwnedSessions.ANSWERS_WITHIN).leave(NURSE).toCompletableFuture();
        assertThat(left).isNotDone();
        ACCOUNTS.delete(NURSE).toCompletableFuture().join();
        left.get(20, TimeUnit.SECONDS);
    }

    private static OwnedSessions sessions(Duration answersWithin) {
        return new OwnedSessions(
                KIT.system(),
                ACCOUNTS,
                (account, message) -> ClusterSharding.get(KIT.system())
                        .entityRefFor(UserSession.TYPE, account.toString())
                        .tell(message),
                answersWithin);
    }

    @Test
    void sessions_are_ended_when_their_owner_says_so_behind_the_order() throws Exception {
        sessions(OwnedSessions.ANSWERS_WITHIN)
                .end(JULIET, Ending.KICKED)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        assertThat(HEARD).extracting(Object::getClass).containsExactly(UserSession.End.class, UserSession.Settle.class);
        HEARD.clear();
    }

    @Test
    void the_owner_of_an_account_that_was_made_or_enabled_hears_so() throws Exception {
        sessions(OwnedSessions.ANSWERS_WITHIN).begin(JULIET);
        assertThat(HEARD.poll(20, TimeUnit.SECONDS)).isEqualTo(new UserSession.Usable());
    }

    @Test
    void an_owner_that_does_not_say_so_is_waited_for_no_longer_than_the_bound() {
        var ended = sessions(Duration.ofMillis(200)).end(SILENT, Ending.KICKED);
        assertThatThrownBy(() -> ended.toCompletableFuture().get(30, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(Refusal.Reason.UNAVAILABLE))
                .hasMessageContaining("silent@localhost were told to end");
    }
}
