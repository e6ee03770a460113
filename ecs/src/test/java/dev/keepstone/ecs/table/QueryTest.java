package dev.keepstone.ecs.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueryTest {
  private static final long A = TestSchema.A.mask();
  private static final long B = TestSchema.B.mask();
  private static final long C = TestSchema.C.mask();

  @Test
  void matchesAllAnyAndNone() {
    Query query = new Query(A, B | C, TestSchema.D.mask());

    assertThat(query.matches(A | B)).isTrue();
    assertThat(query.matches(A | B | C)).isTrue();
    assertThat(query.matches(A)).isFalse();
    assertThat(query.matches(B | C)).isFalse();
    assertThat(query.matches(A | B | TestSchema.D.mask())).isFalse();
  }

  @Test
  void seesTablesThatAreMadeLater() {
    Tables tables = new Tables(TestSchema.SCHEMA, 10);
    Table before = tables.table(A);
    Query query = tables.query(A, 0, 0);
    Table after = tables.table(A | B);
    tables.table(B);

    assertThat(query.tableCount()).isEqualTo(2);
    assertThat(query.table(0)).isSameAs(before);
    assertThat(query.table(1)).isSameAs(after);
    assertThat(tables.query(A, 0, 0)).isSameAs(query);
  }
}
