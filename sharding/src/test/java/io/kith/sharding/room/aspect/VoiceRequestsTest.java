package io.kith.sharding.room.aspect;

import static io.kith.sharding.room.RoomClient.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.form.DataForm;
import io.kith.proto.form.FormField;
import io.kith.proto.ns.Namespaces;
import io.kith.sharding.room.RoomClient;
import io.kith.sharding.room.RoomLimits;
import io.kith.sharding.room.RoomWorld;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class VoiceRequestsTest {

    private static final String TYPE = "http://jabber.org/protocol/muc#request";
    private final RoomWorld world = new RoomWorld(new VoiceRequests());
    private final RoomClient juliet = world.opened("juliet");
    private final RoomClient romeo = world.client("romeo");

    VoiceRequestsTest() {
        juliet.submits(FormField.of("muc#roomconfig_moderatedroom", "1"));
        romeo.joins("romeo");
        juliet.took();
        romeo.took();
    }

    private static RoomClient submits(RoomClient client, FormField... fields) {
        var form = DataForm.of(DataForm.Type.SUBMIT, fields);
        return client.sends("<message>" + form.toElement().toXml() + "</message>");
    }

    private RoomClient asks(RoomClient client) {
        return submits(client, FormField.formType(TYPE), FormField.of("muc#role", "participant"));
    }

    private RoomClient approves(RoomClient client, String allow) {
        return submits(
                client,
                FormField.formType(TYPE),
                FormField.of("muc#role", "participant"),
                FormField.of("muc#jid", "romeo@verona.example/balcony"),
                FormField.of("muc#roomnick", "romeo"),
                FormField.of("muc#request_allow", allow));
    }

    @Test
    void moderators_are_asked_with_a_form_and_grant() {
        asks(romeo);
        var form = juliet.got1()
                .child("x", Namespaces.DATA_FORMS)
                .flatMap(DataForm::from)
                .orElseThrow();
        assertThat(form.type()).isEqualTo(DataForm.Type.FORM);
        assertThat(form.value("muc#roomnick")).contains("romeo");
        assertThat(form.value("muc#jid")).contains("romeo@verona.example/balcony");
        assertThat(form.flag("muc#request_allow")).contains(false);

        approves(juliet, "true");
        assertThat(item(romeo.got1()).attributeOr("role", "")).isEqualTo("participant");
        assertThat(romeo.says("at last").got()).containsExactly("message/romeo:groupchat at last");
    }

    @Test
    void a_moderator_who_is_away_finds_the_request_with_its_owner() {
        world.room.dormant(juliet.jid());
        asks(romeo);

        assertThat(romeo.took()).isEmpty();
        assertThat(juliet.took()).isEmpty();
        assertThat(world.mail.getLast().to()).isEqualTo(juliet.jid());
        assertThat(world.mail.getLast().has("x", Namespaces.DATA_FORMS)).isTrue();
    }

    @Test
    void where_no_moderator_is_nobody_can_be_asked() {
        juliet.leaves();
        romeo.took();

        assertThat(asks(romeo).refusal()).isEqualTo("recipient-unavailable");
    }

    @Test
    void moderators_may_say_no() {
        approves(juliet, "false");

        assertThat(romeo.took()).isEmpty();
    }

    @Test
    void others_grant_nothing() {
        assertThat(approves(romeo, "true").refusal()).isEqualTo("forbidden");
    }

    @Test
    void who_has_left_meanwhile_gets_nothing() {
        romeo.leaves();
        juliet.took();

        assertThat(approves(juliet, "true").refusal()).isEqualTo("item-not-found");
    }

    @Test
    void from_outside_nobody_asks() {
        assertThat(asks(world.client("nurse")).refusal()).isEqualTo("not-acceptable");
    }

    @Test
    void who_has_a_voice_asks_for_none() {
        asks(juliet);

        assertThat(juliet.took()).isEmpty();
    }

    @Test
    void only_a_voice_is_to_be_had() {
        submits(romeo, FormField.formType(TYPE), FormField.of("muc#role", "moderator"));

        assertThat(romeo.refusal()).isEqualTo("bad-request");
    }

    @Test
    void requests_have_a_pace() {
        IntStream.range(0, RoomLimits.DEFAULT.rates().requests().burst()).forEach(_ -> asks(romeo));
        assertThat(romeo.took()).isEmpty();
        assertThat(asks(romeo).refusal()).isEqualTo("resource-constraint");
        assertThat(juliet.took()).hasSize(RoomLimits.DEFAULT.rates().requests().burst());
    }
}
