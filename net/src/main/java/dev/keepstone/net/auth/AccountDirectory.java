package dev.keepstone.net.auth;

import dev.keepstone.ecs.message.sbe.Role;
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
    /** The store did not answer: the account may exist, and then its owner can log in. */
    UNAVAILABLE
  }

  /**
   * A lookup's answer.
   *
   * @param playerId 0 unless FOUND
   * @param passwordPhc the stored hash; null unless FOUND
   * @param role what its character may order; PLAYER unless FOUND
   */
  record Lookup(LookupOutcome outcome, long playerId, @Nullable String passwordPhc, Role role) {
    public static Lookup found(long playerId, String passwordPhc, Role role) {
      return new Lookup(LookupOutcome.FOUND, playerId, passwordPhc, role);
    }

    /** Any outcome but FOUND. */
    public static Lookup without(LookupOutcome outcome) {
      return new Lookup(outcome, 0, null, Role.PLAYER);
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
}
