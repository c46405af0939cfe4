/// What fuzz targets share: besides the stored inputs that they are given in every run, a bounded number of others that
/// chance makes of these. Whole evenings of new ones are the fuzzer's business.
@NullMarked
package io.kith.proto.fuzz;

import org.jspecify.annotations.NullMarked;
