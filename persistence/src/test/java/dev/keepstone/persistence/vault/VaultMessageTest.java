package dev.keepstone.persistence.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.ClaimEncoder;
import dev.keepstone.ecs.message.sbe.ClaimZoneEncoder;
import dev.keepstone.ecs.message.sbe.CommitEncoder;
import dev.keepstone.ecs.message.sbe.GiveBackEncoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.PlayerRowEncoder;
import dev.keepstone.ecs.message.sbe.ReleaseZoneEncoder;
import dev.keepstone.ecs.message.sbe.ReserveIdsEncoder;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Messages that are not as long, or not as they are cut, as the vault must believe them. */
class VaultMessageTest {
  private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

  /** Its lengths of a block and how many there are. */
  private static final int GROUP_HEADER = 4;

  private static final int GROUPS_OF_A_COMMIT = 5;

  private final VaultHarness h = VaultHarness.ready();

  @Test
  void dropsMessagesWhoseBlockHasAnotherLength() {
    Map<Integer, Integer> blockLengths =
        Map.of(
            ClaimEncoder.TEMPLATE_ID, ClaimEncoder.BLOCK_LENGTH,
            PlayerRowEncoder.TEMPLATE_ID, PlayerRowEncoder.BLOCK_LENGTH,
            GiveBackEncoder.TEMPLATE_ID, GiveBackEncoder.BLOCK_LENGTH,
            CommitEncoder.TEMPLATE_ID, CommitEncoder.BLOCK_LENGTH,
            ClaimZoneEncoder.TEMPLATE_ID, ClaimZoneEncoder.BLOCK_LENGTH,
            ReserveIdsEncoder.TEMPLATE_ID, ReserveIdsEncoder.BLOCK_LENGTH,
            ReleaseZoneEncoder.TEMPLATE_ID, ReleaseZoneEncoder.BLOCK_LENGTH);
    blockLengths.forEach(
        (templateId, blockLength) -> {
          h.world.raw(message(templateId, blockLength - 1));
          h.world.raw(message(templateId, blockLength + 1));
        });

    assertThat(h.work()).isEmpty();

    assertThat(h.count(VaultCounter.BAD_MESSAGES)).isEqualTo(2L * blockLengths.size());
    assertThat(h.count(VaultCounter.CLAIMS)).isZero();
    assertThat(h.count(VaultCounter.ROWS)).isZero();
    assertThat(h.count(VaultCounter.COMMITS)).isZero();
    assertThat(h.count(VaultCounter.ZONE_CLAIMS)).isZero();
    assertThat(h.count(VaultCounter.PROTOCOL_ERRORS)).isZero();
  }

  @Test
  void dropsACommitOneOfWhoseGroupsHasBlocksOfAnotherLength() {
    byte[] commit = emptyCommit();
    for (int group = 0; group < GROUPS_OF_A_COMMIT; group++) {
      byte[] damaged = commit.clone();
      int at = HEADER + CommitEncoder.BLOCK_LENGTH + group * GROUP_HEADER;
      UnsafeBuffer buffer = new UnsafeBuffer(damaged);
      int blockLength = buffer.getShort(at, ByteOrder.LITTLE_ENDIAN);
      buffer.putShort(at, (short) (blockLength - 1), ByteOrder.LITTLE_ENDIAN);
      h.world.raw(damaged);
    }
    h.world.raw(Arrays.copyOf(commit, commit.length + 1));
    assertThat(h.work()).isEmpty();
    assertThat(h.count(VaultCounter.BAD_MESSAGES)).isEqualTo(GROUPS_OF_A_COMMIT + 1L);
    assertThat(h.count(VaultCounter.COMMITS)).isZero();

    h.world.raw(commit);

    assertThat(h.work()).containsExactly("Settled 1 REFUSED"); // of nobody, but sound
    assertThat(h.count(VaultCounter.COMMITS)).isEqualTo(1);
  }

  private static byte[] message(int templateId, int blockLength) {
    byte[] message = new byte[HEADER + blockLength];
    new MessageHeaderEncoder()
        .wrap(new UnsafeBuffer(message), 0)
        .blockLength(blockLength)
        .templateId(templateId)
        .schemaId(MessageHeaderEncoder.SCHEMA_ID)
        .version(MessageHeaderEncoder.SCHEMA_VERSION);
    return message;
  }

  private static byte[] emptyCommit() {
    int length = HEADER + CommitEncoder.BLOCK_LENGTH + GROUPS_OF_A_COMMIT * GROUP_HEADER;
    byte[] message = new byte[length];
    CommitEncoder commit =
        new CommitEncoder()
            .wrapAndApplyHeader(new UnsafeBuffer(message), 0, new MessageHeaderEncoder());
    commit.commit(1);
    commit.rowsCount(0);
    commit.linesCount(0);
    commit.takenCount(0);
    commit.givenCount(0);
    commit.countedCount(0);
    assertThat(HEADER + commit.encodedLength()).isEqualTo(length);
    return message;
  }
}
