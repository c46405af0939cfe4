/// TLS as a machine: records in, bytes out, no socket and no thread.
///
/// A connection feeds what it read to its `TlsMachine` and gets plaintext, and gives plaintext to
/// get records. The engine inside comes from `TlsEngines`, so that another implementation than the
/// JDK's can take its place. Nothing is kept between two calls but the engine and the part of a
/// record that has not come whole. Certificates are values, read from PEM files or made on the
/// first run, and may be replaced while connections live.
@NullMarked
package io.kith.node.edge.tls;

import org.jspecify.annotations.NullMarked;
