/// Which rooms there are, for whoever looks for one: pages in the order of names, and words.
///
/// A room's entity writes its own entry, when it is made, configured and destroyed; nobody else
/// does. An entry says what may be shown and nothing that a room needs: without the index rooms
/// work as ever.
///
/// ```
/// room_index  (service, listed, part) → local → name, description, language
/// room_words  (service, first two characters) → word, local
/// ```
@NullMarked
package io.kith.persistence.roomindex;

import org.jspecify.annotations.NullMarked;
