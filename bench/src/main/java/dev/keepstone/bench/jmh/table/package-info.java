/** How fast the archetype tables of {@code ecs.table} are, beside plain arrays and beside peers. */
@NullMarked
package dev.keepstone.bench.jmh.table;

import org.jspecify.annotations.NullMarked;
