/**
 * What outlives the session of a character, as plain fields: the form in which it is loaded, judged
 * by rules, changed by transfers and saved. Columns are its form in the tables, {@code PlayerState}
 * of the schema its form in messages. Any thread, one at a time for each object; imported by {@code
 * session}, {@code transfer} and, on the other side of the ring, by {@code persistence}.
 */
@NullMarked
package dev.keepstone.ecs.state;

import org.jspecify.annotations.NullMarked;
