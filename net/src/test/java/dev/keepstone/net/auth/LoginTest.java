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
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
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
    AuthResult loggedIn = login.start("alice", password("correct horse"), "").join();

    assertThat(registered.refusal()).isNull();
    assertThat(loggedIn).isEqualTo(registered);
    assertThat(loggedIn.playerId()).isPositive();
  }

  @Test
  void hashesForANameThatDoesNotExistToo() {
    login.start("nobody", password("correct horse"), "").join();
    login.start("NO SUCH NAME", password("correct horse"), "").join();

    assertThat(pool.doneCount()).isEqualTo(2);
  }

  @Test
  void asksTheDirectoryOnlyForPossibleNames() {
    accounts.available(false);

    AuthResult result = login.start("../etc", password("correct horse"), "").join();

    assertThat(result.refusal()).isEqualTo(RefusalCode.BAD_CREDENTIALS);
  }

  @Test
  void wipesThePassword() {
    byte[] registered = password("correct horse");
    byte[] loggedIn = password("correct horse");
    byte[] weak = password("weak");

    registration.start("alice", registered).join();
    login.start("alice", loggedIn, "").join();
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
    String phc = Objects.requireNonNull(accounts.find("alice").join().account()).passwordPhc();
    accounts.put("ghost", Lookup.found(Account.of("ghost", 0, phc, Role.PLAYER)));

    AuthResult result = login.start("ghost", password("correct horse"), "").join();

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

          @Override
          public CompletableFuture<CharacterOutcome> createCharacter(String account, String name) {
            throw failure;
          }

          @Override
          public CompletableFuture<ChangeOutcome> selectCharacter(String account, long playerId) {
            throw failure;
          }

          @Override
          public CompletableFuture<ChangeOutcome> replaceHash(
              String account, String oldPhc, String newPhc) {
            throw failure;
          }
        };

    AuthResult found =
        new Login(throwing, pool).start("alice", password("correct horse"), "").join();
    AuthResult created =
        new Registration(throwing, pool).start("alice", password("correct horse")).join();

    assertThat(found.refusal()).isEqualTo(RefusalCode.STORE_UNAVAILABLE);
    assertThat(created.refusal()).isEqualTo(RefusalCode.STORE_UNAVAILABLE);
    assertThat(found.fault()).hasRootCause(failure);
  }

  @Test
  void hashesAnOldHashAnewAndPutsItInItsPlace() throws Exception {
    byte[] salt = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    byte[] key =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
            .generateSecret(new PBEKeySpec("correct horse".toCharArray(), salt, 100_000, 256))
            .getEncoded();
    String old =
        Base64.getEncoder().encodeToString(salt) + "$" + Base64.getEncoder().encodeToString(key);
    accounts.put("alice", Lookup.found(Account.of("alice", 7, old, Role.PLAYER)));

    login.start("alice", password("wrong horse"), "").join();
    assertThat(storedHash("alice")).isEqualTo(old);

    assertThat(login.start("alice", password("correct horse"), "").join().playerId()).isEqualTo(7);
    assertThat(storedHash("alice")).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
    String first = storedHash("alice");
    assertThat(login.start("alice", password("correct horse"), "").join().playerId()).isEqualTo(7);
    assertThat(storedHash("alice")).as("once is enough").isEqualTo(first);
  }

  @Test
  void refusesAPlaintextPasswordInTheRecord() {
    accounts.put("alice", Lookup.found(Account.of("alice", 7, "correct horse", Role.PLAYER)));

    assertThat(login.start("alice", password("correct horse"), "").join().refusal())
        .isEqualTo(RefusalCode.DATA_CORRUPTED);
  }

  @Test
  void tellsOfABanOnlyWhoKnowsThePassword() {
    registration.start("alice", password("correct horse")).join();
    accounts.ban("alice", "for good: spam");

    AuthResult right = login.start("alice", password("correct horse"), "").join();
    AuthResult wrong = login.start("alice", password("wrong horse"), "").join();

    assertThat(right.refusal()).isEqualTo(RefusalCode.BANNED);
    assertThat(right.text()).contains("for good: spam");
    assertThat(wrong.refusal()).isEqualTo(RefusalCode.BAD_CREDENTIALS);
    assertThat(wrong.text()).isNull();
  }

  @Test
  void entersAsTheCharacterThatIsNamedAndSelectsIt() {
    long first = registration.start("alice", password("correct horse")).join().playerId();
    accounts.createCharacter("alice", "zoe").join();

    long selected = login.start("alice", password("correct horse"), "").join().playerId();
    AuthResult named = login.start("alice", password("correct horse"), "alice").join();
    AuthResult again = login.start("alice", password("correct horse"), "").join();
    AuthResult unknown = login.start("alice", password("correct horse"), "bob").join();

    assertThat(selected).isNotEqualTo(first);
    assertThat(named.playerId()).isEqualTo(first);
    assertThat(again.playerId()).isEqualTo(first);
    assertThat(unknown.refusal()).isEqualTo(RefusalCode.NO_SUCH_CHARACTER);
  }

  private String storedHash(String name) {
    return Objects.requireNonNull(accounts.find(name).join().account()).passwordPhc();
  }

  private static byte[] password(String text) {
    return text.getBytes(UTF_8);
  }
}
