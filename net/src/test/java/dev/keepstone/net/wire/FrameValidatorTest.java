package dev.keepstone.net.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.AppearedDecoder;
import dev.keepstone.ecs.message.sbe.AppearedEncoder;
import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.MoveDecoder;
import dev.keepstone.ecs.message.sbe.MoveEncoder;
import dev.keepstone.ecs.message.sbe.SeenDecoder;
import dev.keepstone.ecs.message.sbe.SeenEncoder;
import dev.keepstone.ecs.message.sbe.SnapshotDecoder;
import dev.keepstone.ecs.message.sbe.SnapshotEncoder;
import dev.keepstone.ecs.message.sbe.VanishedDecoder;
import dev.keepstone.ecs.message.sbe.VanishedEncoder;
import dev.keepstone.net.wire.sbe.LoginDecoder;
import dev.keepstone.net.wire.sbe.LoginEncoder;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class FrameValidatorTest {
  private static final int AT = 16;

  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4_096]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  @Test
  void acceptsAFixedMessage() {
    int lengthBytes = move();

    assertThat(FrameValidator.INTENTS.templateId(buffer, AT, lengthBytes))
        .isEqualTo(MoveDecoder.TEMPLATE_ID);
  }

  @Test
  void acceptsTextsAndGroups() {
    assertThat(FrameValidator.REQUESTS.templateId(buffer, AT, login()))
        .isEqualTo(LoginDecoder.TEMPLATE_ID);
    assertThat(FrameValidator.UPDATES.templateId(buffer, AT, snapshot(3)))
        .isEqualTo(SnapshotDecoder.TEMPLATE_ID);
    assertThat(FrameValidator.UPDATES.templateId(buffer, AT, snapshot(0)))
        .isEqualTo(SnapshotDecoder.TEMPLATE_ID);
    assertThat(FrameValidator.UPDATES.templateId(buffer, AT, seen()))
        .isEqualTo(SeenDecoder.TEMPLATE_ID);
    assertThat(FrameValidator.UPDATES.templateId(buffer, AT, appeared()))
        .isEqualTo(AppearedDecoder.TEMPLATE_ID);
    assertThat(FrameValidator.UPDATES.templateId(buffer, AT, vanished()))
        .isEqualTo(VanishedDecoder.TEMPLATE_ID);
  }

  @Test
  void refusesEveryOtherLength() {
    assertOnlyLength(FrameValidator.INTENTS, move());
    assertOnlyLength(FrameValidator.REQUESTS, login());
    assertOnlyLength(FrameValidator.UPDATES, snapshot(3));
    assertOnlyLength(FrameValidator.UPDATES, seen());
    assertOnlyLength(FrameValidator.UPDATES, appeared());
    assertOnlyLength(FrameValidator.UPDATES, vanished());
  }

  @Test
  void refusesAnotherSchemaTemplateOrBlock() {
    int lengthBytes = move();

    assertThat(FrameValidator.REQUESTS.templateId(buffer, AT, lengthBytes))
        .isEqualTo(FrameValidator.MALFORMED);
    buffer.putShort(AT, (short) (MoveDecoder.BLOCK_LENGTH - 1));
    assertThat(FrameValidator.INTENTS.templateId(buffer, AT, lengthBytes - 1))
        .isEqualTo(FrameValidator.MALFORMED);
    buffer.putShort(AT, (short) MoveDecoder.BLOCK_LENGTH);
    buffer.putShort(AT + 2, (short) 72);
    assertThat(FrameValidator.INTENTS.templateId(buffer, AT, lengthBytes))
        .isEqualTo(FrameValidator.MALFORMED);
  }

  @Test
  void neverReadsBeyondNoise() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<FrameValidator> all =
        List.of(
            FrameValidator.GREETING,
            FrameValidator.GREETING_ANSWER,
            FrameValidator.REQUESTS,
            FrameValidator.ANSWERS,
            FrameValidator.INTENTS,
            FrameValidator.UPDATES);

    for (int i = 0; i < 20_000; i++) {
      int lengthBytes = i % 3 == 0 ? seen() : i % 3 == 1 ? login() : snapshot(3);
      byte[] noisy = new byte[random.nextInt(lengthBytes + 1)];
      buffer.getBytes(AT, noisy);
      for (int flips = random.nextInt(4); flips > 0 && noisy.length > 0; flips--) {
        noisy[random.nextInt(noisy.length)] = (byte) random.nextInt();
      }
      UnsafeBuffer exact = new UnsafeBuffer(noisy);
      for (FrameValidator validator : all) {
        // A read beyond the array would throw.
        assertThat(validator.templateId(exact, 0, noisy.length))
            .as("seed=%d", seed)
            .isGreaterThanOrEqualTo(FrameValidator.MALFORMED);
      }
    }
  }

  private void assertOnlyLength(FrameValidator validator, int lengthBytes) {
    for (int other = 0; other < lengthBytes + 40; other++) {
      if (other != lengthBytes) {
        assertThat(validator.templateId(buffer, AT, other))
            .as("length=%d of %d", other, lengthBytes)
            .isEqualTo(FrameValidator.MALFORMED);
      }
    }
  }

  private int move() {
    MoveEncoder encoder = new MoveEncoder();
    encoder
        .wrapAndApplyHeader(buffer, AT, header)
        .session(1)
        .sequence(2)
        .directionX((byte) 1)
        .directionY((byte) 0)
        .ticks((short) 3);
    return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
  }

  private int login() {
    LoginEncoder encoder = new LoginEncoder();
    encoder
        .wrapAndApplyHeader(buffer, AT, new dev.keepstone.net.wire.sbe.MessageHeaderEncoder())
        .name("alice")
        .password("correct horse")
        .character("");
    return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
  }

  private int snapshot(int nearCount) {
    SnapshotEncoder encoder = new SnapshotEncoder();
    SnapshotEncoder.NearEncoder near =
        encoder.wrapAndApplyHeader(buffer, AT, header).session(1).tick(2).nearCount(nearCount);
    for (int i = 0; i < nearCount; i++) {
      near.next().entity(i).x(i).y(i).hp(1).kind(EntityKind.CREATURE);
    }
    return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
  }

  private int appeared() {
    AppearedEncoder encoder = new AppearedEncoder();
    encoder
        .wrapAndApplyHeader(buffer, AT, header)
        .session(1)
        .afresh((short) 0)
        .entitiesCount(2)
        .next()
        .entity(1)
        .kind(EntityKind.PLAYER)
        .name("bob")
        .next()
        .entity(2)
        .kind(EntityKind.CREATURE)
        .name("");
    return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
  }

  private int vanished() {
    VanishedEncoder encoder = new VanishedEncoder();
    encoder
        .wrapAndApplyHeader(buffer, AT, header)
        .session(1)
        .entitiesCount(2)
        .next()
        .entity(1)
        .next()
        .entity(2);
    return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
  }

  private int seen() {
    SeenEncoder encoder = new SeenEncoder();
    encoder
        .wrapAndApplyHeader(buffer, AT, header)
        .session(1)
        .sequence(2)
        .nearCount(2)
        .next()
        .entity(1)
        .x(1)
        .y(1)
        .kind(EntityKind.PLAYER)
        .name("bob")
        .next()
        .entity(2)
        .x(1)
        .y(1)
        .kind(EntityKind.CREATURE)
        .name("");
    return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
  }
}
