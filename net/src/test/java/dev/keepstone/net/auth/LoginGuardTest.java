package dev.keepstone.net.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.net.harness.MemoryAccounts;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Guessing at a server's desk, from whichever gateway, on a stepped clock. */
final class LoginGuardTest {
  private static final KdfParameters LIGHT =
      new KdfParameters(KdfParameters.Kdf.ARGON2ID, 64, 1, 1);
  private static final long S = 1_000_000_000L;

  private final CachedNanoClock clock = new CachedNanoClock();
  private final MemoryAccounts accounts = new MemoryAccounts();
  private final PasswordPool pool =
      new PasswordPool(
          new PasswordConfig(LIGHT, 1, 64, 25_000),
          new PasswordHashing(LIGHT, new SecureRandom()),
          SystemNanoClock.INSTANCE);
  private final LoginGuard guard =
      new LoginGuard(new LockoutConfig(5, 60 * S, 300 * S, 100), clock);
  private final DirectoryDesk desk = new DirectoryDesk(accounts, pool, guard);

  LoginGuardTest() {
    desk.register(1, "alice", bytes("correct horse")).join();
  }

  @AfterEach
  void close() {
    pool.close();
  }

  private CompletableFuture<AuthResult> login(String address, String name, String password) {
    return desk.login(1, address, name, bytes(password), "");
  }

  private @Nullable RefusalCode refusal(String address, String name, String password) {
    return login(address, name, password).join().refusal();
  }

  @Test
  void anAccountIsLockedForEverybodyAndItsTokenStillWorks() {
    for (int i = 0; i < 5; i++) {
      assertThat(refusal("host" + i, "alice", "wrong horse"))
          .isEqualTo(RefusalCode.BAD_CREDENTIALS);
    }

    AuthResult sixth = login("fresh", "alice", "correct horse").join();
    assertThat(sixth.refusal()).isEqualTo(RefusalCode.RATE_LIMITED);
    assertThat(sixth.retryAfterMs()).isEqualTo(300_001);
    assertThat(desk.resume(1, "fresh", "alice", "").join().refusal()).isNull();
    assertThat(desk.register(1, "bob", bytes("correct horse")).join().refusal()).isNull();
    assertThat(guard.lockoutCount()).isEqualTo(1);
    assertThat(pool.doneCount()).as("the sixth costs no hash").isEqualTo(1 + 5 + 1);

    clock.advance(TimeUnit.SECONDS.toNanos(301));
    assertThat(refusal("fresh", "alice", "correct horse")).isNull();
  }

  @Test
  void anAddressIsLockedWhateverItGuessesAt() {
    for (int i = 0; i < 4; i++) {
      assertThat(refusal("host", "nobody" + i, "wrong horse"))
          .isEqualTo(RefusalCode.BAD_CREDENTIALS);
    }
    assertThat(refusal("host", "NOT A NAME", "wrong horse")).isEqualTo(RefusalCode.BAD_CREDENTIALS);

    assertThat(refusal("host", "alice", "correct horse")).isEqualTo(RefusalCode.RATE_LIMITED);
    assertThat(desk.resume(1, "host", "alice", "").join().refusal())
        .isEqualTo(RefusalCode.RATE_LIMITED);
    assertThat(refusal("other", "alice", "correct horse")).isNull();
  }

  @Test
  void whoGuessesManyTimesAtOnceIsToldFiveTimes() {
    List<CompletableFuture<AuthResult>> tries = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      tries.add(login("host" + i, "alice", "wrong horse"));
    }
    tries.add(login("lucky", "alice", "correct horse"));

    List<@Nullable RefusalCode> told = new ArrayList<>();
    tries.forEach(each -> told.add(each.join().refusal()));
    assertThat(told.subList(0, 5)).containsOnly(RefusalCode.BAD_CREDENTIALS);
    assertThat(told.subList(5, 13)).containsOnly(RefusalCode.RATE_LIMITED);
  }

  @Test
  void aRightPasswordClearsTheAccountAndAnOutageCountsForNothing() {
    for (int i = 0; i < 4; i++) {
      assertThat(refusal("host" + i, "alice", "wrong horse"))
          .isEqualTo(RefusalCode.BAD_CREDENTIALS);
    }
    accounts.available(false);
    for (int i = 0; i < 8; i++) {
      assertThat(refusal("host", "alice", "wrong horse")).isEqualTo(RefusalCode.STORE_UNAVAILABLE);
    }
    accounts.available(true);
    assertThat(refusal("host", "alice", "correct horse")).isNull();
    assertThat(refusal("host", "alice", "wrong horse")).isEqualTo(RefusalCode.BAD_CREDENTIALS);

    assertThat(refusal("host", "alice", "correct horse")).isNull();
    assertThat(guard.lockoutCount()).isZero();
  }

  private static byte[] bytes(String password) {
    return password.getBytes(UTF_8);
  }
}
