/// How a store fails: one exception whose outcome tells a caller whether it may repeat, must find out, or must give up.
@NullMarked
package io.kith.persistence.failure;

import org.jspecify.annotations.NullMarked;
