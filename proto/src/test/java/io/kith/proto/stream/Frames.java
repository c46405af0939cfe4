package io.kith.proto.stream;

import io.kith.proto.xml.XmlLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What a machine makes of given bytes, in given pieces.
final class Frames {

    static final String OPEN =
            "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>";

    private Frames() {}

    static List<StreamFrame> of(String... pieces) {
        return of(XmlLimits.DEFAULT, pieces);
    }

    static List<StreamFrame> of(XmlLimits limits, String... pieces) {
        var machine = new StreamMachine(limits);
        var frames = new ArrayList<StreamFrame>();
        for (var piece : pieces) {
            var bytes = piece.getBytes(StandardCharsets.UTF_8);
            machine.feed(bytes, 0, bytes.length, frames::add);
        }
        return frames;
    }

    /// Cuts at the places given (each taken modulo what is left), and tells a run of white space once, however it was
    /// cut.
    static List<StreamFrame> inPieces(byte[] bytes, List<Integer> lengths) {
        var machine = new StreamMachine(XmlLimits.DEFAULT);
        var frames = new ArrayList<StreamFrame>();
        var next = 0;
        for (var at = 0; at < bytes.length; next++) {
            var length = Math.min(lengths.get(next % lengths.size()), bytes.length - at);
            machine.feed(bytes.clone(), at, length, frame -> {
                if (!(frame instanceof StreamFrame.Keepalive
                        && !frames.isEmpty()
                        && frames.getLast() instanceof StreamFrame.Keepalive)) {
                    frames.add(frame);
                }
            });
            at += length;
        }
        return frames;
    }

    /// The condition of the error that `stream` ends in, behind its other frames.
    static StreamError errorOf(XmlLimits limits, String stream) {
        return ((StreamFrame.Error) of(limits, stream).getLast()).error();
    }
}
