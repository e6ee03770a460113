package dev.keepstone.ecs.table;

/** Five small components, one column of each type. */
final class TestSchema {
  static final Schema SCHEMA = new Schema();
  static final Component A = SCHEMA.component("a");
  static final Component B = SCHEMA.component("b");
  static final Component C = SCHEMA.component("c");
  static final Component D = SCHEMA.component("d");
  static final Component E = SCHEMA.component("e");
  static final Column<float[]> FLOAT =
      SCHEMA.floats(A, "float", "n", Durability.DURABLE, Replication.REPLICATED);
  static final Column<int[]> INT =
      SCHEMA.ints(B, "int", "n", Durability.DURABLE, Replication.HIDDEN);
  static final Column<long[]> LONG =
      SCHEMA.longs(C, "long", "n", Durability.EPHEMERAL, Replication.HIDDEN);
  static final Column<short[]> SHORT =
      SCHEMA.shorts(D, "short", "n", Durability.EPHEMERAL, Replication.HIDDEN);
  static final Column<byte[]> BYTE =
      SCHEMA.bytes(E, "byte", "n", Durability.EPHEMERAL, Replication.HIDDEN);

  private TestSchema() {}
}
