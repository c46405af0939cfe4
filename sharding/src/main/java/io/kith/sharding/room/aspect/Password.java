package io.kith.sharding.room.aspect;

import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.room.Entry;
import io.kith.sharding.room.RoomAspect;
import io.kith.sharding.room.RoomConfig;
import io.kith.sharding.room.RoomHooks;
import io.kith.sharding.room.RoomMachine;
import io.kith.sharding.room.RoomOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/// Rooms that ask for a password (XEP-0045 §7.2.5). It is compared in constant time.
public final class Password implements RoomAspect {

    @Override
    public void install(RoomHooks hooks) {
        hooks.feature(config -> config.is(RoomOptions.PASSWORD_PROTECTED) ? "muc_passwordprotected" : "muc_unsecured");
        hooks.rule(Password::isThere);
        hooks.mayJoin(Password::refuse);
    }

    private static Optional<String> isThere(RoomConfig config) {
        return config.is(RoomOptions.PASSWORD_PROTECTED)
                        && config.get(RoomOptions.SECRET).isBlank()
                ? Optional.of("A password-protected room needs a password: " + RoomOptions.SECRET.name())
                : Optional.empty();
    }

    private static Optional<StanzaError> refuse(RoomMachine room, Entry entry) {
        if (!room.config().is(RoomOptions.PASSWORD_PROTECTED)) {
            return Optional.empty();
        }
        var given = entry.x().child("password").map(Element::text).orElse("");
        return isSame(given, room.config().get(RoomOptions.SECRET))
                ? Optional.empty()
                : Optional.of(StanzaError.NOT_AUTHORIZED);
    }

    private static boolean isSame(String given, String secret) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
    }
}
