package dev.keepstone.net.gateway;

import dev.keepstone.net.auth.AuthResult;
import dev.keepstone.net.wire.sbe.LoginDecoder;
import dev.keepstone.net.wire.sbe.RefusalCode;
import dev.keepstone.net.wire.sbe.RegisterDecoder;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How one session gets in: what its client showed in the newest try, how many tries have failed,
 * and the token with which it may come back. A Login, a Register and a Resume count alike.
 *
 * <p>A Resume never asks for a take-over. A right token is reason enough for the world to end the
 * older session that was given it; and a server that holds the character elsewhere must not let go
 * before anybody has looked at the token.
 */
final class Admission {
  private static final byte[] NONE = new byte[0];

  private final long sessionId;
  private final SessionContext context;

  private int attempt;
  private int failedTries;
  private boolean takeOver;
  private byte @Nullable [] shownTokenHash;
  private byte[] newToken = NONE;

  Admission(long sessionId, SessionContext context) {
    this.sessionId = sessionId;
    this.context = context;
  }

  /** Starts a try; its verdict comes through {@link Authentication}. */
  void start(int templateId, UnsafeBuffer message) {
    CredentialsDecoder credentials = context.credentials;
    credentials.decode(templateId, message);
    attempt++;
    takeOver = credentials.takeOver();
    shownTokenHash = null;
    String name = credentials.name();
    byte[] secret = credentials.takeSecret();
    switch (templateId) {
      case LoginDecoder.TEMPLATE_ID ->
          context.authentication.login(sessionId, attempt, name, secret);
      case RegisterDecoder.TEMPLATE_ID ->
          context.authentication.register(sessionId, attempt, name, secret);
      default -> {
        shownTokenHash = context.tokens.hashOf(secret);
        Arrays.fill(secret, (byte) 0);
        context.authentication.resume(sessionId, attempt, name);
      }
    }
  }

  /** Whether a verdict is about the newest try. */
  boolean isNewest(int ofAttempt) {
    return ofAttempt == attempt;
  }

  /** Asks the world for the character, with a new token; false when its inbox is full. */
  boolean tryEnter(AuthResult accepted) {
    newToken = context.tokens.fresh();
    return context.worldGate.tryEnter(
        sessionId,
        accepted.playerId(),
        accepted.role(),
        takeOver,
        context.tokens.hashOf(newToken),
        shownTokenHash);
  }

  /** The token that the world was told of, once: it is not kept. */
  byte[] takeNewToken() {
    byte[] taken = newToken;
    newToken = NONE;
    return taken;
  }

  /**
   * A try was refused. Being busy is not the client's fault and does not count.
   *
   * @return whether the client may try again
   */
  boolean mayRetryAfter(RefusalCode code) {
    newToken = NONE;
    if (code != RefusalCode.BUSY) {
      failedTries++;
    }
    return failedTries < context.config.loginTries();
  }
}
