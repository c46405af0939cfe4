package io.kith.node.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Nothing of Smack's suite is left out without a word, and the lists name nothing that it does not have.
final class SmackSuiteTest {

    private static final SmackSuite SUITE = new SmackSuite();

    @Test
    void each_test_of_smack_passes_or_has_one_reason_why_not() {
        assertThat(SUITE.tests()).hasSizeGreaterThan(100).allSatisfy(test -> {
            var reasons = SUITE.exceptions().stream()
                    .filter(reason -> reason.treatment() != SmackSuite.Treatment.AGAIN && reason.covers(test))
                    .toList();
            assertThat(reasons).hasSize(SUITE.passes().contains(test) ? 0 : 1);
        });
    }

    @Test
    void what_may_be_tried_again_is_among_the_passes() {
        assertThat(SUITE.exceptions())
                .filteredOn(reason -> reason.treatment() == SmackSuite.Treatment.AGAIN)
                .allSatisfy(reason -> assertThat(SUITE.passes()).contains(reason.name()));
    }

    @Test
    void the_lists_name_what_smack_has_once_and_in_order() {
        assertThat(SUITE.passes()).isSorted().doesNotHaveDuplicates().isSubsetOf(SUITE.tests());
        assertThat(SUITE.exceptions())
                .allSatisfy(exception -> assertThat(SUITE.tests()).anyMatch(exception::covers));
    }
}
