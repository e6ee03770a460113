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
