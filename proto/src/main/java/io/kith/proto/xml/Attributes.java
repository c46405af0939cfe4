package io.kith.proto.xml;

import java.util.Arrays;

/// Where the attributes of one start tag stand. Reused from tag to tag.
public final class Attributes {

    // Per attribute: where the space before it begins, its name, the colon in it or -1, the name's end, the value, and
    // whether the value has a reference.
    private static final int CUT = 0;
    private static final int NAME = 1;
    private static final int COLON = 2;
    private static final int NAME_END = 3;
    private static final int VALUE = 4;
    private static final int VALUE_END = 5;
    private static final int REFERENCE = 6;
    private static final int WIDTH = 7;

    private int[] places;
    private int size;
    private long seen; // one bit per kind of name, so that most names need not be compared with any other

    Attributes(int expected) {
        places = new int[WIDTH * expected];
    }

    public int size() {
        return size;
    }

    /// Where the white space before the attribute begins: what is cut out when it is removed, up to [#end].
    public int cut(int i) {
        return places[i * WIDTH + CUT];
    }

    public int nameStart(int i) {
        return places[i * WIDTH + NAME];
    }

    public int nameEnd(int i) {
        return places[i * WIDTH + NAME_END];
    }

    public int valueStart(int i) {
        return places[i * WIDTH + VALUE];
    }

    public int valueEnd(int i) {
        return places[i * WIDTH + VALUE_END];
    }

    /// Behind the closing quote.
    public int end(int i) {
        return valueEnd(i) + 1;
    }

    /// Whether the name, its prefix counted in, is `name`.
    public boolean isNamed(byte[] xml, int i, byte[] name) {
        var at = i * WIDTH;
        var start = places[at + NAME];
        return places[at + NAME_END] - start == name.length
                && xml[start] == name[0]
                && Arrays.equals(xml, start, start + name.length, name, 0, name.length);
    }

    /// The value that the attribute has.
    public String value(byte[] xml, int i) {
        return XmlText.attribute(xml, valueStart(i), valueEnd(i));
    }

    /// Whether it is `xmlns` or `xmlns:…`.
    public boolean isDeclaration(byte[] xml, int i) {
        var at = i * WIDTH;
        var name = places[at + NAME];
        var colon = places[at + COLON];
        return (colon < 0 ? places[at + NAME_END] : colon) - name == 5
                && xml[name] == 'x'
                && xml[name + 1] == 'm'
                && xml[name + 2] == 'l'
                && xml[name + 3] == 'n'
                && xml[name + 4] == 's';
    }

    boolean hasPrefix(int i) {
        return places[i * WIDTH + COLON] >= 0;
    }

    int colon(int i) {
        return places[i * WIDTH + COLON];
    }

    boolean hasReference(int i) {
        return places[i * WIDTH + REFERENCE] != 0;
    }

    void clear() {
        size = 0;
        seen = 0;
    }

    /// Notes a name.
    ///
    /// @return false if there is one of that name already
    boolean add(byte[] xml, int cut, int name, int colon, int nameEnd) {
        var bit = 1L << ((xml[name] * 31 + xml[nameEnd - 1]) * 31 + nameEnd - name);
        if ((seen & bit) != 0) {
            for (var at = 0; at < size * WIDTH; at += WIDTH) {
                if (Arrays.equals(xml, places[at + NAME], places[at + NAME_END], xml, name, nameEnd)) {
                    return false;
                }
            }
        }
        seen |= bit;
        var at = size * WIDTH;
        if (at == places.length) {
            places = Arrays.copyOf(places, 2 * at);
        }
        places[at + CUT] = cut;
        places[at + NAME] = name;
        places[at + COLON] = colon;
        places[at + NAME_END] = nameEnd;
        size++;
        return true;
    }

    /// Notes the value of the name that was added last.
    void value(int from, int to, boolean reference) {
        var at = (size - 1) * WIDTH;
        places[at + VALUE] = from;
        places[at + VALUE_END] = to;
        places[at + REFERENCE] = reference ? 1 : 0;
    }

    void copy(Attributes other) {
        if (places.length < other.size * WIDTH) {
            places = new int[other.places.length];
        }
        System.arraycopy(other.places, 0, places, 0, other.size * WIDTH);
        size = other.size;
    }

    void moved(int delta) {
        for (var at = 0; at < size * WIDTH; at += WIDTH) {
            places[at + CUT] += delta;
            places[at + NAME] += delta;
            places[at + COLON] = moved(places[at + COLON], delta);
            places[at + NAME_END] += delta;
            places[at + VALUE] += delta;
            places[at + VALUE_END] += delta;
        }
    }

    /// A place that may be -1, for nowhere.
    static int moved(int place, int delta) {
        return place < 0 ? place : place + delta;
    }
}
