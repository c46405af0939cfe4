package io.kith.proto.xml;

import static io.kith.proto.xml.MalformedXml.Fault.LIMIT;
import static io.kith.proto.xml.MalformedXml.Fault.NOT_WELL_FORMED;
import static io.kith.proto.xml.MalformedXml.Fault.RESTRICTED;

import java.util.Arrays;

/// Reads one element, byte by byte as it arrives: checks that it is well-formed, in UTF-8, right in its namespaces and
/// within [XmlLimits], and notes where its parts stand. It keeps positions, never bytes.
///
/// [#begin] names the place of the element's first byte in an array; each [#scan] goes on from where the last one
/// stopped, in the same array or in another that holds the same bytes at other places ([#moved]). What it says depends
/// on the bytes alone, never on how they were cut. Once it has thrown it must [#begin] anew. It is reused from element
/// to element, belongs to one thread at a time, and its arrays grow no further than the limits allow.
///
/// Obeys XML 1.0 (fifth edition) and Namespaces in XML 1.0 with the restrictions of RFC 6120 §11.1: comments,
/// processing instructions, document types and entities of one's own are refused.
///
/// One file, as its states are one machine: split up, each part would need all of its fields.
public final class XmlScan {

    /// The element goes on: call [#scan] again with more bytes.
    public static final int MORE = -1;

    private static final int TEXT = 0;
    private static final int MARKUP = 1;
    private static final int NAME = 2;
    private static final int TAG = 3;
    private static final int EMPTY_TAG = 4;
    private static final int ATTRIBUTE_NAME = 5;
    private static final int EQUALS = 6;
    private static final int QUOTE = 7;
    private static final int VALUE = 8;
    private static final int END_NAME = 9;
    private static final int END_TAG = 10;
    private static final int BANG = 11;
    private static final int CDATA = 12;
    private static final int START = 13;

    private static final byte[] CDATA_MARK = {'[', 'C', 'D', 'A', 'T', 'A', '['};

    // What one open element has on the stack: its name, and where its end is also whether it declares a namespace. Only
    // one that does has what was in force before it on the second stack.
    private static final int FRAME = 2;
    private static final int FRAMES_AT_FIRST = 8;

    // What one attribute has: Attributes' layout.
    private static final int ATTRIBUTES_AT_FIRST = 8;
    private static final int CHILDREN_AT_FIRST = 8;

    private static final boolean[] TEXT_STOPS = new boolean[256];
    private static final boolean[] VALUE_STOPS = new boolean[256];
    private static final boolean[] NAME_BYTES = new boolean[256];

    static {
        for (var b = 0; b < 256; b++) {
            var odd = b >= 0x80 || !XmlChars.isChar(b);
            TEXT_STOPS[b] = odd || b == '<' || b == '&' || b == '>';
            VALUE_STOPS[b] = odd || b == '<' || b == '&' || b == '"' || b == '\'';
            NAME_BYTES[b] = b < 0x80 && XmlChars.isName(b);
        }
    }

    private XmlLimits limits = XmlLimits.DEFAULT;
    private Namespace content = Namespace.NONE;
    private boolean startTagOnly;

    private int start;
    private int pos;
    private int state;
    private int depth;

    // The tag or text being read.
    private int mark; // where the last whole token of a tag ended, or a text or CDATA section began
    private int nameStart;
    private int colon;
    private int elementStart;
    private int elementColon;
    private int elementEnd;
    private final Attributes attributes = new Attributes(ATTRIBUTES_AT_FIRST);
    private boolean declares;
    private boolean prefixed;
    private int valueStart;
    private byte quote;
    private boolean referenced;

    // The open elements, and the declarations in force.
    private int[] frames = new int[FRAME * FRAMES_AT_FIRST];
    private final Declared declared = new Declared(FRAMES_AT_FIRST);

    // What is told in the end.
    private final Attributes rootAttributes = new Attributes(ATTRIBUTES_AT_FIRST);
    private String rootName = "";
    private String rootNamespace = "";
    private int rootNameEnd;
    private int rootTagEnd;
    private int contentEnd;
    private int childCount;
    private int[] childRanges = new int[2 * CHILDREN_AT_FIRST];
    private String[] childNames = new String[2 * CHILDREN_AT_FIRST];
    private Borrowed borrowed = Borrowed.NOTHING;
    private boolean rewrite;

    /// Begins an element whose `<` is, or will be, at `start`.
    ///
    /// @param scope the declarations in force around it
    /// @param content the stream's content namespace
    public void begin(int start, Scope scope, Namespace content, XmlLimits limits) {
        this.limits = limits;
        this.content = content;
        this.start = start;
        startTagOnly = false;
        pos = start;
        state = START;
        depth = 0;
        declared.begin(scope, content);
        childCount = 0;
        borrowed = Borrowed.NOTHING;
        rewrite = false;
        contentEnd = -1;
    }

    /// Begins a stream header: as [#begin], but the start tag is all of it.
    public void beginStartTag(int start, XmlLimits limits) {
        begin(start, Scope.NONE, Namespace.NONE, limits);
        startTagOnly = true;
    }

    /// Reads one whole element with white space around it, and nothing else.
    ///
    /// @throws MalformedXml if it is not that
    public static XmlScan whole(byte[] xml, Scope scope, Namespace content, XmlLimits limits) {
        var from = 0;
        while (from < xml.length && XmlChars.isSpace(xml[from])) {
            from++;
        }
        var scan = new XmlScan();
        scan.begin(from, scope, content, limits);
        var after = scan.scan(xml, xml.length);
        if (after == MORE) {
            throw MalformedXml.inInput(NOT_WELL_FORMED, "the element does not end");
        }
        while (after < xml.length && XmlChars.isSpace(xml[after])) {
            after++;
        }
        if (after < xml.length) {
            throw MalformedXml.inInput(NOT_WELL_FORMED, "something follows the element");
        }
        return scan;
    }

    /// Reads on, up to `end`.
    ///
    /// @return the place behind the element's last byte, or [#MORE]
    /// @throws MalformedXml once no further byte could make it acceptable
    public int scan(byte[] xml, int end) {
        var stop = (int) Math.min(end, (long) start + limits.stanzaBytesMax());
        var after = advance(xml, stop);
        if (after == MORE && end > stop) {
            throw over("bytes", limits.stanzaBytesMax(), "stanzaBytesMax");
        }
        return after;
    }

    /// Says that the bytes read so far now stand `delta` places further on.
    public void moved(int delta) {
        start += delta;
        pos += delta;
        mark += delta;
        nameStart += delta;
        colon = Attributes.moved(colon, delta);
        elementStart += delta;
        elementColon = Attributes.moved(elementColon, delta);
        elementEnd += delta;
        valueStart += delta;
        declared.moved(delta);
        rootNameEnd += delta;
        rootTagEnd += delta;
        attributes.moved(delta);
        rootAttributes.moved(delta);
        for (var i = 0; i < depth * FRAME; i += FRAME) {
            frames[i] += delta;
            frames[i + 1] += 2 * delta;
        }
        for (var i = 0; i < 2 * childCount; i++) {
            childRanges[i] += delta;
        }
    }

    /// Behind the last byte that was read.
    public int end() {
        return pos;
    }

    /// Where the element begins.
    public int start() {
        return start;
    }

    /// The local name of the element.
    public String name() {
        return rootName;
    }

    /// The name of the element's namespace, "" for none.
    public String namespace() {
        return rootNamespace;
    }

    /// The attributes of the element.
    public Attributes attributes() {
        return rootAttributes;
    }

    /// Behind the element's name in its start tag: where an attribute can be put in.
    public int nameEnd() {
        return rootNameEnd;
    }

    /// Behind the `>` of the element's start tag.
    public int startTagEnd() {
        return rootTagEnd;
    }

    /// At the `<` of the element's end tag; -1 if it is an empty-element tag.
    public int contentEnd() {
        return contentEnd;
    }

    /// How many elements stand directly in it.
    public int childCount() {
        return childCount;
    }

    public String childName(int child) {
        return childNames[2 * child];
    }

    public String childNamespace(int child) {
        return childNames[2 * child + 1];
    }

    /// At the `<` of a direct child.
    public int childStart(int child) {
        return childRanges[2 * child];
    }

    /// Behind the last `>` of a direct child.
    public int childEnd(int child) {
        return childRanges[2 * child + 1];
    }

    /// The declarations outside of the element whose prefixes it uses.
    public Borrowed borrowed() {
        return borrowed;
    }

    /// Whether the element's bytes are not the form in which it is handed on, and only a tree can make that: it has a
    /// CDATA section, a prefix for the content namespace, or declares that where it is in force.
    public boolean wantsRewriting() {
        return rewrite;
    }

    private int advance(byte[] xml, int end) {
        var p = pos;
        var s = state;
        while (true) {
            switch (s) {
                case TEXT -> {
                    p = text(xml, p, end);
                    if (p < 0) {
                        return more(~p, s);
                    }
                    p++;
                    s = MARKUP;
                }
                case MARKUP -> {
                    if (p == end) {
                        return more(p, s);
                    }
                    s = markup(xml[p], p);
                    if (s == NAME) {
                        var after = startTagAtOnce(xml, p, end);
                        if (after != MORE) {
                            p = after;
                            if (depth == 0) {
                                return done(p);
                            }
                            mark = p;
                            s = TEXT;
                        }
                    } else if (s == END_NAME && depth > 1 && endTagAtOnce(xml, p + 1, end)) {
                        p += (frames[depth * FRAME + 1] >> 1) - frames[depth * FRAME] + 2;
                        mark = p;
                        s = TEXT;
                    } else {
                        p++;
                    }
                }
                case NAME -> {
                    p = name(xml, p, end);
                    if (p < 0) {
                        return more(~p, s);
                    }
                    elementStart = nameStart;
                    elementColon = colon;
                    elementEnd = p;
                    mark = p;
                    s = TAG;
                }
                case TAG -> {
                    p = skipSpace(xml, p, end);
                    if (p == end) {
                        return more(p, s);
                    }
                    var c = xml[p];
                    if (c == '>') {
                        p++;
                        open(xml, p);
                        if (startTagOnly) {
                            return done(p);
                        }
                        mark = p;
                        s = TEXT;
                    } else if (c == '/') {
                        p++;
                        s = EMPTY_TAG;
                    } else {
                        s = attribute(p);
                    }
                }
                case ATTRIBUTE_NAME -> {
                    p = name(xml, p, end);
                    if (p < 0) {
                        return more(~p, s);
                    }
                    named(xml, p);
                    if (end - p > 1 && xml[p] == '=' && (xml[p + 1] == '\'' || xml[p + 1] == '"')) {
                        p++; // as nearly everybody writes it
                        s = QUOTE;
                    } else {
                        s = EQUALS;
                    }
                }
                case EQUALS -> {
                    p = skipSpace(xml, p, end);
                    if (p == end) {
                        return more(p, s);
                    }
                    if (xml[p] != '=') {
                        throw malformed("an attribute without a value");
                    }
                    p++;
                    s = QUOTE;
                }
                case QUOTE -> {
                    p = skipSpace(xml, p, end);
                    if (p == end) {
                        return more(p, s);
                    }
                    quote = xml[p];
                    if (quote != '"' && quote != '\'') {
                        throw malformed("an attribute's value without quotes");
                    }
                    p++;
                    valueStart = p;
                    referenced = false;
                    s = VALUE;
                }
                case VALUE -> {
                    p = value(xml, p, end);
                    if (p < 0) {
                        return more(~p, s);
                    }
                    attributes.value(valueStart, p, referenced);
                    p++;
                    mark = p;
                    s = TAG;
                }
                case END_NAME -> {
                    p = endName(xml, p, end);
                    if (p < 0) {
                        return more(~p, s);
                    }
                    s = END_TAG;
                }
                case EMPTY_TAG, END_TAG -> {
                    if (s == END_TAG) {
                        p = skipSpace(xml, p, end);
                    }
                    if (p == end) {
                        return more(p, s);
                    }
                    if (xml[p] != '>') {
                        throw malformed("a tag that does not end");
                    }
                    p++;
                    if (s == EMPTY_TAG) {
                        open(xml, p);
                    } else if (depth == 1) {
                        contentEnd = nameStart - 2;
                    }
                    close(p);
                    if (depth == 0) {
                        return done(p);
                    }
                    mark = p;
                    s = TEXT;
                }
                case BANG -> {
                    p = bang(xml, p, end);
                    if (p < 0) {
                        return more(~p, s);
                    }
                    mark = p;
                    s = CDATA;
                }
                case CDATA -> {
                    p = cdata(xml, p, end);
                    if (p < 0) {
                        return more(~p, s);
                    }
                    mark = p;
                    s = TEXT;
                }
                case START -> {
                    if (p == end) {
                        return more(p, s);
                    }
                    if (xml[p] != '<') {
                        throw malformed("not an element");
                    }
                    p++;
                    s = MARKUP;
                }
                default -> throw new IllegalStateException("begin an element first");
            }
        }
    }

    /// Reads a whole start tag, written as nearly everybody does, without going through the states: what most of
    /// the time is spent on. Its parts are those of the states, so its verdicts are too.
    ///
    /// @return the place behind it; or [#MORE] if it is not all there or is written in another way, so that the
    ///     states have to begin with it anew
    private int startTagAtOnce(byte[] xml, int from, int end) {
        if (startTagOnly) {
            return MORE;
        }
        var p = name(xml, from, end);
        if (p < 0) {
            startOver(from);
            return MORE;
        }
        elementStart = from;
        elementColon = colon;
        elementEnd = p;
        while (end - p > 1 && xml[p] == ' ' && NAME_BYTES[xml[p + 1] & 0xFF]) {
            mark = p;
            p++;
            attribute(p);
            p = name(xml, p, end);
            if (p < 0 || end - p < 2 || xml[p] != '=' || (xml[p + 1] != '\'' && xml[p + 1] != '"')) {
                startOver(from);
                return MORE;
            }
            named(xml, p);
            quote = xml[p + 1];
            valueStart = p + 2;
            referenced = false;
            p = value(xml, valueStart, end);
            if (p < 0) {
                startOver(from);
                return MORE;
            }
            attributes.value(valueStart, p, referenced);
            p++;
        }
        if (p < end && xml[p] == '>') {
            open(xml, p + 1);
            return p + 1;
        }
        if (end - p > 1 && xml[p] == '/' && xml[p + 1] == '>') {
            open(xml, p + 2);
            close(p + 2);
            return p + 2;
        }
        startOver(from);
        return MORE;
    }

    /// Whether the end tag that belongs here is all there, and without a space; then it is done with.
    private boolean endTagAtOnce(byte[] xml, int from, int end) {
        var frame = (depth - 1) * FRAME;
        var wanted = frames[frame];
        var length = (frames[frame + 1] >> 1) - wanted;
        if (end - from <= length || xml[from + length] != '>' || !Words.same(xml, from, wanted, length)) {
            return false;
        }
        close(from + length + 1);
        return true;
    }

    private int more(int p, int s) {
        pos = p;
        state = s;
        return MORE;
    }

    private int done(int p) {
        pos = p;
        state = -1;
        return p;
    }

    /// Text up to the next `<`, or the complement of where more is needed.
    private int text(byte[] xml, int from, int end) {
        var p = from;
        while (true) {
            p = Words.skipText(xml, p, end);
            while (p < end && !TEXT_STOPS[xml[p] & 0xFF]) {
                p++;
            }
            if (p == end) {
                return ~p;
            }
            var c = xml[p];
            if (c == '<') {
                return p;
            }
            if (c == '>') {
                if (p - mark >= 2 && xml[p - 1] == ']' && xml[p - 2] == ']') {
                    throw malformed("]]> in text");
                }
                p++;
                continue;
            }
            p = unusual(xml, p, end);
            if (p < 0) {
                return p;
            }
        }
    }

    /// An attribute's value up to its closing quote, or the complement of where more is needed.
    private int value(byte[] xml, int from, int end) {
        var last = (int) Math.min(end, (long) valueStart + limits.attributeValueBytesMax());
        var p = from;
        while (true) {
            p = Words.skipValue(xml, p, last, quote);
            while (p < last && !VALUE_STOPS[xml[p] & 0xFF]) {
                p++;
            }
            if (p == end) {
                return ~p;
            }
            var c = xml[p];
            if (c == quote) {
                return p;
            }
            if (p >= last) {
                throw over("bytes in an attribute's value", limits.attributeValueBytesMax(), "attributeValueBytesMax");
            }
            if (c == '"' || c == '\'') {
                p++;
                continue;
            }
            if (c == '<') {
                throw malformed("< in an attribute's value");
            }
            referenced |= c == '&';
            p = unusual(xml, p, end);
            if (p < 0) {
                return p;
            }
            if (p - valueStart > limits.attributeValueBytesMax()) {
                throw over("bytes in an attribute's value", limits.attributeValueBytesMax(), "attributeValueBytesMax");
            }
        }
    }

    /// Past a reference or a character of several bytes; refuses the rest.
    private static int unusual(byte[] xml, int p, int end) {
        var c = xml[p];
        if (c == '&') {
            var after = References.end(xml, p, end);
            if (after < 0) {
                return ~p;
            }
            References.value(xml, p, after);
            return after;
        }
        if (c >= 0) {
            throw malformed("a character that XML does not have");
        }
        var length = Utf8.length(c);
        if (end - p < length) {
            return ~p;
        }
        Utf8.codePoint(xml, p, length);
        return p + length;
    }

    /// A name with at most one colon in it, from [#nameStart]; or the complement of where more is needed.
    private int name(byte[] xml, int from, int end) {
        var p = from;
        while (true) {
            p = Words.skipLowerCase(xml, p, end);
            while (p < end && NAME_BYTES[xml[p] & 0xFF]) {
                p++;
            }
            if (p - nameStart > limits.nameBytesMax()) {
                throw over("bytes in a name", limits.nameBytesMax(), "nameBytesMax");
            }
            if (p == end) {
                return ~p;
            }
            var c = xml[p];
            if (c == ':' && colon < 0) {
                colon = p;
                p++;
            } else if (c < 0) {
                var length = Utf8.length(c);
                if (end - p < length) {
                    return ~p;
                }
                if (!XmlChars.isName(Utf8.codePoint(xml, p, length))) {
                    throw malformed("a character that no name has");
                }
                p += length;
            } else {
                requireNameStart(xml, nameStart, p);
                if (colon >= 0) {
                    requireNameStart(xml, colon + 1, p);
                }
                return p;
            }
        }
    }

    private static void requireNameStart(byte[] xml, int p, int end) {
        if (p < end) {
            var c = xml[p];
            if (XmlChars.isNameStart(c >= 0 ? c : Utf8.codePoint(xml, p, Utf8.length(c)))) {
                return;
            }
        }
        throw malformed("a name was expected");
    }

    private static int skipSpace(byte[] xml, int from, int end) {
        var p = from;
        while (p < end && xml[p] <= ' ' && XmlChars.isSpace(xml[p])) {
            p++;
        }
        return p;
    }

    /// What a byte behind `<` begins.
    private int markup(byte c, int p) {
        if (c == '/') {
            if (depth == 0) {
                throw malformed("an end tag without a start tag");
            }
            nameStart = p + 1;
            return END_NAME;
        }
        if (c == '!') {
            mark = p + 1;
            return BANG;
        }
        if (c == '?') {
            throw MalformedXml.inInput(RESTRICTED, "a processing instruction");
        }
        if (depth == limits.depthMax()) {
            throw over("elements open at once", limits.depthMax(), "depthMax");
        }
        if (depth == 1 && childCount == limits.childrenMax()) {
            throw over("children", limits.childrenMax(), "childrenMax");
        }
        startOver(p);
        return NAME;
    }

    /// Begins with a start tag, whose name is at `p`.
    private void startOver(int p) {
        nameStart = p;
        colon = -1;
        attributes.clear();
        declares = false;
        prefixed = false;
    }

    private int attribute(int p) {
        if (p == mark) {
            throw malformed("no space before an attribute");
        }
        if (attributes.size() == limits.attributesMax()) {
            throw over("attributes", limits.attributesMax(), "attributesMax");
        }
        nameStart = p;
        colon = -1;
        return ATTRIBUTE_NAME;
    }

    private void named(byte[] xml, int nameEnd) {
        if (!attributes.add(xml, mark, nameStart, colon, nameEnd)) {
            throw malformed("an attribute twice");
        }
        if (xml[nameStart] == 'x' && attributes.isDeclaration(xml, attributes.size() - 1)) {
            declares = true;
        } else if (colon >= 0 && !Prefixes.isXml(xml, nameStart, colon)) {
            prefixed = true; // the prefix xml needs no declaration, and no other has its namespace
        }
    }

    /// The name of an end tag, which must be the one of its start tag; or the complement of where more is needed.
    private int endName(byte[] xml, int from, int end) {
        var frame = (depth - 1) * FRAME;
        var wanted = frames[frame];
        var length = (frames[frame + 1] >> 1) - wanted;
        var p = from;
        if (p == nameStart && end - p >= length) {
            if (!Arrays.equals(xml, p, p + length, xml, wanted, wanted + length)) {
                throw malformed("an end tag of another name");
            }
            return p + length;
        }
        for (; p - nameStart < length; p++) {
            if (p == end) {
                return ~p;
            }
            if (xml[p] != xml[wanted + p - nameStart]) {
                throw malformed("an end tag of another name");
            }
        }
        return p;
    }

    private int bang(byte[] xml, int from, int end) {
        for (var p = from; p < end; p++) {
            if (xml[p] != CDATA_MARK[p - mark]) {
                if (p == mark) {
                    throw MalformedXml.inInput(RESTRICTED, "a comment or a document type");
                }
                throw malformed("no CDATA section");
            }
            if (p - mark == CDATA_MARK.length - 1) {
                if (depth == 0) {
                    throw malformed("text outside of an element");
                }
                rewrite = true;
                return p + 1;
            }
        }
        return ~end;
    }

    private int cdata(byte[] xml, int from, int end) {
        var p = from;
        while (p < end) {
            var c = xml[p];
            if (c == '>' && p - mark >= 2 && xml[p - 1] == ']' && xml[p - 2] == ']') {
                return p + 1;
            }
            if (c == '&' || c == '<' || !TEXT_STOPS[c & 0xFF] || c == '>') {
                p++;
                continue;
            }
            p = unusual(xml, p, end);
            if (p < 0) {
                return p;
            }
        }
        return ~p;
    }

    /// A start tag is complete: settles its namespaces, notes it if it is the element or a child of it, and opens it.
    private void open(byte[] xml, int tagEnd) {
        push();
        if (declares) {
            rewrite |= declared.declare(xml, attributes, content, depth > 1);
        }
        if (prefixed) {
            borrowed = Prefixes.resolveAttributes(xml, attributes, declared.scope(), borrowed);
        }
        var bound = elementColon < 0 ? null : Prefixes.resolve(xml, elementStart, elementColon, declared.scope());
        if (bound != null) {
            borrowed = borrowed.and(bound);
            rewrite |= content.is(bound.namespace());
        }
        if (depth > 2) {
            return;
        }
        var name = KnownNames.of(xml, elementColon < 0 ? elementStart : elementColon + 1, elementEnd);
        var namespace = bound != null ? bound.namespace() : declared.defaultNamespace(xml);
        if (depth == 1) {
            rootName = name;
            rootNamespace = namespace;
            rootNameEnd = elementEnd;
            rootTagEnd = tagEnd;
            rootAttributes.copy(attributes);
        } else {
            child(name, namespace);
        }
    }

    private void push() {
        var frame = depth * FRAME;
        if (frame == frames.length) {
            frames = Arrays.copyOf(frames, 2 * frame);
        }
        frames[frame] = elementStart;
        frames[frame + 1] = elementEnd << 1 | (declares ? 1 : 0);
        depth++;
    }

    private void close(int p) {
        depth--;
        if ((frames[depth * FRAME + 1] & 1) != 0) {
            declared.undeclare();
        }
        if (depth == 1) {
            childRanges[2 * childCount - 1] = p;
        }
    }

    private void child(String name, String namespace) {
        if (2 * childCount == childNames.length) {
            childNames = Arrays.copyOf(childNames, 4 * childCount);
            childRanges = Arrays.copyOf(childRanges, 4 * childCount);
        }
        childNames[2 * childCount] = name;
        childNames[2 * childCount + 1] = namespace;
        childRanges[2 * childCount] = elementStart - 1;
        childRanges[2 * childCount + 1] = -1;
        childCount++;
    }

    private static MalformedXml malformed(String what) {
        return MalformedXml.inInput(NOT_WELL_FORMED, what);
    }

    private static MalformedXml over(String what, int max, String limit) {
        return MalformedXml.inInput(LIMIT, "more than " + max + " " + what + " (" + limit + ")");
    }
}
