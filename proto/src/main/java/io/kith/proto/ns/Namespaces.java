package io.kith.proto.ns;

/// Every XML namespace name that the server reads or writes, under the name of what it stands for.
///
/// A specification with several names has one constant per name (`DISCO_INFO`, `DISCO_ITEMS`).
public final class Namespaces {

    // XML itself.
    public static final String XML = "http://www.w3.org/XML/1998/namespace";
    public static final String XMLNS = "http://www.w3.org/2000/xmlns/";

    // RFC 6120: streams, content, negotiation.
    public static final String STREAM = "http://etherx.jabber.org/streams";
    public static final String CLIENT = "jabber:client";
    public static final String SERVER = "jabber:server";
    public static final String COMPONENT_ACCEPT = "jabber:component:accept";
    public static final String STREAM_ERRORS = "urn:ietf:params:xml:ns:xmpp-streams";
    public static final String STANZA_ERRORS = "urn:ietf:params:xml:ns:xmpp-stanzas";
    public static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";
    public static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
    public static final String BIND = "urn:ietf:params:xml:ns:xmpp-bind";
    public static final String SESSION = "urn:ietf:params:xml:ns:xmpp-session";
    public static final String FRAMING = "urn:ietf:params:xml:ns:xmpp-framing";

    // RFC 6121 and what belongs to a roster.
    public static final String ROSTER = "jabber:iq:roster";
    public static final String ROSTER_VERSIONING = "urn:xmpp:features:rosterver";
    public static final String PRE_APPROVAL = "urn:xmpp:features:pre-approval";

    // The stream: management, client state, authentication.
    public static final String SM = "urn:xmpp:sm:3";
    public static final String CSI = "urn:xmpp:csi:0";
    public static final String SASL2 = "urn:xmpp:sasl:2";
    public static final String BIND2 = "urn:xmpp:bind:0";
    public static final String FAST = "urn:xmpp:fast:0";
    public static final String SASL_CHANNEL_BINDING = "urn:xmpp:sasl-cb:0";
    public static final String SASL_UPGRADE = "urn:xmpp:sasl:upgrade:0";
    public static final String STREAM_LIMITS = "urn:xmpp:stream-limits:0";
    public static final String REGISTER = "jabber:iq:register";
    public static final String REGISTER_FEATURE = "http://jabber.org/features/iq-register";

    // Messages.
    public static final String CARBONS = "urn:xmpp:carbons:2";
    public static final String CARBONS_RULES = "urn:xmpp:carbons:rules:0";
    public static final String FORWARD = "urn:xmpp:forward:0";
    public static final String DELAY = "urn:xmpp:delay";
    public static final String LEGACY_DELAY = "jabber:x:delay";
    public static final String STANZA_ID = "urn:xmpp:sid:0";
    public static final String HINTS = "urn:xmpp:hints";
    public static final String OFFLINE = "msgoffline";
    public static final String CHAT_STATES = "http://jabber.org/protocol/chatstates";
    public static final String RECEIPTS = "urn:xmpp:receipts";
    public static final String CHAT_MARKERS = "urn:xmpp:chat-markers:0";
    public static final String CORRECTION = "urn:xmpp:message-correct:0";
    public static final String ATTENTION = "urn:xmpp:attention:0";
    public static final String OOB = "jabber:x:oob";
    public static final String ENCRYPTION = "urn:xmpp:eme:0";
    public static final String OMEMO_LEGACY = "eu.siacs.conversations.axolotl";
    public static final String OMEMO = "urn:xmpp:omemo:2";
    public static final String REACTIONS = "urn:xmpp:reactions:0";
    public static final String REPLY = "urn:xmpp:reply:0";
    public static final String FALLBACK = "urn:xmpp:fallback:0";
    public static final String RETRACT = "urn:xmpp:message-retract:1";
    public static final String MODERATE = "urn:xmpp:message-moderate:1";
    public static final String REFERENCES = "urn:xmpp:reference:0";
    public static final String FASTEN = "urn:xmpp:fasten:0";
    public static final String STYLING = "urn:xmpp:styling:0";
    public static final String OCCUPANT_ID = "urn:xmpp:occupant-id:0";
    public static final String JINGLE_MESSAGE = "urn:xmpp:jingle-message:0";
    public static final String XHTML_IM = "http://jabber.org/protocol/xhtml-im";
    public static final String XHTML = "http://www.w3.org/1999/xhtml";
    public static final String NICK = "http://jabber.org/protocol/nick";

    // Archive, inbox, synchronisation.
    public static final String MAM = "urn:xmpp:mam:2";
    public static final String MAM_EXTENDED = "urn:xmpp:mam:2#extended";
    public static final String INBOX = "urn:xmpp:inbox:1";
    public static final String DISPLAYED_SYNC = "urn:xmpp:mds:displayed:0";
    public static final String RSM = "http://jabber.org/protocol/rsm";

    // Discovery and small queries.
    public static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";
    public static final String DISCO_ITEMS = "http://jabber.org/protocol/disco#items";
    public static final String CAPS = "http://jabber.org/protocol/caps";
    public static final String CAPS_OPTIMIZE = "http://jabber.org/protocol/caps#optimize";
    public static final String DATA_FORMS = "jabber:x:data";
    public static final String PING = "urn:xmpp:ping";
    public static final String TIME = "urn:xmpp:time";
    public static final String VERSION = "jabber:iq:version";
    public static final String SEARCH = "jabber:iq:search";
    public static final String LAST = "jabber:iq:last";
    public static final String PRIVATE = "jabber:iq:private";
    public static final String BOOKMARKS_LEGACY = "storage:bookmarks";
    public static final String BLOCKING = "urn:xmpp:blocking";
    public static final String BLOCKING_ERRORS = "urn:xmpp:blocking:errors";
    public static final String REPORTING = "urn:xmpp:reporting:1";
    public static final String COMMANDS = "http://jabber.org/protocol/commands";
    public static final String SERVER_INFO = "http://jabber.org/network/serverinfo";
    public static final String EXTERNAL_SERVICES = "urn:xmpp:extdisco:2";
    public static final String HTTP_UPLOAD = "urn:xmpp:http:upload:0";
    public static final String PUSH = "urn:xmpp:push:0";
    public static final String ADDRESS = "http://jabber.org/protocol/address";
    public static final String JINGLE = "urn:xmpp:jingle:1";

    // Profiles.
    public static final String VCARD = "vcard-temp";
    public static final String VCARD_UPDATE = "vcard-temp:x:update";
    public static final String VCARD4 = "urn:ietf:params:xml:ns:vcard-4.0";
    public static final String AVATAR_DATA = "urn:xmpp:avatar:data";
    public static final String AVATAR_METADATA = "urn:xmpp:avatar:metadata";
    public static final String IDLE = "urn:xmpp:idle:1";

    // Rooms.
    public static final String MUC = "http://jabber.org/protocol/muc";
    public static final String MUC_USER = "http://jabber.org/protocol/muc#user";
    public static final String MUC_ADMIN = "http://jabber.org/protocol/muc#admin";
    public static final String MUC_OWNER = "http://jabber.org/protocol/muc#owner";
    public static final String MUC_STABLE_ID = "http://jabber.org/protocol/muc#stable_id";
    public static final String MUC_SELF_PING = "http://jabber.org/protocol/muc#self-ping-optimization";
    public static final String CONFERENCE = "jabber:x:conference";
    public static final String HATS = "urn:xmpp:hats:0";
    public static final String MUCSUB = "urn:xmpp:mucsub:0";
    public static final String MENTIONS = "urn:xmpp:mmn:0";

    // PubSub.
    public static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    public static final String PUBSUB_EVENT = "http://jabber.org/protocol/pubsub#event";
    public static final String PUBSUB_OWNER = "http://jabber.org/protocol/pubsub#owner";
    public static final String PUBSUB_ERRORS = "http://jabber.org/protocol/pubsub#errors";
    public static final String BOOKMARKS = "urn:xmpp:bookmarks:1";

    private Namespaces() {}
}
