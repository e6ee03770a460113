package dev.keepstone.net.gateway;

import dev.keepstone.net.wire.WireLimits;
import dev.keepstone.net.wire.sbe.LoginDecoder;
import dev.keepstone.net.wire.sbe.MessageHeaderDecoder;
import dev.keepstone.net.wire.sbe.RegisterDecoder;
import dev.keepstone.net.wire.sbe.ResumeDecoder;
import org.agrona.DirectBuffer;

/**
 * Reads what a Login, Register or Resume shows, once it has passed the frame validator: a name and
 * one secret, which is a password or a token.
 */
final class CredentialsDecoder {
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final LoginDecoder login = new LoginDecoder();
  private final RegisterDecoder register = new RegisterDecoder();
  private final ResumeDecoder resume = new ResumeDecoder();

  private String name = "";
  private String character = "";
  private byte[] secret = new byte[0];
  private boolean takeOver;

  void decode(int templateId, DirectBuffer message) {
    takeOver = false;
    character = "";
    switch (templateId) {
      case LoginDecoder.TEMPLATE_ID -> {
        login.wrapAndApplyHeader(message, 0, header);
        takeOver = login.takeOver() == 1;
        name = login.name();
        secret = new byte[login.passwordLength()];
        login.getPassword(secret, 0, secret.length);
        character = login.character();
      }
      case RegisterDecoder.TEMPLATE_ID -> {
        register.wrapAndApplyHeader(message, 0, header);
        name = register.name();
        secret = new byte[register.passwordLength()];
        register.getPassword(secret, 0, secret.length);
      }
      case ResumeDecoder.TEMPLATE_ID -> {
        resume.wrapAndApplyHeader(message, 0, header);
        secret = new byte[WireLimits.TOKEN_BYTES];
        resume.getToken(secret, 0, secret.length);
        name = resume.name();
        character = resume.character();
      }
      default -> throw new IllegalStateException("no credentials in template=" + templateId);
    }
  }

  String name() {
    return name;
  }

  /** Which of the account's characters; empty: the selected one. */
  String character() {
    return character;
  }

  /** Whether an older session of the character shall end; only a Login asks for that. */
  boolean takeOver() {
    return takeOver;
  }

  /** The newest secret, once: the receiver owns and wipes it. */
  byte[] takeSecret() {
    byte[] taken = secret;
    secret = new byte[0];
    return taken;
  }
}
