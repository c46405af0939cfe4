/// Clients that others have written judge the node: slixmpp, @xmpp/client, Smack.
@NullMarked
package io.kith.node.foreign;

import org.jspecify.annotations.NullMarked;
