package dev.keepstone.net.auth;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Where accounts are kept, as login, registration and resumption see it. Called on the gateway's
 * thread, so it must not wait; completes its futures on any thread. A future that completes
 * exceptionally counts as UNAVAILABLE, and so does one that takes longer than the session's
 * deadline.
 */
public interface AccountDirectory {

  /** What a lookup found. */
  enum LookupOutcome {
    FOUND,
    NOT_FOUND,
    /** There is a record, and it cannot be believed. */
    CORRUPT,
    /** A newer server has written it; this one must not touch it. */
    NEWER,
    /** The store did not answer: nothing is known about this name. */
    UNAVAILABLE
  }

  /** What became of a creation. */
  enum CreationOutcome {
    CREATED,
    NAME_TAKEN,
    /** The operators take nobody new. */
    REGISTRATION_CLOSED,
    /** The store did not answer: the account may exist, and then its owner can log in. */
    UNAVAILABLE
  }

  /** What became of a new character. */
  enum CharacterOutcome {
    /** It is there, and selected. */
    CREATED,
    /** Somebody has a character or an account of that name. */
    NAME_TAKEN,
    /** The account has as many as it may. */
    TOO_MANY,
    /** The account cannot be believed, or is gone. */
    CORRUPT,
    NEWER,
    /** The account changed under every try. */
    BUSY,
    /** The store did not answer: the character may be there. */
    UNAVAILABLE
  }

  /** What became of a change to an account that is known to exist. */
  enum ChangeOutcome {
    /** It is so now. */
    DONE,
    /** The account is not as it was looked up: nothing was written. */
    REFUSED,
    /** The store did not answer: nothing is known. */
    UNAVAILABLE
  }

  /**
   * A lookup's answer.
   *
   * @param account null unless FOUND
   */
  record Lookup(LookupOutcome outcome, @Nullable Account account) {
    public static Lookup found(Account account) {
      return new Lookup(LookupOutcome.FOUND, account);
    }

    /** Any outcome but FOUND. */
    public static Lookup without(LookupOutcome outcome) {
      return new Lookup(outcome, null);
    }
  }

  /**
   * A creation's answer.
   *
   * @param playerId of the new character; 0 unless CREATED
   */
  record Creation(CreationOutcome outcome, long playerId) {
    public static Creation created(long playerId) {
      return new Creation(CreationOutcome.CREATED, playerId);
    }

    /** Any outcome but CREATED. */
    public static Creation without(CreationOutcome outcome) {
      return new Creation(outcome, 0);
    }
  }

  /** Looks an account up by its name, which has passed {@link CredentialRules}. */
  CompletableFuture<Lookup> find(String name);

  /** Creates an account and its character at once, or neither. */
  CompletableFuture<Creation> create(String name, String passwordPhc);

  /**
   * Makes a further character and selects it, all of that or nothing.
   *
   * @param name has passed {@link CredentialRules}
   */
  CompletableFuture<CharacterOutcome> createCharacter(String account, String name);

  /** Selects one of the account's characters: the next login plays it. */
  CompletableFuture<ChangeOutcome> selectCharacter(String account, long playerId);

  /** Puts a new hash of the same password in the place of an old one, if that is still there. */
  CompletableFuture<ChangeOutcome> replaceHash(String account, String oldPhc, String newPhc);
}
