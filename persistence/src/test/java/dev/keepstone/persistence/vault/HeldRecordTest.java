package dev.keepstone.persistence.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.record.RecordDescriptor;
import dev.keepstone.persistence.store.RowWrite;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HeldRecordTest {
  private static final Fence CLAIMED = new Fence(new Incarnation(1, 2), 1, 1, 1, false);

  private final HeldRecord record = new HeldRecord(7, 70, 0);

  @Test
  void thereIsNothingToWriteOrConfirmBeforeARowIsFrozen() {
    assertThatThrownBy(record::write)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(record.key);
    assertThatThrownBy(record::confirm)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(record.key);
  }

  @Test
  void sentAgainARowIsTheSameWriteAndTheNextRowAnother() {
    record.confirmed = CLAIMED;
    byte[] second = row(200, 2);
    record.freeze(second, CLAIMED.withVersion(2, false));
    RowWrite write = record.write();
    assertThat(record.write()).isSameAs(write);
    record.confirm();

    byte[] third = row(300, 3);
    record.freeze(third, CLAIMED.withVersion(3, false));

    assertThat(record.write().record()).isSameAs(third);
    assertThat(record.write().expectedHeader())
        .isEqualTo(Arrays.copyOf(second, RecordDescriptor.HEADER_LENGTH));
  }

  /** The store must look for itself then. */
  @Test
  void aRowThatSkipsAVersionNamesNoHeaderThoughItsArrayIsTheSame() {
    record.confirmed = CLAIMED;
    byte[] bytes = row(200, 2);
    record.freeze(bytes, CLAIMED.withVersion(2, false));
    assertThat(record.write().expectedHeader()).isNotNull();
    record.confirm();

    record.freeze(bytes, CLAIMED.withVersion(4, false));

    assertThat(record.write().record()).isSameAs(bytes);
    assertThat(record.write().expectedHeader()).isNull();
  }

  private static byte[] row(int length, int fill) {
    byte[] row = new byte[length];
    Arrays.fill(row, (byte) fill);
    return row;
  }
}
