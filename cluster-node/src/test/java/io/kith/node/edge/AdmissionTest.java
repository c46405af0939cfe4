package io.kith.node.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

final class AdmissionTest {

    @Test
    void admits_up_to_each_bound_and_not_one_more() {
        var perAddress = new Admission(new Admission.Limits(10, 10, 2, 2));
        assertThat(perAddress.admits("a")).isTrue();
        assertThat(perAddress.admits("a")).isTrue();
        assertThat(perAddress.admits("a")).isFalse();
        assertThat(perAddress.admits("b")).isTrue();

        var perNode = new Admission(new Admission.Limits(2, 2, 9, 9));
        assertThat(perNode.admits("a")).isTrue();
        assertThat(perNode.admits("b")).isTrue();
        assertThat(perNode.admits("c")).isFalse();
        assertThat(perNode.refused()).isEqualTo(1);
    }

    @Test
    void a_session_makes_room_among_the_half_open() {
        var admission = new Admission(new Admission.Limits(10, 1, 10, 1));
        assertThat(admission.admits("a")).isTrue();
        assertThat(admission.admits("a")).isFalse();
        admission.bound("a");

        assertThat(admission.admits("a")).isTrue();
        assertThat(admission.bound()).isEqualTo(1);
        assertThat(admission.halfOpen()).isEqualTo(1);
    }

    @Test
    void who_leaves_makes_room() {
        var admission = new Admission(new Admission.Limits(1, 1, 1, 1));
        admission.admits("a");
        admission.left("a", true);
        assertThat(admission.admits("a")).isTrue();
        admission.bound("a");
        admission.left("a", false);

        assertThat(admission.admits("a")).isTrue();
        assertThat(admission.admitted()).isEqualTo(3);
    }

    @Test
    void a_network_of_ipv6_counts_as_one_address() throws UnknownHostException {
        assertThat(Admission.nameOf(InetAddress.getByName("2001:db8:1:2::a")))
                .isEqualTo(Admission.nameOf(InetAddress.getByName("2001:db8:1:2:ffff::b")))
                .isNotEqualTo(Admission.nameOf(InetAddress.getByName("2001:db8:1:3::a")));
        assertThat(Admission.nameOf(InetAddress.getByName("192.0.2.1"))).isEqualTo("192.0.2.1");
    }
}
