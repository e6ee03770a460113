package dev.keepstone.bench.jmh.seal;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.concurrent.TimeUnit;
import javax.crypto.KeyAgreement;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Workload: the steps of a handshake, each alone. {@code agree}: X25519 with the other side's key.
 * {@code sign} and {@code verify}: Ed25519 over a transcript hash of 32 bytes. {@code bouncyCastle}
 * is what {@code net.seal} uses.
 *
 * <p>Command: {@code java -jar bench/target/benchmarks.jar HandshakeBenchmark}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx512m")
@State(Scope.Thread)
public class HandshakeBenchmark {
  private static final int HASH_BYTES = 32;

  private final byte[] hash = new byte[HASH_BYTES];
  private final byte[] ownSecret = new byte[X25519.SCALAR_SIZE];
  private final byte[] otherPublic = new byte[X25519.POINT_SIZE];
  private final byte[] shared = new byte[X25519.POINT_SIZE];
  private final byte[] signingSecret = new byte[Ed25519.SECRET_KEY_SIZE];
  private final byte[] signingPublic = new byte[Ed25519.PUBLIC_KEY_SIZE];
  private final byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
  private final byte[] newSignature = new byte[Ed25519.SIGNATURE_SIZE];
  private final KeyPair jdkOwn;
  private final KeyPair jdkOther;
  private final KeyPair jdkSigning;
  private final KeyAgreement jdkAgreement;
  private final Signature jdkSigner;
  private final Signature jdkVerifier;
  private final byte[] jdkSignature;

  public HandshakeBenchmark() {
    try {
      jdkOwn = KeyPairGenerator.getInstance("X25519").generateKeyPair();
      jdkOther = KeyPairGenerator.getInstance("X25519").generateKeyPair();
      jdkSigning = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      jdkAgreement = KeyAgreement.getInstance("X25519");
      jdkSigner = Signature.getInstance("Ed25519");
      jdkVerifier = Signature.getInstance("Ed25519");
      jdkSignature = jdkSign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK since 15 has X25519 and Ed25519", e);
    }
  }

  @Setup
  public void prepare() {
    SecureRandom random = new SecureRandom();
    byte[] otherSecret = new byte[X25519.SCALAR_SIZE];
    X25519.generatePrivateKey(random, ownSecret);
    X25519.generatePrivateKey(random, otherSecret);
    X25519.generatePublicKey(otherSecret, 0, otherPublic, 0);
    Ed25519.generatePrivateKey(random, signingSecret);
    Ed25519.generatePublicKey(signingSecret, 0, signingPublic, 0);
    Ed25519.sign(signingSecret, 0, signingPublic, 0, hash, 0, HASH_BYTES, signature, 0);
  }

  @Benchmark
  public boolean bouncyCastleAgree() {
    return X25519.calculateAgreement(ownSecret, 0, otherPublic, 0, shared, 0);
  }

  @Benchmark
  public byte[] jdkAgree() throws GeneralSecurityException {
    jdkAgreement.init(jdkOwn.getPrivate());
    jdkAgreement.doPhase(jdkOther.getPublic(), true);
    return jdkAgreement.generateSecret();
  }

  @Benchmark
  public byte[] bouncyCastleSign() {
    Ed25519.sign(signingSecret, 0, signingPublic, 0, hash, 0, HASH_BYTES, newSignature, 0);
    return newSignature;
  }

  @Benchmark
  public final byte[] jdkSign() throws GeneralSecurityException {
    jdkSigner.initSign(jdkSigning.getPrivate());
    jdkSigner.update(hash);
    return jdkSigner.sign();
  }

  @Benchmark
  public boolean bouncyCastleVerify() {
    return Ed25519.verify(signature, 0, signingPublic, 0, hash, 0, HASH_BYTES);
  }

  @Benchmark
  public boolean jdkVerify() throws GeneralSecurityException {
    jdkVerifier.initVerify(jdkSigning.getPublic());
    jdkVerifier.update(hash);
    return jdkVerifier.verify(jdkSignature);
  }
}
