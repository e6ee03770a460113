package dev.keepstone.ecs.table;

/** Six small components: one column of each type, and blocks. */
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

  static final Component F = SCHEMA.component("f");
  static final Column<int[]> INT_BLOCK =
      SCHEMA.intBlock(F, "intBlock", "n", 28, Durability.DURABLE, Replication.HIDDEN);
  static final Column<short[]> SHORT_BLOCK =
      SCHEMA.shortBlock(F, "shortBlock", "n", 3, Durability.EPHEMERAL, Replication.HIDDEN);
  static final Column<long[]> LONG_BLOCK =
      SCHEMA.longBlock(F, "longBlock", "n", 2, Durability.EPHEMERAL, Replication.HIDDEN);

  private TestSchema() {}
}
