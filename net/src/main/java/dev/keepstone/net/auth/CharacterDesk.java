package dev.keepstone.net.auth;

import dev.keepstone.net.auth.AccountDirectory.ChangeOutcome;
import dev.keepstone.net.auth.AccountDirectory.CharacterOutcome;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a player who has logged in may do about the characters of the account: list them, make one,
 * select the one that the next login plays. Nothing waits; futures complete on the store's threads.
 */
public final class CharacterDesk {
  /**
   * The account's characters after what was asked, or why it was not done.
   *
   * @param refusal null when it was done
   * @param characters empty when the account could not be read
   * @param selectedId of the one that the next login plays; 0 when not known
   */
  public record Answer(
      @Nullable RefusalCode refusal, List<Account.OwnCharacter> characters, long selectedId) {
    /** Not done, and the account not read. */
    public static Answer refused(RefusalCode code) {
      return new Answer(code, List.of(), 0);
    }
  }

  private final AccountDirectory directory;

  public CharacterDesk(AccountDirectory directory) {
    this.directory = directory;
  }

  /** Never fails exceptionally, as the others. */
  public CompletableFuture<Answer> list(String account) {
    return answer(account, null);
  }

  /** Makes a character, which is selected from then on. */
  public CompletableFuture<Answer> create(String account, String name) {
    if (!CredentialRules.isName(name)) {
      return answer(account, RefusalCode.BAD_NAME);
    }
    return Steps.guarded(() -> directory.createCharacter(account, name))
        .exceptionally(fault -> CharacterOutcome.UNAVAILABLE)
        .thenCompose(outcome -> answer(account, refusalOf(outcome)));
  }

  /** Selects a character of the account. */
  public CompletableFuture<Answer> select(String account, String name) {
    return Steps.guarded(() -> directory.find(account))
        .thenCompose(
            lookup -> {
              Account found = lookup.account();
              Account.OwnCharacter meant =
                  found == null || name.isEmpty() ? null : found.character(name);
              if (meant == null) {
                return answer(account, found == null ? null : RefusalCode.NO_SUCH_CHARACTER);
              }
              return directory
                  .selectCharacter(account, meant.playerId())
                  .thenCompose(outcome -> answer(account, refusalOf(outcome)));
            })
        .exceptionally(fault -> Answer.refused(RefusalCode.STORE_UNAVAILABLE));
  }

  private CompletableFuture<Answer> answer(String account, @Nullable RefusalCode refusal) {
    return Steps.guarded(() -> directory.find(account))
        .thenApply(
            lookup -> {
              Account found = lookup.account();
              if (found != null) {
                return new Answer(refusal, found.characters(), found.selectedId());
              }
              return Answer.refused(
                  switch (lookup.outcome()) {
                    case UNAVAILABLE -> RefusalCode.STORE_UNAVAILABLE;
                    case NEWER -> RefusalCode.NEWER_RECORD;
                    case FOUND, NOT_FOUND, CORRUPT -> RefusalCode.DATA_CORRUPTED;
                  });
            })
        .exceptionally(fault -> Answer.refused(RefusalCode.STORE_UNAVAILABLE));
  }

  private static @Nullable RefusalCode refusalOf(CharacterOutcome outcome) {
    return switch (outcome) {
      case CREATED -> null;
      case NAME_TAKEN -> RefusalCode.NAME_TAKEN;
      case TOO_MANY -> RefusalCode.TOO_MANY_CHARACTERS;
      case CORRUPT -> RefusalCode.DATA_CORRUPTED;
      case NEWER -> RefusalCode.NEWER_RECORD;
      case BUSY -> RefusalCode.BUSY;
      case UNAVAILABLE -> RefusalCode.STORE_UNAVAILABLE;
    };
  }

  private static @Nullable RefusalCode refusalOf(ChangeOutcome outcome) {
    return switch (outcome) {
      case DONE -> null;
      case REFUSED -> RefusalCode.BUSY;
      case UNAVAILABLE -> RefusalCode.STORE_UNAVAILABLE;
    };
  }
}
