package dev.keepstone.net.seal;

import dev.keepstone.net.wire.sbe.ClientHelloEncoder;
import dev.keepstone.net.wire.sbe.MessageHeaderDecoder;
import dev.keepstone.net.wire.sbe.MessageHeaderEncoder;
import dev.keepstone.net.wire.sbe.ServerHelloDecoder;
import java.security.SecureRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** The client's half of one handshake. Single-threaded. */
public final class ClientHandshake {
  private final EphemeralKey key;
  private final byte[] clientFrame =
      new byte[MessageHeaderEncoder.ENCODED_LENGTH + ClientHelloEncoder.BLOCK_LENGTH];
  private final byte[] serverKey = new byte[EphemeralKey.KEY_BYTES];
  private final byte[] identityKey = new byte[ServerIdentity.PUBLIC_KEY_BYTES];

  public ClientHandshake(int protocolVersion, SecureRandom random) {
    key = new EphemeralKey(random);
    byte[] nonce = new byte[ClientHelloEncoder.randomLength()];
    random.nextBytes(nonce);
    new ClientHelloEncoder()
        .wrapAndApplyHeader(new UnsafeBuffer(clientFrame), 0, new MessageHeaderEncoder())
        .protocolVersion(protocolVersion)
        .putEphemeralKey(key.publicKey(), 0, EphemeralKey.KEY_BYTES)
        .putRandom(nonce, 0, nonce.length);
  }

  /** The ClientHello to send. */
  public byte[] hello() {
    return clientFrame.clone();
  }

  /**
   * Takes a ServerHello that has passed the frame validator.
   *
   * @return the session's channel, or null when the server cannot prove that it owns the identity
   *     key it shows, or answered something else than this hello. Whether that identity is the
   *     wanted one is the caller's question: see {@link #identityKey()}.
   */
  public @Nullable SealedChannel accept(DirectBuffer hello, int offset, int lengthBytes) {
    byte[] serverFrame = new byte[lengthBytes];
    hello.getBytes(offset, serverFrame);
    byte[] signature = new byte[ServerIdentity.SIGNATURE_BYTES];
    ServerHelloDecoder decoder =
        new ServerHelloDecoder()
            .wrapAndApplyHeader(new UnsafeBuffer(serverFrame), 0, new MessageHeaderDecoder());
    decoder.getEphemeralKey(serverKey, 0, serverKey.length);
    decoder.getIdentityKey(identityKey, 0, identityKey.length);
    decoder.getSignature(signature, 0, signature.length);

    Transcript transcript = new Transcript(clientFrame, serverFrame);
    if (!ServerIdentity.verify(identityKey, transcript.signedBytes(), signature)) {
      return null;
    }
    byte[] sharedSecret = key.agree(serverKey);
    return sharedSecret == null ? null : transcript.clientChannel(sharedSecret);
  }

  /** The key that the server has proved to own; meaningful after a successful accept. */
  public byte[] identityKey() {
    return identityKey.clone();
  }
}
