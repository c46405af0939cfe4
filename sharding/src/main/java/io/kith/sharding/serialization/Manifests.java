package io.kith.sharding.serialization;

import io.kith.sharding.domain.Concern;
import io.kith.sharding.domain.Contacts;
import io.kith.sharding.domain.DomainChange;
import io.kith.sharding.domain.DomainRegistry;
import io.kith.sharding.domain.DomainSettings;
import io.kith.sharding.domain.RoomServiceChange;
import io.kith.sharding.domain.RoomServiceSettings;
import io.kith.sharding.room.RoomOrder;
import io.kith.sharding.room.RoomReport;
import io.kith.sharding.session.UserSession;
import io.kith.sharding.wire.OperatorMessage;
import io.kith.sharding.wire.WireCodec;
import io.kith.sharding.wire.WireForm;
import java.util.ArrayList;
import java.util.List;

/// The one list of everything that crosses nodes. A number stays with its message for ever, also
/// after the message is gone; a new message takes the next free number of its range and gets golden
/// bytes.
///
/// Ranges: 1 to 9 the wire itself, 10 to 39 to a connection, 40 to 79 to an account, 80 to 89 virtual hosts
/// (journalled as well), 90 to 109 presence, 110 to 129 between rooms and relays, 130 to 159
/// rooms' journals.
public final class Manifests {

    private static final WireCodec CODEC = new WireCodec(forms());

    /// What operators ask and are answered. The order counts, but only between nodes of the same version.
    static final List<Class<? extends OperatorMessage>> OPERATORS = List.of(
            DomainSettings.class,
            DomainSettings.Registration.class,
            Contacts.class,
            Concern.class,
            DomainChange.class,
            DomainChange.Registration.class,
            RoomServiceSettings.class,
            RoomServiceSettings.Creation.class,
            RoomServiceChange.class,
            RoomServiceChange.Place.class,
            RoomServiceChange.Makers.class,
            RoomServiceChange.Admins.class,
            DomainRegistry.Add.class,
            DomainRegistry.Change.class,
            DomainRegistry.Remove.class,
            DomainRegistry.Answer.class,
            RoomOrder.Show.class,
            RoomOrder.Create.class,
            RoomOrder.Destroy.class,
            RoomOrder.Kick.class,
            RoomOrder.Affiliate.class,
            RoomOrder.ListAffiliations.class,
            RoomReport.Done.class,
            RoomReport.Refused.class,
            RoomReport.Reason.class,
            RoomReport.Shown.class,
            RoomReport.Occupying.class,
            RoomReport.Affiliations.class,
            RoomReport.Affiliated.class,
            UserSession.Settle.class,
            UserSession.Settled.class);

    private Manifests() {}

    /// The codec of every message.
    public static WireCodec codec() {
        return CODEC;
    }

    private static List<WireForm<?>> forms() {
        var forms = new ArrayList<WireForm<?>>();
        forms.addAll(ChunkForm.all());
        forms.addAll(EdgeForms.all());
        forms.addAll(SessionForms.all());
        forms.addAll(DomainForms.all());
        forms.addAll(PresenceForms.all());
        forms.addAll(RoomForms.all());
        forms.addAll(RelayForms.all());
        return forms;
    }
}
