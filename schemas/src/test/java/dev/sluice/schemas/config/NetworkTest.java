package dev.sluice.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
  @ParameterizedTest(name = "{0} contains {1}: {2}")
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0, true",
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.0.0.0/8, 9.255.255.255, false",
    "172.16.0.0/12, 172.31.255.255, true",
    "172.16.0.0/12, 172.32.0.0, false",
    "192.168.1.128/25, 192.168.1.128, true",
    "192.168.1.128/25, 192.168.1.127, false",
    "192.168.1.7, 192.168.1.7, true",
    "192.168.1.7, 192.168.1.8, false",
    "192.168.1.7/32, 192.168.1.7, true",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, ::1, false",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::1, false",
    "2001:db8::/33, 2001:db8:8000::, false",
    "2001:db8::7, 2001:0db8:0:0:0:0:0:7, true",
    "::1, ::1, true",
    "::/0, 2001:db8::1, true",
    "::/0, 10.0.0.1, false",
    "10.0.0.0/8, ::ffff:10.1.2.3, true",
    "10.0.0.0/8, localhost, false",
    "10.0.0.0/8, 10.1, false",
    "10.0.0.0/8, 010.0.0.1, false",
    "10.0.0.0/8, '', false"
  })
  void shouldContainTheAddressesOfItsBlock(String network, String address, boolean contains) {
    assertThat(Network.parse(network).contains(address)).isEqualTo(contains);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1/8", "192.168.1.129/25", "2001:db8::1/32", "0.0.0.1/0"})
  void shouldRefuseBitsBehindThePrefix(String text) {
    assertThatThrownBy(() -> Network.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a network has no bits set behind its prefix");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/8/8",
        "10.0.0.0/0008",
        "::/129",
        "10.0.0",
        "10",
        "192.168/16",
        "010.0.0.0/8",
        "256.0.0.0/8",
        "1.2.3.4.5",
        ":",
        "fe80::1%eth0",
        " 10.0.0.0/8",
        "10.0.0.0/8 ",
        "any"
      })
  void shouldRefuseWhatIsNoNetwork(String text) {
    assertThatThrownBy(() -> Network.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a network is like 10.0.0.0/8");
  }

  /** Each of them would be an address if somebody asked a resolver, or is made like one. */
  @ParameterizedTest
  @ValueSource(strings = {"localhost", "localhost/8", "dead.beef", "face", "a.b.c.d"})
  void shouldNeverResolveNames(String text) {
    assertThatThrownBy(() -> Network.parse(text)).isInstanceOf(IllegalArgumentException.class);
    assertThat(Network.parse("0.0.0.0/0").contains(text)).isFalse();
    assertThat(Network.parse("::/0").contains(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/8", "192.168.1.7", "2001:db8::/32"})
  void shouldKeepItsText(String text) {
    assertThat(Network.parse(text)).hasToString(text);
  }
}
