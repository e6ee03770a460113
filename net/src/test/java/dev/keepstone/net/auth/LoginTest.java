package dev.keepstone.net.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.net.auth.AccountDirectory.Creation;
import dev.keepstone.net.auth.AccountDirectory.Lookup;
import dev.keepstone.net.auth.KdfParameters.Kdf;
import dev.keepstone.net.harness.MemoryAccounts;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Login and registration, without a gateway around them. */
final class LoginTest {
  private static final KdfParameters LIGHT = new KdfParameters(Kdf.ARGON2ID, 64, 1, 1);

  private final MemoryAccounts accounts = new MemoryAccounts();
  private final PasswordPool pool =
      new PasswordPool(
          new PasswordConfig(LIGHT, 1, 8, 25_000),
          new PasswordHashing(LIGHT, new SecureRandom()),
          SystemNanoClock.INSTANCE);
  private final Login login = new Login(accounts, pool);
  private final Registration registration = new Registration(accounts, pool);

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void letsInWhoRegistered() {
    AuthResult registered = registration.start("alice", password("correct horse")).join();
    AuthResult loggedIn = login.start("alice", password("correct horse")).join();

    assertThat(registered.refusal()).isNull();
    assertThat(loggedIn).isEqualTo(registered);
    assertThat(loggedIn.playerId()).isPositive();
  }

  @Test
  void hashesForANameThatDoesNotExistToo() {
    login.start("nobody", password("correct horse")).join();
    login.start("NO SUCH NAME", password("correct horse")).join();

    assertThat(pool.doneCount()).isEqualTo(2);
  }

  @Test
  void asksTheDirectoryOnlyForPossibleNames() {
    accounts.available(false);

    AuthResult result = login.start("../etc", password("correct horse")).join();

    assertThat(result.refusal()).isEqualTo(RefusalCode.BAD_CREDENTIALS);
  }

  @Test
  void wipesThePassword() {
    byte[] registered = password("correct horse");
    byte[] loggedIn = password("correct horse");
    byte[] weak = password("weak");

    registration.start("alice", registered).join();
    login.start("alice", loggedIn).join();
    registration.start("bob", weak).join();

    assertThat(registered).containsOnly(0);
    assertThat(loggedIn).containsOnly(0);
    assertThat(weak).containsOnly(0);
  }

  @Test
  void hashesNothingForARefusedRegistration() {
    registration.start("x", password("correct horse")).join();

    assertThat(pool.doneCount()).isZero();
  }

  @Test
  void neverLetsInPlayerZero() {
    registration.start("alice", password("correct horse")).join();
    String phc = Objects.requireNonNull(accounts.find("alice").join().passwordPhc());
    accounts.put("ghost", Lookup.found(0, phc, Role.PLAYER));

    AuthResult result = login.start("ghost", password("correct horse")).join();

    assertThat(result.refusal()).isEqualTo(RefusalCode.DATA_CORRUPTED);
  }

  @Test
  void takesAFailingDirectoryForAnOutage() {
    IllegalStateException failure = new IllegalStateException("planted by the test");
    AccountDirectory throwing =
        new AccountDirectory() {
          @Override
          public CompletableFuture<Lookup> find(String name) {
            throw failure;
          }

          @Override
          public CompletableFuture<Creation> create(String name, String passwordPhc) {
            return CompletableFuture.failedFuture(failure);
          }
        };

    AuthResult found = new Login(throwing, pool).start("alice", password("correct horse")).join();
    AuthResult created =
        new Registration(throwing, pool).start("alice", password("correct horse")).join();

    assertThat(found.refusal()).isEqualTo(RefusalCode.STORE_UNAVAILABLE);
    assertThat(created.refusal()).isEqualTo(RefusalCode.STORE_UNAVAILABLE);
    assertThat(found.fault()).hasRootCause(failure);
  }

  private static byte[] password(String text) {
    return text.getBytes(UTF_8);
  }
}
