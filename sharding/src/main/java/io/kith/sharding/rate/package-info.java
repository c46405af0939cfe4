/// How much of something may be done in a time, as a value.
///
/// [Rate] is all there is: edges keep one number per connection with it, owners one per account. It knows no clock;
/// whoever asks says what time it is.
@NullMarked
package io.kith.sharding.rate;

import org.jspecify.annotations.NullMarked;
