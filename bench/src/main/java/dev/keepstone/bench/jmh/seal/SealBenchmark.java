package dev.keepstone.bench.jmh.seal;

import java.security.GeneralSecurityException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.agrona.concurrent.UnsafeBuffer;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Workload: one message of {@code bytes} sealed with AES-256-GCM under a new nonce, 16 bytes of
 * header authenticated with it; and one opened. Byte arrays and a cipher for each direction, as in
 * {@code SealedChannel}; {@code jdk} is what that uses.
 *
 * <p>Command: {@code java -jar bench/target/benchmarks.jar SealBenchmark -prof
 * dev.keepstone.bench.jmh.CpuTimeProfiler}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx512m", "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"})
@State(Scope.Thread)
public class SealBenchmark {
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int NONCE_COUNTER_OFFSET = 4;
  private static final int TAG_BITS = 128;
  private static final int HEADER_BYTES = 16;
  private static final int MAX_BYTES = 2_048;
  private static final int SEED = 7;

  @Param({"64", "1200"})
  public int bytes;

  private final byte[] key = new byte[KEY_BYTES];
  private final SecretKeySpec jdkKey;
  private final KeyParameter bouncyCastleKey;
  private final Cipher jdkSeal;
  private final Cipher jdkOpen;
  private final GCMModeCipher bouncyCastleSeal =
      GCMBlockCipher.newInstance(AESEngine.newInstance());
  private final GCMModeCipher bouncyCastleOpen =
      GCMBlockCipher.newInstance(AESEngine.newInstance());
  private final byte[] header = new byte[HEADER_BYTES];
  private final byte[] message = new byte[MAX_BYTES];
  private final byte[] output = new byte[MAX_BYTES];
  private final byte[] sealed = new byte[MAX_BYTES];
  private final byte[] nonce = new byte[NONCE_BYTES];
  private final byte[] sealedNonce = new byte[NONCE_BYTES];
  private final UnsafeBuffer nonceBuffer = new UnsafeBuffer(nonce);
  private long sequence;
  private int sealedBytes;

  public SealBenchmark() {
    new SplittableRandom(SEED).nextBytes(key);
    new SplittableRandom(SEED + 1).nextBytes(message);
    jdkKey = new SecretKeySpec(key, "AES");
    bouncyCastleKey = new KeyParameter(key);
    try {
      jdkSeal = Cipher.getInstance("AES/GCM/NoPadding");
      jdkOpen = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /** The frame that is opened, with a nonce that no sealing uses. */
  @Setup
  public void prepare() throws GeneralSecurityException {
    sequence = 0;
    sealedNonce[0] = 1;
    jdkSeal.init(Cipher.ENCRYPT_MODE, jdkKey, new GCMParameterSpec(TAG_BITS, sealedNonce));
    jdkSeal.updateAAD(header);
    sealedBytes = jdkSeal.doFinal(message, 0, bytes, sealed, 0);
  }

  @Benchmark
  public int jdkSeal() throws GeneralSecurityException {
    nonceBuffer.putLong(NONCE_COUNTER_OFFSET, sequence++);
    jdkSeal.init(Cipher.ENCRYPT_MODE, jdkKey, new GCMParameterSpec(TAG_BITS, nonce));
    jdkSeal.updateAAD(header);
    return jdkSeal.doFinal(message, 0, bytes, output, 0);
  }

  @Benchmark
  public int jdkOpen() throws GeneralSecurityException {
    jdkOpen.init(Cipher.DECRYPT_MODE, jdkKey, new GCMParameterSpec(TAG_BITS, sealedNonce));
    jdkOpen.updateAAD(header);
    return jdkOpen.doFinal(sealed, 0, sealedBytes, output, 0);
  }

  @Benchmark
  public int bouncyCastleSeal() throws InvalidCipherTextException {
    nonceBuffer.putLong(NONCE_COUNTER_OFFSET, sequence++);
    bouncyCastleSeal.init(true, new AEADParameters(bouncyCastleKey, TAG_BITS, nonce, header));
    int done = bouncyCastleSeal.processBytes(message, 0, bytes, output, 0);
    return done + bouncyCastleSeal.doFinal(output, done);
  }

  @Benchmark
  public int bouncyCastleOpen() throws InvalidCipherTextException {
    bouncyCastleOpen.init(
        false, new AEADParameters(bouncyCastleKey, TAG_BITS, sealedNonce, header));
    int done = bouncyCastleOpen.processBytes(sealed, 0, sealedBytes, output, 0);
    return done + bouncyCastleOpen.doFinal(output, done);
  }
}
