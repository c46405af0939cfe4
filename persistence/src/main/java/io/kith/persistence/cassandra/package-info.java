/// Opens the driver by settings, checks or applies the schema, and hands out every store over one session.
@NullMarked
package io.kith.persistence.cassandra;

import org.jspecify.annotations.NullMarked;
