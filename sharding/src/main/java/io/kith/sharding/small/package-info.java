/// Collections for what nearly always holds nothing or little, a thousand of which are held for every few sessions.
///
/// They know nothing of what they hold. What is put in stays in its order; a collection that has grown and is empty
/// again is as small as a new one. Not thread-safe.
@NullMarked
package io.kith.sharding.small;

import org.jspecify.annotations.NullMarked;
