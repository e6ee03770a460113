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

  @Test
  void refusesBodiesThatWereWrittenWrong() {
    byte[] record = codec.encode(new AccountRecord("ann", "x", 77, 5));
    for (byte[] wrong : Records.withWrongMessageHeaders(record, RecordKind.ACCOUNT)) {
      assertThat(codec.decode(wrong, "ann")).isEqualTo(DecodeOutcome.CORRUPT);
    }
    for (int length = RecordDescriptor.HEADER_LENGTH; length < record.length + 3; length++) {
      byte[] other = Records.ofLength(record, length, RecordKind.ACCOUNT);
      assertThat(codec.decode(other, "ann"))
          .as("%d bytes", length)
          .isEqualTo(length == record.length ? DecodeOutcome.OK : DecodeOutcome.CORRUPT);
    }
    new RecordHeader().write(record, RecordKind.ACCOUNT, 0, Fence.NEW);
    assertThat(codec.decode(record, "ann")).isEqualTo(DecodeOutcome.CORRUPT);
  }

  @Test
  void hasAsManyCharactersAsAReaderBelieves() {
    AccountRecord account = new AccountRecord("ann", "x", 1, 5);
    for (int id = 2; id <= AccountRecord.MAX_CHARACTERS; id++) {
      account = account.withCharacter(new AccountCharacter(id, "alt" + id));
    }
    assertThat(codec.decode(codec.encode(account), "ann")).isEqualTo(DecodeOutcome.OK);
    assertThat(codec.decoded().character("alt32"))
        .isEqualTo(new AccountCharacter(AccountRecord.MAX_CHARACTERS, "alt32"));
    assertThat(codec.decoded().character("alt33")).isNull();

    byte[] oneMore = codec.encode(account.withCharacter(new AccountCharacter(33, "alt33")));
    assertThat(codec.decode(oneMore, "ann")).isEqualTo(DecodeOutcome.CORRUPT);
  }

  @Test
  void refusesABanThatEndsBeforeTheEpoch() {
    AccountRecord account = new AccountRecord("ann", "x", 77, 5);
    assertThat(codec.decode(codec.encode(account.withBan(1, "")), "ann"))
        .isEqualTo(DecodeOutcome.OK);
    assertThat(codec.decode(codec.encode(account.withBan(-1, "")), "ann"))
        .isEqualTo(DecodeOutcome.CORRUPT);
  }

  @Test
  void changesNothingButWhatIsSaid() {
    AccountRecord account =
        new AccountRecord("ann", "x", 77, 5)
            .withRole(Role.ADMIN)
            .withBan(9, "why")
            .withCharacter(new AccountCharacter(78, "zoe"));
    AccountRecord changed =
        account.withSelected(new AccountCharacter(77, "ann")).withPasswordHash("y");

    assertThat(changed)
        .isEqualTo(
            new AccountRecord("ann", "y", 77, 5, Role.ADMIN, account.characters(), 9, "why"));
    assertThat(changed.selected()).isEqualTo(new AccountCharacter(77, "ann"));
    AccountRecord nobody = account.withSelected(new AccountCharacter(99, "bob"));
    assertThatThrownBy(nobody::selected).isInstanceOf(IllegalStateException.class);
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
