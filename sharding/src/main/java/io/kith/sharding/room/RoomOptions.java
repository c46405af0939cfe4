package io.kith.sharding.room;

import io.kith.proto.form.FormField;
import io.kith.proto.jid.Jid;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The options of every room: those that XEP-0045 §16.5.3 registers, and the threshold from which joins and leaves are
/// rolled up. `muc#roomconfig_pubsub` is left out: no room has a node.
public final class RoomOptions {

    /// What a form may set the occupants of one room to at most.
    public static final int OCCUPANTS_MAX = 100_000;

    /// Who sees real addresses.
    public enum Whois {
        /// Semi-anonymous.
        MODERATORS,
        /// Non-anonymous.
        ANYONE
    }

    /// Who may send private messages.
    public enum PrivateMessages {
        ANYONE,
        PARTICIPANTS,
        MODERATORS,
        NONE
    }

    public static final RoomOption<String> NAME =
            RoomOption.shown("muc#roomconfig_roomname", "Natural-Language Room Name", 256);
    public static final RoomOption<String> DESCRIPTION =
            RoomOption.shown("muc#roomconfig_roomdesc", "Short Description of Room", 1_024);
    public static final RoomOption<String> LANGUAGE =
            RoomOption.language("muc#roomconfig_lang", "Natural Language for Room Discussions");
    public static final RoomOption<Boolean> PUBLIC =
            RoomOption.flag("muc#roomconfig_publicroom", "Allow Public Searching for Room?", true);
    public static final RoomOption<Boolean> PERSISTENT =
            RoomOption.flag("muc#roomconfig_persistentroom", "Make Room Persistent?", false);
    public static final RoomOption<Boolean> MODERATED =
            RoomOption.flag("muc#roomconfig_moderatedroom", "Make Room Moderated?", false);
    public static final RoomOption<Boolean> MEMBERS_ONLY =
            RoomOption.flag("muc#roomconfig_membersonly", "Make Room Members-Only?", false);
    public static final RoomOption<Boolean> PASSWORD_PROTECTED =
            RoomOption.flag("muc#roomconfig_passwordprotectedroom", "Password Required to Enter?", false);
    public static final RoomOption<String> SECRET =
            RoomOption.text("muc#roomconfig_roomsecret", "text-private", "The Room Password", 256);
    public static final RoomOption<Whois> WHOIS =
            RoomOption.choice("muc#roomconfig_whois", "Who May Discover Real JIDs?", Whois.MODERATORS, Whois.class);
    public static final RoomOption<Integer> MAX_USERS = maxUsers();
    public static final RoomOption<Boolean> CHANGE_SUBJECT =
            RoomOption.flag("muc#roomconfig_changesubject", "Allow Occupants to Change Subject?", false);
    public static final RoomOption<Boolean> ALLOW_INVITES =
            RoomOption.flag("muc#roomconfig_allowinvites", "Allow Members to Invite Others?", false);
    public static final RoomOption<PrivateMessages> ALLOW_PM = RoomOption.choice(
            "muc#roomconfig_allowpm",
            "Roles that May Send Private Messages",
            PrivateMessages.ANYONE,
            PrivateMessages.class);
    public static final RoomOption<Boolean> LOGGING =
            RoomOption.flag("muc#roomconfig_enablelogging", "Enable Public Logging?", false);
    public static final RoomOption<Set<Role>> PRESENCE_BROADCAST = RoomOption.choices(
            "muc#roomconfig_presencebroadcast",
            "Roles for which Presence is Broadcasted",
            Set.of(Role.MODERATOR, Role.PARTICIPANT, Role.VISITOR),
            Role.class,
            List.of(Role.MODERATOR, Role.PARTICIPANT, Role.VISITOR));
    public static final RoomOption<Set<Role>> GET_MEMBER_LIST = RoomOption.choices(
            "muc#roomconfig_getmemberlist",
            "Roles that May Retrieve Member List",
            Set.of(Role.MODERATOR, Role.PARTICIPANT, Role.VISITOR),
            Role.class,
            List.of(Role.MODERATOR, Role.PARTICIPANT, Role.VISITOR));
    public static final RoomOption<Integer> MAX_HISTORY = RoomOption.number(
            "muc#maxhistoryfetch", "Maximum Number of History Messages Returned by Room", 20, History.MESSAGES_MAX);
    public static final RoomOption<Integer> ROLL_UP = RoomOption.number(
            "urn:kith:room#rollup",
            "Occupants From Which Joins and Leaves Are Not Shown One by One (0 for Never)",
            0,
            OCCUPANTS_MAX);

    /// All of them, in the order of the form.
    public static final List<RoomOption<?>> ALL = List.of(
            NAME,
            DESCRIPTION,
            LANGUAGE,
            PUBLIC,
            PERSISTENT,
            MODERATED,
            MEMBERS_ONLY,
            PASSWORD_PROTECTED,
            SECRET,
            WHOIS,
            MAX_USERS,
            CHANGE_SUBJECT,
            ALLOW_INVITES,
            ALLOW_PM,
            LOGGING,
            PRESENCE_BROADCAST,
            GET_MEMBER_LIST,
            MAX_HISTORY,
            ROLL_UP);

    private RoomOptions() {}

    /// 0, written "none", leaves it to the service's own bound.
    private static RoomOption<Integer> maxUsers() {
        var choices = List.of("10", "20", "50", "100", "200", "500", "1000", "none");
        return new RoomOption<>(
                "muc#roomconfig_maxusers",
                "list-single",
                "Maximum Number of Occupants",
                0,
                choices.stream().map(text -> new FormField.Option("", text)).toList(),
                RoomOptions::usersOf,
                number -> List.of(number == 0 ? "none" : Integer.toString(number)));
    }

    private static Optional<Integer> usersOf(List<String> values) {
        if (values.isEmpty() || values.getFirst().isEmpty() || values.getFirst().equals("none")) {
            return Optional.of(0);
        }
        try {
            return Optional.of(Integer.parseInt(values.getFirst().strip()))
                    .filter(number -> number > 0 && number <= OCCUPANTS_MAX);
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    /// Whether everybody in the room sees real addresses.
    public static boolean isNonAnonymous(RoomConfig config) {
        return config.get(WHOIS) == Whois.ANYONE;
    }

    /// What a joining client must be told the room's own address is called: its name, else its local part.
    public static String displayName(RoomConfig config, Jid room) {
        var name = config.get(NAME);
        return name.isEmpty() ? room.local() : name;
    }
}
