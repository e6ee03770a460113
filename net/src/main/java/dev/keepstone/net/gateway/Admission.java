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
  private final String address;
  private final SessionContext context;

  private int attempt;
  private int failedTries;
  private Way way = Way.LOGIN;
  private String account = "";
  private String character = "";
  private byte[] secret = NONE;
  private boolean takeOver;
  private byte @Nullable [] shownTokenHash;
  private byte[] newToken = NONE;

  /**
   * @param address the host that the client comes from
   */
  Admission(long sessionId, String address, SessionContext context) {
    this.sessionId = sessionId;
    this.address = address;
    this.context = context;
  }

  /** How a client wants in. */
  enum Way {
    LOGIN,
    REGISTER,
    RESUME
  }

  /** Takes in what was shown; {@link #start} has to follow. */
  void read(int templateId, UnsafeBuffer message) {
    CredentialsDecoder credentials = context.credentials;
    credentials.decode(templateId, message);
    way =
        switch (templateId) {
          case LoginDecoder.TEMPLATE_ID -> Way.LOGIN;
          case RegisterDecoder.TEMPLATE_ID -> Way.REGISTER;
          default -> Way.RESUME;
        };
    account = credentials.name();
    character = credentials.character();
    takeOver = credentials.takeOver();
    secret = credentials.takeSecret();
  }

  /** The name that was shown; of an account only once a verdict says so. */
  String account() {
    return account;
  }

  /** Starts a try; its verdict comes through {@link Authentication}. */
  void start() {
    attempt++;
    shownTokenHash = null;
    byte[] shown = secret;
    secret = NONE;
    switch (way) {
      case LOGIN ->
          context.authentication.login(sessionId, attempt, address, account, shown, character);
      case REGISTER -> context.authentication.register(sessionId, attempt, account, shown);
      case RESUME -> {
        shownTokenHash = context.tokens.hashOf(shown);
        Arrays.fill(shown, (byte) 0);
        context.authentication.resume(sessionId, attempt, address, account, character);
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
