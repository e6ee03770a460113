package dev.keepstone.bench.jmh.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keepstone.net.auth.KdfParameters;
import dev.keepstone.net.auth.KdfParameters.Kdf;
import dev.keepstone.net.auth.PasswordHashing;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Workload: one password hashed with a new salt, as a login does once. {@code argon2id}: 19 MiB, 2
 * passes, 1 lane, the default. {@code pbkdf2}: HMAC-SHA256, 600 000 rounds, the other choice; with
 * the JDK, as the server does, and with Bouncy Castle.
 *
 * <p>Command: {@code java -jar bench/target/benchmarks.jar KdfBenchmark}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx512m")
@State(Scope.Thread)
public class KdfBenchmark {
  private static final int ROUNDS = 600_000;
  private static final int SALT_BYTES = 16;
  private static final int KEY_BYTES = 32;
  private static final String PASSWORD = "correct horse battery";

  private final SecureRandom random = new SecureRandom();
  private final byte[] password = PASSWORD.getBytes(UTF_8);
  private final byte[] salt = new byte[SALT_BYTES];
  private final PasswordHashing argon2id =
      new PasswordHashing(new KdfParameters(Kdf.ARGON2ID, 19_456, 2, 1), random);
  private final PasswordHashing pbkdf2 =
      new PasswordHashing(new KdfParameters(Kdf.PBKDF2_SHA256, 0, ROUNDS, 1), random);

  @Benchmark
  public String argon2id() {
    return argon2id.hash(password);
  }

  @Benchmark
  public String jdkPbkdf2() {
    return pbkdf2.hash(password);
  }

  @Benchmark
  public byte[] bouncyCastlePbkdf2() {
    random.nextBytes(salt);
    PKCS5S2ParametersGenerator generator =
        new PKCS5S2ParametersGenerator(SHA256Digest.newInstance());
    generator.init(password, salt, ROUNDS);
    return ((KeyParameter) generator.generateDerivedMacParameters(KEY_BYTES * Byte.SIZE)).getKey();
  }
}
