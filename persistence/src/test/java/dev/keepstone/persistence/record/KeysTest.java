package dev.keepstone.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KeysTest {
  @Test
  void staysAsItIsStored() {
    // Worlds are stored under these: a change here makes every one of them unfindable.
    assertThat(Keys.player(1)).isEqualTo("player:{s21}:1");
    assertThat(Keys.player(2)).isEqualTo("player:{s54}:2");
    assertThat(Keys.player(1_000_000)).isEqualTo("player:{s24}:1000000");
    assertThat(Keys.account("ann")).isEqualTo("account:{s32}:ann");
    assertThat(Keys.lease(new Incarnation(1, 2)))
        .isEqualTo("lease:00000000000000010000000000000002");
    assertThat(Keys.server("keepstone")).isEqualTo("server:keepstone");
  }

  @Test
  void keepsWhatBelongsTogetherInOneShard() {
    assertThat(Keys.zone(1)).isEqualTo("zone:{s21}:1");
    assertThat(Keys.ground(1)).isEqualTo("ground:{s21}:1");
    assertThat(Keys.quarantine(1)).isEqualTo("quarantine:{s21}:1");
    assertThat(Keys.takeOver(new Incarnation(1, 2)))
        .isEqualTo("takeover:00000000000000010000000000000002");
    for (long id = 1; id < 500; id++) {
      assertThat(Keys.player(id)).matches("player:\\{s[0-6]\\d}:" + id);
    }
  }

  @Test
  void findsTheIdInAKey() {
    assertThat(Keys.idOf(Keys.player(1_000_000))).isEqualTo(1_000_000);
    assertThat(Keys.idOf(Keys.zone(Keys.MAX_ZONE))).isEqualTo(65_535);
    assertThat(Keys.idOf(Keys.ground(3))).isEqualTo(3);
    assertThat(Keys.idOf(Keys.quarantine(9))).isEqualTo(9);
    assertThat(Keys.idOf(Keys.account("ann"))).isZero();
    assertThat(Keys.idOf("player:{s21}:1x")).isZero();
  }

  @Test
  void knowsNoZoneZero() {
    for (int bad : new int[] {0, -1, Keys.MAX_ZONE + 1}) {
      assertThatThrownBy(() -> Keys.zone(bad)).hasMessageContaining("zone=" + bad);
      assertThatThrownBy(() -> Keys.ground(bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void takesOnlyNamesOfServers() {
    assertThat(Keys.isServerName("A.z_9-")).isTrue();
    for (String bad : new String[] {"", "a b", "x".repeat(65)}) {
      assertThat(Keys.isServerName(bad)).as(bad).isFalse();
      assertThatThrownBy(() -> Keys.server(bad)).hasMessageContaining("not a server name");
    }
  }

  @Test
  void knowsNoPlayerZero() {
    assertThatThrownBy(() -> Keys.player(0)).hasMessageContaining("playerId=0");
    assertThatThrownBy(() -> Keys.player(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void takesOnlyNamesOfAccounts() {
    assertThat(Keys.isAccountName("abc_09")).isTrue();
    for (String bad : new String[] {"", "ab", "Ann", "ann:x", "seventeen_letters", "a\nb"}) {
      assertThat(Keys.isAccountName(bad)).as(bad).isFalse();
      assertThatThrownBy(() -> Keys.account(bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
