package io.kith.proto.stanza;

import io.kith.proto.xml.XmlScan;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Where the parts of a stanza's start tag stand in its bytes. Immutable: every change gives another.
final class Layout {

    static final int TO = 0;
    static final int FROM = 1;
    static final int ID = 2;
    static final int TYPE = 3;
    static final int LANG = 4;

    private static final byte[][] NAMES = {name("to"), name("from"), name("id"), name("type"), name("xml:lang")};

    // Three places per attribute (where it can be cut out from, its value, the value's end; -1 if absent), then:
    private static final int NAME_END = 3 * NAMES.length;
    private static final int START_TAG_END = NAME_END + 1;
    private static final int CONTENT_END = NAME_END + 2;
    private static final int SIZE = NAME_END + 3;

    private final int[] places;

    private Layout(int[] places) {
        this.places = places;
    }

    /// @param xml the bytes that were scanned
    /// @param splice how those became the stanza's
    static Layout of(XmlScan scan, byte[] xml, Splice splice) {
        var places = new int[SIZE];
        Arrays.fill(places, 0, NAME_END, -1);
        var attributes = scan.attributes();
        for (var i = 0; i < attributes.size(); i++) {
            for (var k = 0; k < NAMES.length; k++) {
                if (attributes.isNamed(xml, i, NAMES[k])) {
                    places[3 * k] = splice.place(attributes.cut(i));
                    places[3 * k + 1] = splice.place(attributes.valueStart(i));
                    places[3 * k + 2] = splice.place(attributes.valueEnd(i));
                    break;
                }
            }
        }
        if (splice.put().length > 0) {
            places[3 * LANG] = splice.putAt();
            places[3 * LANG + 1] = splice.putAt() + Language.valueStart();
            places[3 * LANG + 2] = splice.putAt() + splice.put().length - 1;
        }
        places[NAME_END] = splice.nameEnd(scan.nameEnd());
        places[START_TAG_END] = splice.place(scan.startTagEnd());
        places[CONTENT_END] = scan.contentEnd() < 0 ? -1 : splice.place(scan.contentEnd());
        return new Layout(places);
    }

    boolean has(int attribute) {
        return places[3 * attribute] >= 0;
    }

    int cut(int attribute) {
        return places[3 * attribute];
    }

    int value(int attribute) {
        return places[3 * attribute + 1];
    }

    int valueEnd(int attribute) {
        return places[3 * attribute + 2];
    }

    int nameEnd() {
        return places[NAME_END];
    }

    int startTagEnd() {
        return places[START_TAG_END];
    }

    /// At the end tag's `<`, -1 if there is none.
    int contentEnd() {
        return places[CONTENT_END];
    }

    /// Everything from `place` on, but the name's end, moved by `delta`.
    Layout moved(int place, int delta) {
        var changed = places.clone();
        for (var i = 0; i < SIZE; i++) {
            if (changed[i] >= place && i != NAME_END) {
                changed[i] += delta;
            }
        }
        return new Layout(changed);
    }

    Layout without(int attribute) {
        return with(attribute, -1, -1, -1);
    }

    Layout with(int attribute, int cut, int value, int valueEnd) {
        var changed = places.clone();
        changed[3 * attribute] = cut;
        changed[3 * attribute + 1] = value;
        changed[3 * attribute + 2] = valueEnd;
        return new Layout(changed);
    }

    Layout withContent(int startTagEnd, int contentEnd) {
        var changed = places.clone();
        changed[START_TAG_END] = startTagEnd;
        changed[CONTENT_END] = contentEnd;
        return new Layout(changed);
    }

    static byte[] nameOf(int attribute) {
        return NAMES[attribute];
    }

    private static byte[] name(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }
}
