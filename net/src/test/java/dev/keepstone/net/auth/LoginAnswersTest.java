package dev.keepstone.net.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.net.auth.Account.OwnCharacter;
import dev.keepstone.net.auth.AccountDirectory.ChangeOutcome;
import dev.keepstone.net.auth.AccountDirectory.Creation;
import dev.keepstone.net.auth.AccountDirectory.CreationOutcome;
import dev.keepstone.net.auth.AccountDirectory.Lookup;
import dev.keepstone.net.auth.AccountDirectory.LookupOutcome;
import dev.keepstone.net.auth.KdfParameters.Kdf;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a player is answered for everything that a directory or the pool may say. */
final class LoginAnswersTest {
  private static final String PASSWORD = "correct horse";
  private static final KdfParameters LIGHT = new KdfParameters(Kdf.ARGON2ID, 64, 1, 1);
  private static final List<OwnCharacter> TWO =
      List.of(new OwnCharacter(7, "ada"), new OwnCharacter(8, "zoe"));

  private final ScriptedAccounts accounts = new ScriptedAccounts();
  private final PasswordHashing hashing = new PasswordHashing(LIGHT, new SecureRandom());
  private final String phc = hashing.hash(PASSWORD.getBytes(UTF_8));

  /** Each look at the clock is so much later than the one before. */
  private final AtomicLong nowNs = new AtomicLong();

  private volatile long stepNs;
  private final PasswordPool pool =
      new PasswordPool(new PasswordConfig(LIGHT, 1, 8, 1), hashing, () -> nowNs.getAndAdd(stepNs));
  private final Login login = new Login(accounts, pool);
  private final Registration registration = new Registration(accounts, pool);
  private final Resumption resumption = new Resumption(accounts);

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(login("", PASSWORD, "")).isEqualTo(RefusalCode.MISSING_CREDENTIALS);
    assertThat(login("ada", "", "")).isEqualTo(RefusalCode.MISSING_CREDENTIALS);
    assertThat(pool.doneCount()).isZero();
  }

  @Test
  void judgesNobodysPasswordWhenTheAccountCannotBeRead() {
    accounts.lookup = Lookup.without(LookupOutcome.CORRUPT);
    assertThat(login("ada", PASSWORD, "")).isEqualTo(RefusalCode.DATA_CORRUPTED);
    accounts.lookup = Lookup.without(LookupOutcome.NEWER);
    assertThat(login("ada", PASSWORD, "")).isEqualTo(RefusalCode.NEWER_RECORD);
    accounts.lookup = Lookup.without(LookupOutcome.UNAVAILABLE);
    assertThat(login("ada", PASSWORD, "")).isEqualTo(RefusalCode.STORE_UNAVAILABLE);
    assertThat(pool.doneCount()).isZero();
  }

  @Test
  void waitsForAnAnswerNoLongerThanTheQueueAllows() {
    accounts.lookup = found(phc, 7, null);
    accounts.creation = Creation.created(9);
    stepNs = 1_000_000;
    assertThat(login("ada", PASSWORD, "")).as("just in time").isNull();
    stepNs = 1_000_001;
    assertThat(login("ada", PASSWORD, "")).isEqualTo(RefusalCode.EXPIRED);
    assertThat(register("bob", PASSWORD)).isEqualTo(RefusalCode.EXPIRED);
    assertThat(accounts.asked).isEmpty();
  }

  @Test
  void isBusyWhenThePoolHasEnded() {
    accounts.lookup = found(phc, 7, null);
    pool.close();

    assertThat(login("ada", PASSWORD, "")).isEqualTo(RefusalCode.BUSY);
    assertThat(register("bob", PASSWORD)).isEqualTo(RefusalCode.BUSY);
    assertThat(pool.busyCount()).isEqualTo(2);
  }

  @Test
  void selectsTheCharacterThatIsNamedBeforeItEnters() {
    accounts.lookup = found(phc, 7, null);
    accounts.change = ChangeOutcome.DONE;

    AuthResult named = login.start("ada", PASSWORD.getBytes(UTF_8), "zoe").join();
    assertThat(named).isEqualTo(AuthResult.accepted(8, Role.ADMIN));
    assertThat(accounts.asked).containsExactly("selectCharacter ada 8");

    accounts.change = ChangeOutcome.REFUSED;
    assertThat(login("ada", PASSWORD, "zoe")).isEqualTo(RefusalCode.BUSY);
    accounts.change = ChangeOutcome.UNAVAILABLE;
    assertThat(login("ada", PASSWORD, "zoe")).isEqualTo(RefusalCode.STORE_UNAVAILABLE);
    accounts.failure = new IllegalStateException("planted by the test");
    assertThat(login("ada", PASSWORD, "zoe")).isEqualTo(RefusalCode.STORE_UNAVAILABLE);
  }

  @Test
  void entersAsTheSelectedOneWithoutAWrite() {
    accounts.lookup = found(phc, 8, null);

    assertThat(login.start("ada", PASSWORD.getBytes(UTF_8), "zoe").join())
        .isEqualTo(AuthResult.accepted(8, Role.ADMIN));
    assertThat(accounts.asked).isEmpty();
  }

  @Test
  void anAccountWhoseSelectedCharacterIsMissingIsDamaged() {
    accounts.lookup = found(phc, 9, null);

    assertThat(login("ada", PASSWORD, "")).isEqualTo(RefusalCode.DATA_CORRUPTED);
    assertThat(login("ada", PASSWORD, "bob")).isEqualTo(RefusalCode.NO_SUCH_CHARACTER);
    assertThat(resumption.start("ada", "").join().refusal()).isEqualTo(RefusalCode.BAD_TOKEN);
  }

  @Test
  void letsInWhoseHashCouldNotBeRenewed() {
    KdfParameters once = new KdfParameters(Kdf.PBKDF2_SHA256, 0, 1, 1);
    String old = new PasswordHashing(once, new SecureRandom()).hash(PASSWORD.getBytes(UTF_8));
    accounts.lookup = found(old, 7, null);

    assertThat(login("ada", PASSWORD, "")).isNull();
    accounts.failure = new IllegalStateException("planted by the test");
    assertThat(login("ada", PASSWORD, "")).isNull();
    assertThat(accounts.asked).containsExactly("replaceHash ada", "replaceHash ada");
  }

  @Test
  void aFoundAccountThatIsNoneHasNoPassword() {
    accounts.lookup = new Lookup(LookupOutcome.FOUND, null);

    assertThat(login("ada", PASSWORD, "")).isEqualTo(RefusalCode.BAD_CREDENTIALS);
    assertThat(resumption.start("ada", "").join().refusal()).isEqualTo(RefusalCode.DATA_CORRUPTED);
  }

  @Test
  void resumesNobodyWhoIsBanned() {
    accounts.lookup = found(phc, 7, "for good");

    AuthResult result = resumption.start("ada", "").join();

    assertThat(result).isEqualTo(AuthResult.refused(RefusalCode.BANNED));
    accounts.lookup = found(phc, 7, null);
    assertThat(resumption.start("ada", "zoe").join()).isEqualTo(AuthResult.accepted(8, Role.ADMIN));
    assertThat(resumption.start("ada", "bob").join().refusal()).isEqualTo(RefusalCode.BAD_TOKEN);
  }

  @Test
  void saysWhatBecameOfARegistration() {
    accounts.creation = Creation.created(9);
    assertThat(registration.start("bob", PASSWORD.getBytes(UTF_8)).join())
        .isEqualTo(AuthResult.accepted(9, Role.PLAYER));
    accounts.creation = Creation.without(CreationOutcome.NAME_TAKEN);
    assertThat(register("bob", PASSWORD)).isEqualTo(RefusalCode.NAME_TAKEN);
    accounts.creation = Creation.without(CreationOutcome.REGISTRATION_CLOSED);
    assertThat(register("bob", PASSWORD)).isEqualTo(RefusalCode.REGISTRATION_CLOSED);
    accounts.creation = Creation.without(CreationOutcome.UNAVAILABLE);
    assertThat(register("bob", PASSWORD)).isEqualTo(RefusalCode.STORE_UNAVAILABLE);
  }

  private static Lookup found(String phc, long selectedId, @Nullable String ban) {
    return Lookup.found(new Account("ada", phc, Role.ADMIN, TWO, selectedId, ban));
  }

  private @Nullable RefusalCode login(String name, String password, String character) {
    return login.start(name, password.getBytes(UTF_8), character).join().refusal();
  }

  private @Nullable RefusalCode register(String name, String password) {
    return registration.start(name, password.getBytes(UTF_8)).join().refusal();
  }
}
