package dev.keepstone.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.persistence.record.sbe.AccountBodyEncoder;
import dev.keepstone.persistence.record.sbe.MessageHeaderEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
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

  @Test
  void keepsTheRole() {
    AccountRecord account = new AccountRecord("ann", "x", 77, 5).withRole(Role.ADMIN);
    assertThat(codec.decode(codec.encode(account), "ann")).isEqualTo(DecodeOutcome.OK);
    assertThat(codec.decoded().role()).isEqualTo(Role.ADMIN);
  }

  @Test
  void refusesARoleThatIsNone() {
    byte[] record = codec.encode(new AccountRecord("ann", "x", 77, 5));
    record[
            RecordDescriptor.HEADER_LENGTH
                + MessageHeaderEncoder.ENCODED_LENGTH
                + AccountBodyEncoder.roleEncodingOffset()] =
        9;
    new RecordHeader()
        .write(record, RecordKind.ACCOUNT, AccountBodyEncoder.SCHEMA_VERSION, Fence.NEW);
    assertThat(codec.decode(record, "ann")).isEqualTo(DecodeOutcome.CORRUPT);
  }

  @Test
  void keepsCharactersAndBans() {
    AccountRecord account =
        new AccountRecord("ann", "x", 77, 5)
            .withCharacter(new AccountCharacter(78, "zoe"))
            .withCharacter(new AccountCharacter(79, "sixteen_letters_"))
            .withBan(AccountRecord.FOR_GOOD, "spam: \u00fc");
    assertThat(codec.decode(codec.encode(account), "ann")).isEqualTo(DecodeOutcome.OK);
    assertThat(codec.decoded()).isEqualTo(account);
    assertThat(codec.decoded().selected().name()).isEqualTo("sixteen_letters_");
  }

  @Test
  void refusesCharactersThatCannotBe() {
    AccountRecord account = new AccountRecord("ann", "x", 77, 5);
    for (AccountCharacter bad :
        List.of(
            new AccountCharacter(77, "zoe"),
            new AccountCharacter(78, "ann"),
            new AccountCharacter(0, "zoe"),
            new AccountCharacter(78, "z"))) {
      byte[] record = codec.encode(account.withCharacter(bad));
      assertThat(codec.decode(record, "ann")).as("%s", bad).isEqualTo(DecodeOutcome.CORRUPT);
    }
    byte[] noneSelected = codec.encode(account.withSelected(new AccountCharacter(99, "zoe")));
    assertThat(codec.decode(noneSelected, "ann")).isEqualTo(DecodeOutcome.CORRUPT);
  }

  /** As they lie in stores; never changed. */
  @Test
  void readsAnAccountFromBeforeThereWereRolesAsAPlayers() throws IOException {
    assertThat(codec.decode(golden("account-v5.hex"), "ann")).isEqualTo(DecodeOutcome.OK);
    assertThat(codec.decoded())
        .isEqualTo(
            new AccountRecord("ann", "$argon2id$v=19$m=19456", 77, 1_000).withRole(Role.PLAYER));
  }

  @Test
  void readsAnAccountFromBeforeThereWereSeveralCharacters() throws IOException {
    assertThat(codec.decode(golden("account-v6.hex"), "ann")).isEqualTo(DecodeOutcome.OK);
    assertThat(codec.decoded())
        .isEqualTo(
            new AccountRecord("ann", "$argon2id$v=19$m=19456", 77, 1_000).withRole(Role.ADMIN));
    assertThat(codec.decoded().characters()).containsExactly(new AccountCharacter(77, "ann"));
  }

  private static byte[] golden(String file) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            AccountCodecTest.class.getResourceAsStream("../migration/" + file))) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }
  }
}
