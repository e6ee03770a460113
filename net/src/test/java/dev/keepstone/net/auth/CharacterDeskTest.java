package dev.keepstone.net.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.net.auth.Account.OwnCharacter;
import dev.keepstone.net.auth.AccountDirectory.ChangeOutcome;
import dev.keepstone.net.auth.AccountDirectory.CharacterOutcome;
import dev.keepstone.net.auth.AccountDirectory.Lookup;
import dev.keepstone.net.auth.AccountDirectory.LookupOutcome;
import dev.keepstone.net.auth.CharacterDesk.Answer;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CharacterDeskTest {
  private static final List<OwnCharacter> TWO =
      List.of(new OwnCharacter(7, "ada"), new OwnCharacter(8, "zoe"));
  private static final Account ADA = new Account("ada", "phc", Role.PLAYER, TWO, 8, null);

  private final ScriptedAccounts accounts = new ScriptedAccounts();
  private final CharacterDesk desk = new CharacterDesk(accounts);

  @Test
  void listsTheCharactersAndWhichIsSelected() {
    accounts.lookup = Lookup.found(ADA);

    assertThat(desk.list("ada").join()).isEqualTo(new Answer(null, TWO, 8));
  }

  @Test
  void saysWhyAnAccountCannotBeRead() {
    for (Map.Entry<LookupOutcome, RefusalCode> pair :
        Map.of(
                LookupOutcome.UNAVAILABLE, RefusalCode.STORE_UNAVAILABLE,
                LookupOutcome.NEWER, RefusalCode.NEWER_RECORD,
                LookupOutcome.CORRUPT, RefusalCode.DATA_CORRUPTED,
                LookupOutcome.NOT_FOUND, RefusalCode.DATA_CORRUPTED)
            .entrySet()) {
      accounts.lookup = Lookup.without(pair.getKey());

      assertThat(desk.list("ada").join()).isEqualTo(Answer.refused(pair.getValue()));
      assertThat(desk.select("ada", "zoe").join()).isEqualTo(Answer.refused(pair.getValue()));
    }
  }

  @Test
  void asksForNoCharacterWhoseNameCannotBe() {
    accounts.lookup = Lookup.found(ADA);

    assertThat(desk.create("ada", "Zoe").join())
        .isEqualTo(new Answer(RefusalCode.BAD_NAME, TWO, 8));
    assertThat(accounts.asked).isEmpty();
  }

  @Test
  void saysWhatBecameOfANewCharacterAndListsThem() {
    accounts.lookup = Lookup.found(ADA);
    created(CharacterOutcome.CREATED, null);
    created(CharacterOutcome.NAME_TAKEN, RefusalCode.NAME_TAKEN);
    created(CharacterOutcome.TOO_MANY, RefusalCode.TOO_MANY_CHARACTERS);
    created(CharacterOutcome.CORRUPT, RefusalCode.DATA_CORRUPTED);
    created(CharacterOutcome.NEWER, RefusalCode.NEWER_RECORD);
    created(CharacterOutcome.BUSY, RefusalCode.BUSY);
    created(CharacterOutcome.UNAVAILABLE, RefusalCode.STORE_UNAVAILABLE);
    accounts.failure = new IllegalStateException("planted by the test");
    created(CharacterOutcome.CREATED, RefusalCode.STORE_UNAVAILABLE);
    assertThat(accounts.asked).hasSize(8).containsOnly("createCharacter ada zoe");
  }

  private void created(CharacterOutcome outcome, @Nullable RefusalCode code) {
    accounts.character = outcome;
    assertThat(desk.create("ada", "zoe").join()).isEqualTo(new Answer(code, TWO, 8));
  }

  @Test
  void selectsByNameAndSaysWhatBecameOfIt() {
    accounts.lookup = Lookup.found(ADA);
    accounts.change = ChangeOutcome.DONE;
    assertThat(desk.select("ada", "ada").join().refusal()).isNull();
    assertThat(accounts.asked).containsExactly("selectCharacter ada 7");

    accounts.change = ChangeOutcome.REFUSED;
    assertThat(desk.select("ada", "ada").join()).isEqualTo(new Answer(RefusalCode.BUSY, TWO, 8));
    accounts.change = ChangeOutcome.UNAVAILABLE;
    assertThat(desk.select("ada", "ada").join().refusal()).isEqualTo(RefusalCode.STORE_UNAVAILABLE);
    accounts.failure = new IllegalStateException("planted by the test");
    assertThat(desk.select("ada", "ada").join())
        .isEqualTo(Answer.refused(RefusalCode.STORE_UNAVAILABLE));
  }

  @Test
  void selectsNothingThatTheAccountLacks() {
    accounts.lookup = Lookup.found(ADA);

    for (String name : new String[] {"", "bob"}) {
      assertThat(desk.select("ada", name).join())
          .isEqualTo(new Answer(RefusalCode.NO_SUCH_CHARACTER, TWO, 8));
    }
    assertThat(accounts.asked).isEmpty();
  }
}
