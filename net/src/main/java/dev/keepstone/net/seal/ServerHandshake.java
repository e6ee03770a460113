package dev.keepstone.net.seal;

import dev.keepstone.net.wire.sbe.ClientHelloDecoder;
import dev.keepstone.net.wire.sbe.MessageHeaderDecoder;
import dev.keepstone.net.wire.sbe.MessageHeaderEncoder;
import dev.keepstone.net.wire.sbe.ServerHelloEncoder;
import java.security.SecureRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's half of the handshake: one hello in, one signed hello out, and the keys. About 0.2
 * ms of arithmetic, on the caller's thread. Keeps nothing of a client, so one object serves all;
 * single-threaded.
 */
public final class ServerHandshake {
  /** Length of the answer. */
  public static final int HELLO_BYTES =
      MessageHeaderEncoder.ENCODED_LENGTH + ServerHelloEncoder.BLOCK_LENGTH;

  private final ServerIdentity identity;
  private final byte[] identityKey;
  private final int protocolVersion;
  private final SecureRandom random;
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final ClientHelloDecoder clientHello = new ClientHelloDecoder();
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final ServerHelloEncoder serverHello = new ServerHelloEncoder();

  public ServerHandshake(ServerIdentity identity, int protocolVersion, SecureRandom random) {
    this.identity = identity;
    this.identityKey = identity.publicKey();
    this.protocolVersion = protocolVersion;
    this.random = random;
  }

  /**
   * Answers a ClientHello that has passed the frame validator.
   *
   * @param answer filled with the ServerHello, {@link #HELLO_BYTES} long
   * @return the session's channel; null when the client's key has low order, and then there is no
   *     answer
   */
  public @Nullable SealedChannel answer(
      DirectBuffer hello, int offset, int lengthBytes, byte[] answer) {
    byte[] clientFrame = new byte[lengthBytes];
    hello.getBytes(offset, clientFrame);
    byte[] clientKey = new byte[EphemeralKey.KEY_BYTES];
    clientHello
        .wrapAndApplyHeader(hello, offset, headerDecoder)
        .getEphemeralKey(clientKey, 0, clientKey.length);

    EphemeralKey key = new EphemeralKey(random);
    byte[] sharedSecret = key.agree(clientKey);
    if (sharedSecret == null) {
      return null;
    }

    byte[] nonce = new byte[ServerHelloEncoder.randomLength()];
    random.nextBytes(nonce);
    serverHello
        .wrapAndApplyHeader(new UnsafeBuffer(answer), 0, headerEncoder)
        .protocolVersion(protocolVersion)
        .putEphemeralKey(key.publicKey(), 0, EphemeralKey.KEY_BYTES)
        .putRandom(nonce, 0, nonce.length)
        .putIdentityKey(identityKey, 0, identityKey.length);
    Transcript transcript = new Transcript(clientFrame, answer);
    identity.sign(transcript.signedBytes(), answer, HELLO_BYTES - ServerIdentity.SIGNATURE_BYTES);
    return transcript.serverChannel(sharedSecret);
  }
}
