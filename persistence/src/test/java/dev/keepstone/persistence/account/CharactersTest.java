package dev.keepstone.persistence.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.persistence.inspect.PlayerInspector;
import dev.keepstone.persistence.inspect.PlayerView;
import dev.keepstone.persistence.record.AccountCharacter;
import dev.keepstone.persistence.record.AccountRecord;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.record.RecordKind;
import dev.keepstone.persistence.store.memory.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.CachedEpochClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CharactersTest {
  private static final int LIMIT = 5;

  private final CachedEpochClock clock = new CachedEpochClock();
  private final MemoryStore store = new MemoryStore(clock);
  private final Accounts accounts = new Accounts(store, clock);
  private final Characters characters = new Characters(store, clock);

  @BeforeEach
  void register() {
    clock.update(5_000);
    accounts.create("ann", "$argon2id$a").join();
  }

  @Test
  void makesACharacterAndSelectsIt() {
    assertThat(create("ann", "zoe")).isEqualTo(Characters.Outcome.CREATED);

    AccountRecord ann = account("ann");
    assertThat(ann.characters()).extracting(AccountCharacter::name).containsExactly("ann", "zoe");
    assertThat(ann.selected().name()).isEqualTo("zoe");
    PlayerView zoe = new PlayerInspector(store).inspect("zoe").join();
    assertThat(zoe.playerId()).isEqualTo(ann.playerId());
    assertThat(Objects.requireNonNull(zoe.player()).name).isEqualTo("zoe");
    assertThat(zoe.player().state.createdAtMs).isEqualTo(5_000);
    PlayerView first = new PlayerInspector(store).inspect("ann").join();
    assertThat(first.playerId()).isEqualTo(1);
  }

  @Test
  void aNameIsOnceInTheWorldWhetherOfAnAccountOrACharacter() {
    accounts.create("bob", "x").join();
    assertThat(create("ann", "bob")).isEqualTo(Characters.Outcome.NAME_TAKEN);
    assertThat(create("ann", "zoe")).isEqualTo(Characters.Outcome.CREATED);
    assertThat(create("bob", "zoe")).isEqualTo(Characters.Outcome.NAME_TAKEN);
    assertThat(create("ann", "zoe")).isEqualTo(Characters.Outcome.NAME_TAKEN);
    assertThat(create("ann", "Zoe!")).isEqualTo(Characters.Outcome.NAME_TAKEN);
    assertThat(accounts.create("zoe", "x").join().outcome())
        .isEqualTo(CreateReply.Outcome.NAME_TAKEN);
    assertThat(account("bob").characters()).hasSize(1);
  }

  @Test
  void aCharactersNameIsNoAccount() {
    create("ann", "zoe");

    assertThat(accounts.find("zoe").join().outcome()).isEqualTo(FindReply.Outcome.NOT_FOUND);
    assertThat(create("zoe", "new")).isEqualTo(Characters.Outcome.NOT_FOUND);
    assertThat(new AccountEditor(store).edit("zoe", a -> a, 1).join())
        .isEqualTo(AccountEditor.Outcome.NOT_FOUND);
  }

  @Test
  void stopsAtTheLimit() {
    for (int i = 1; i < LIMIT; i++) {
      assertThat(create("ann", "alt_" + i)).isEqualTo(Characters.Outcome.CREATED);
    }
    assertThat(create("ann", "one_more")).isEqualTo(Characters.Outcome.TOO_MANY);
    assertThat(store.exists(Keys.account("one_more")).join()).isFalse();
  }

  @Test
  void takesTheNextIdWhenTheCounterWentBack() {
    store.register(Keys.account("other"), new byte[1], Keys.player(65), new byte[1]).join();

    assertThat(create("ann", "zoe")).isEqualTo(Characters.Outcome.CREATED);
    assertThat(account("ann").playerId()).isEqualTo(66);
  }

  @Test
  void severalAtOnceAllGetInAndNoneOverwritesAnother() {
    List<CompletableFuture<Characters.Outcome>> wishes = new ArrayList<>();
    for (int i = 1; i < LIMIT; i++) {
      wishes.add(characters.create("ann", "alt_" + i, LIMIT));
    }
    wishes.forEach(wish -> assertThat(wish.join()).isEqualTo(Characters.Outcome.CREATED));

    assertThat(account("ann").characters()).hasSize(LIMIT);
  }

  @Test
  void tellsAnUnknownAccountADamagedOneAndAnAbsentStoreApart() {
    assertThat(create("nobody", "zoe")).isEqualTo(Characters.Outcome.NOT_FOUND);
    byte[] sound = Objects.requireNonNull(store.load(Keys.account("ann")).join().value());
    byte[] damaged = sound.clone();
    damaged[140] ^= 1;
    store.overwrite(Keys.account("ann"), damaged);
    assertThat(create("ann", "zoe")).isEqualTo(Characters.Outcome.CORRUPT);
    byte[] newer = sound.clone();
    new RecordHeader().write(newer, RecordKind.ACCOUNT, 99, Fence.NEW);
    store.overwrite(Keys.account("ann"), newer);
    assertThat(create("ann", "zoe")).isEqualTo(Characters.Outcome.NEWER);
    store.close();
    assertThat(create("ann", "zoe")).isEqualTo(Characters.Outcome.UNAVAILABLE);
  }

  private Characters.Outcome create(String account, String name) {
    return characters.create(account, name, LIMIT).join();
  }

  private AccountRecord account(String name) {
    return Objects.requireNonNull(accounts.find(name).join().account());
  }

  @Test
  void whatCannotBeAnAccountHasNoCharacters() {
    assertThat(create("no:body", "zoe")).isEqualTo(Characters.Outcome.NOT_FOUND);
    assertThat(store.exists(Keys.account("zoe")).join()).isFalse();
  }

  @Test
  void aCounterThatWentBackTooFarIsNotFollowedForEver() {
    for (long id = 2; id <= 1_000; id++) {
      store.overwrite(Keys.player(id), new byte[1]);
    }
    assertThat(create("ann", "zoe")).isEqualTo(Characters.Outcome.CONTENDED);
    assertThat(account("ann").characters()).hasSize(1);
    assertThat(store.exists(Keys.account("zoe")).join()).isFalse();
  }
}
