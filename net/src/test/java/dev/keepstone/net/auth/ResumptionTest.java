package dev.keepstone.net.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.net.auth.AccountDirectory.Lookup;
import dev.keepstone.net.auth.AccountDirectory.LookupOutcome;
import dev.keepstone.net.harness.MemoryAccounts;
import dev.keepstone.net.wire.sbe.RefusalCode;
import org.junit.jupiter.api.Test;

final class ResumptionTest {
  private final MemoryAccounts accounts = new MemoryAccounts();
  private final Resumption resumption = new Resumption(accounts);

  @Test
  void findsTheCharacterAndItsRole() {
    accounts.put("ada", Lookup.found(Account.of("ada", 7, "phc", Role.ADMIN)));

    assertThat(resumption.start("ada", "").join()).isEqualTo(AuthResult.accepted(7, Role.ADMIN));
  }

  @Test
  void answersAnUnknownNameAsABadToken() {
    assertThat(resumption.start("nobody", "").join().refusal()).isEqualTo(RefusalCode.BAD_TOKEN);
    assertThat(resumption.start("../etc", "").join().refusal()).isEqualTo(RefusalCode.BAD_TOKEN);
    assertThat(resumption.start("", "").join().refusal()).isEqualTo(RefusalCode.BAD_TOKEN);
  }

  @Test
  void tellsAnOutageAndADamagedAccountFromABadToken() {
    accounts.put("broken", Lookup.without(LookupOutcome.CORRUPT));
    accounts.put("future", Lookup.without(LookupOutcome.NEWER));
    accounts.put("ghost", Lookup.found(Account.of("ghost", 0, "phc", Role.PLAYER)));
    assertThat(resumption.start("broken", "").join().refusal())
        .isEqualTo(RefusalCode.DATA_CORRUPTED);
    assertThat(resumption.start("future", "").join().refusal()).isEqualTo(RefusalCode.NEWER_RECORD);
    assertThat(resumption.start("ghost", "").join().refusal())
        .isEqualTo(RefusalCode.DATA_CORRUPTED);
    accounts.available(false);
    assertThat(resumption.start("ada", "").join().refusal())
        .isEqualTo(RefusalCode.STORE_UNAVAILABLE);
  }
}
