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

  private static final String GATEWAY_TEXT =
      """
      keepstone_gateway_process_info{world="10.0.0.5:7790"} 1.0
      keepstone_gateway_sessions_opened_total 9.0
      keepstone_gateway_sessions_closed_total 4.0
      keepstone_gateway_player_bytes_per_second{of="mean"} 5120.4
      keepstone_link_up 0.0
      keepstone_link_links_lost_total 1.0
      """;

  @Test
  void aGatewaySaysWhoseItIsAndNothingOfTheWorld() {
    Map<String, Object> fields =
        StatusFields.of(MetricsText.parse(GATEWAY_TEXT), "no link to the world");

    assertThat(fields)
        .containsEntry("health", "no link to the world")
        .containsEntry("gatewayOf", "10.0.0.5:7790")
        .containsEntry("link", "down")
        .containsEntry("linksLost", 1L)
        .containsEntry("sessions", 5L)
        .containsEntry("bytesPerPlayer", 5120L)
        .containsEntry("entered", "unknown")
        .doesNotContainKeys("playing", "dirtyRows", "store", "durability");
  }

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
        .doesNotContainKeys("tier1P99Ms", "gatewayOf", "sessions");
  }
}
