package dev.keepstone.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AccountCodecTest {
  private final AccountCodec codec = new AccountCodec();

  @Test
  void readsWhatItWrote() {
    AccountRecord account = new AccountRecord("ann", "$argon2id$v=19$...", 77, 5);
    assertThat(codec.decode(codec.encode(account), "ann")).isEqualTo(DecodeOutcome.OK);
    assertThat(codec.decoded()).isEqualTo(account);
  }

  @Test
  void refusesTheAccountOfAnotherKey() {
    byte[] record = codec.encode(new AccountRecord("ann", "x", 77, 5));
    assertThat(codec.decode(record, "bob")).isEqualTo(DecodeOutcome.WRONG_ID);
    assertThatThrownBy(codec::decoded).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesAnAccountWithoutPlayer() {
    byte[] record = codec.encode(new AccountRecord("ann", "x", 0, 5));
    assertThat(codec.decode(record, "ann")).isEqualTo(DecodeOutcome.CORRUPT);
  }

  @Test
  void showsNoPasswordHash() {
    assertThat(new AccountRecord("ann", "$argon2id$secret", 77, 5).toString())
        .doesNotContain("secret");
  }
}
