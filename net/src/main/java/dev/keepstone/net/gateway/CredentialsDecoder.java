package dev.keepstone.net.gateway;

import dev.keepstone.net.wire.sbe.LoginDecoder;
import dev.keepstone.net.wire.sbe.MessageHeaderDecoder;
import dev.keepstone.net.wire.sbe.RegisterDecoder;
import org.agrona.DirectBuffer;

/** Reads name and password of a Login or Register, which has passed the frame validator. */
final class CredentialsDecoder {
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final LoginDecoder login = new LoginDecoder();
  private final RegisterDecoder register = new RegisterDecoder();

  private String name = "";
  private byte[] password = new byte[0];

  void decode(int templateId, DirectBuffer message) {
    if (templateId == LoginDecoder.TEMPLATE_ID) {
      login.wrapAndApplyHeader(message, 0, header);
      name = login.name();
      password = new byte[login.passwordLength()];
      login.getPassword(password, 0, password.length);
    } else {
      register.wrapAndApplyHeader(message, 0, header);
      name = register.name();
      password = new byte[register.passwordLength()];
      register.getPassword(password, 0, password.length);
    }
  }

  String name() {
    return name;
  }

  /** The newest password, once: the receiver owns and wipes it. */
  byte[] takePassword() {
    byte[] taken = password;
    password = new byte[0];
    return taken;
  }
}
