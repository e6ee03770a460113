package dev.keepstone.ecs.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.content.TestContent;
import dev.keepstone.ecs.content.ZoneMap;
import org.junit.jupiter.api.Test;

class MovementTest {
  private final ZoneMap map =
      TestContent.drawn("######", "#@...#", "#..#.#", "#....#", "######").zones().spawnZone();

  @Test
  void goesUpToAWallAndNotIntoIt() {
    assertThat(Movement.stepX(map, 2.5f, 2.5f, 0.1f)).isEqualTo(2.6f);
    float stopped = Movement.stepX(map, 2.6f, 2.5f, 0.2f);
    assertThat(stopped).isBetween(2.69f, 2.7f);
    assertThat(Movement.fits(map, stopped, 2.5f)).isTrue();
    assertThat(Movement.stepX(map, stopped, 2.5f, 0.2f)).isEqualTo(stopped);
  }

  @Test
  void neverThrowsABodyBackFromAWall() {
    float closerThanTheSkin = 2.6999f;
    assertThat(Movement.stepX(map, closerThanTheSkin, 2.5f, 0.2f)).isEqualTo(closerThanTheSkin);
    float above = 1 + Movement.BODY_RADIUS_TILES + 0.0001f;
    assertThat(Movement.stepY(map, 1.5f, above, -0.2f)).isEqualTo(above);
  }

  @Test
  void knowsWhatFits() {
    assertThat(Movement.fits(map, 1.5f, 1.5f)).isTrue();
    assertThat(Movement.fits(map, 3.5f, 2.5f)).isFalse();
    assertThat(Movement.fits(map, 2.8f, 2.5f)).isFalse(); // its shoulder is in the wall
    assertThat(Movement.fits(map, Float.NaN, 1.5f)).isFalse();
    assertThat(Movement.fits(map, 1.5f, Float.NaN)).isFalse();
    assertThat(Movement.fits(map, Float.POSITIVE_INFINITY, 1.5f)).isFalse();
    assertThat(Movement.fits(map, -1.5f, 1.5f)).isFalse();
    assertThat(Movement.fits(map, 1.5f, 99f)).isFalse();
  }

  @Test
  void refusesImpossibleSteps() {
    assertThat(Movement.isPossibleStep(0.5f, -0.5f)).isTrue();
    assertThat(Movement.isPossibleStep(0.51f, 0)).isFalse();
    assertThat(Movement.isPossibleStep(0, Float.NaN)).isFalse();
    assertThat(Movement.isPossibleStep(Float.NEGATIVE_INFINITY, 0)).isFalse();
  }
}
