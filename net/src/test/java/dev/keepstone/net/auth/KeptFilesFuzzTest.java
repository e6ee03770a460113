package dev.keepstone.net.auth;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.keepstone.net.client.KnownServers;
import dev.keepstone.net.client.ServerAddress;
import dev.keepstone.net.seal.Fingerprint;
import dev.keepstone.net.seal.IdentityException;
import dev.keepstone.net.seal.IdentityFile;
import dev.keepstone.net.seal.ServerIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small texts that outlive a process: the server's identity file (IdentityException), a client's
 * list of known servers (a refusal for a person), stored password hashes (null), addresses as typed
 * (IllegalArgumentException). The first byte says which.
 */
class KeptFilesFuzzTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String KEY =
      Fingerprint.of(ServerIdentity.generate(new SecureRandom()).publicKey());
  private static final ServerAddress SERVER = new ServerAddress("127.0.0.1", 7777);

  static Stream<byte[]> seeds() throws IOException {
    Path folder = Files.createTempDirectory("kept");
    Path identity = folder.resolve("identity");
    IdentityFile.loadOrCreate(identity, RANDOM);
    String file = Files.readString(identity);
    Files.delete(identity);
    Files.delete(folder);
    return Stream.of(
        input(0, file),
        input(1, "# known\n127.0.0.1:7777 " + KEY + "\n"),
        input(2, "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"),
        input(2, "$pbkdf2-sha256$i=600000$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"),
        input(3, "[::1]:7777"));
  }

  private static byte[] input(int which, String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(which);
    bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }

  @MethodSource("seeds")
  @FuzzTest
  void isReadOrRefused(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
    String text = new String(bytes, StandardCharsets.UTF_8);
    switch (input[0]) {
      case 0 -> identity(bytes);
      case 1 -> knownServers(bytes);
      case 2 -> passwordHash(text);
      default -> address(text);
    }
  }

  private static void identity(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("identity", "");
    Files.write(file, bytes);
    try {
      IdentityFile.loadOrCreate(file, RANDOM);
    } catch (IdentityException refused) {
      // what is declared; the file stays as it is
    }
    byte[] after = Files.readAllBytes(file);
    Files.delete(file);
    if (!Arrays.equals(bytes, after)) {
      throw new AssertionError("a file that clients have pinned was replaced");
    }
  }

  private static void knownServers(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("servers", "");
    try {
      Files.write(file, bytes);
      String refusal = new KnownServers(file).refuse(SERVER, KEY);
      String again = new KnownServers(file).refuse(SERVER, KEY);
      if (refusal == null && again != null) {
        throw new AssertionError("trusted once, then not: " + again);
      }
    } finally {
      Files.delete(file);
    }
  }

  private static void passwordHash(String text) {
    PasswordHash hash = PasswordHash.parse(text);
    if (hash == null) {
      return;
    }
    PasswordHash again = PasswordHash.parse(hash.text());
    if (again == null
        || !again.parameters().equals(hash.parameters())
        || !Arrays.equals(again.salt(), hash.salt())
        || !Arrays.equals(again.key(), hash.key())) {
      throw new AssertionError("written and read again it is another: " + hash.text());
    }
  }

  private static void address(String text) {
    ServerAddress address;
    try {
      address = ServerAddress.parse(text);
    } catch (IllegalArgumentException refused) {
      return;
    }
    if (!ServerAddress.parse(address.toString()).equals(address)) {
      throw new AssertionError("written and read again it is another: " + address);
    }
  }
}
