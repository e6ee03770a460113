package dev.keepstone.net.auth;

import dev.keepstone.net.auth.AccountDirectory.ChangeOutcome;
import dev.keepstone.net.auth.AccountDirectory.CharacterOutcome;
import dev.keepstone.net.auth.AccountDirectory.Creation;
import dev.keepstone.net.auth.AccountDirectory.Lookup;
import dev.keepstone.net.auth.AccountDirectory.LookupOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Answers what it was told to, or throws it; writes down what was asked. */
final class ScriptedAccounts implements AccountDirectory {
  Lookup lookup = Lookup.without(LookupOutcome.NOT_FOUND);
  Creation creation = Creation.without(CreationOutcome.UNAVAILABLE);
  CharacterOutcome character = CharacterOutcome.UNAVAILABLE;
  ChangeOutcome change = ChangeOutcome.UNAVAILABLE;

  /** Of everything but lookups. */
  @Nullable RuntimeException failure;

  final List<String> asked = new ArrayList<>();

  @Override
  public CompletableFuture<Lookup> find(String name) {
    return CompletableFuture.completedFuture(lookup);
  }

  @Override
  public CompletableFuture<Creation> create(String name, String passwordPhc) {
    return answer("create " + name, creation);
  }

  @Override
  public CompletableFuture<CharacterOutcome> createCharacter(String account, String name) {
    return answer("createCharacter " + account + " " + name, character);
  }

  @Override
  public CompletableFuture<ChangeOutcome> selectCharacter(String account, long playerId) {
    return answer("selectCharacter " + account + " " + playerId, change);
  }

  @Override
  public CompletableFuture<ChangeOutcome> replaceHash(
      String account, String oldPhc, String newPhc) {
    return answer("replaceHash " + account, change);
  }

  private <T> CompletableFuture<T> answer(String question, T answer) {
    asked.add(question);
    if (failure != null) {
      throw failure;
    }
    return CompletableFuture.completedFuture(answer);
  }
}
