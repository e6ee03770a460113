package dev.keepstone.bench.jmh.table;

/** Movement with four {@code float[]} and nothing else: what the hardware can do. */
final class ArraysMovement {
  private final float[] x;
  private final float[] y;
  private final float[] velocityX;
  private final float[] velocityY;

  ArraysMovement(int rows) {
    x = new float[rows];
    y = new float[rows];
    velocityX = new float[rows];
    velocityY = new float[rows];
    Velocities source = new Velocities();
    for (int i = 0; i < rows; i++) {
      velocityX[i] = source.next();
      velocityY[i] = source.next();
    }
  }

  float pass() {
    add(x, velocityX);
    add(y, velocityY);
    return x[0];
  }

  private static void add(float[] to, float[] what) {
    for (int i = 0; i < to.length; i++) {
      to[i] += what[i];
    }
  }
}
