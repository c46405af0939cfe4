package io.kith.sharding.room;

/// Something that occupants can be marked with (XEP-0317).
///
/// @param uri what it is known by
/// @param title for people
/// @param hue a hue angle as it was written, or ""
public record Hat(String uri, String title, String hue) {}
