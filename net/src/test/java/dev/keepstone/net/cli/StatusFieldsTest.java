package dev.keepstone.net.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusFieldsTest {
  private static final String TEXT =
      """
      # HELP keepstone_world_playing players playing
      # TYPE keepstone_world_playing gauge
      keepstone_world_playing 12.0
      keepstone_world_dirty_rows 3.0
      keepstone_vault_retries_total 2.0
      keepstone_vault_flush_seconds{quantile="0.5"} 0.001
      keepstone_vault_flush_seconds{quantile="0.99"} 0.00432
      keepstone_tick_seconds{quantile="0.99"} NaN
      keepstone_vault_link_state{state="disconnected"} 0.0
      keepstone_vault_link_state{state="ready"} 1.0
      keepstone_store_last_save_age_seconds 1.9
      keepstone_store_info{durability="appendonly, fsync always",engine="Redis 7.0.15 (libc)"} 1.0
      """;

  @Test
  void picksWhatAPersonAsks() {
    Map<String, Object> fields = StatusFields.of(MetricsText.parse(TEXT), "ok");

    assertThat(fields)
        .containsEntry("health", "ok")
        .containsEntry("playing", 12L)
        .containsEntry("dirtyRows", 3L)
        .containsEntry("retries", 2L)
        .containsEntry("flushP99Ms", "4.32")
        .containsEntry("tickP99Ms", "none yet")
        .containsEntry("link", "ready")
        .containsEntry("lastSaveAgeS", 2L)
        .containsEntry("store", "Redis 7.0.15 (libc)")
        .containsEntry("durability", "appendonly, fsync always")
        .containsEntry("lost", "unknown")
        .doesNotContainKey("tier1P99Ms");
  }
}
