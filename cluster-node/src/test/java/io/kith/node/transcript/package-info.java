/// Transcripts: what clients send and receive, as files that someone who knows only XMPP can read
/// (`src/test/resources/transcripts`).
///
/// A file becomes a [Transcript] of sealed [Step]s, which the [TranscriptRunner] plays against a
/// [Stage] of one or three systems. Every stanza that reaches a client must be expected by a line;
/// `quiet` proves that nothing else came by a ping, never by a wait.
@NullMarked
package io.kith.node.transcript;

import org.jspecify.annotations.NullMarked;
