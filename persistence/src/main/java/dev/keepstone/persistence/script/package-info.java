/**
 * The scripts that do the writing (Lua, in the resources beside this package) and the words that
 * they answer with. {@link dev.keepstone.persistence.script.RowCheck} is the row check in Java, for
 * stores that have no Lua; one contract test holds both to the same behaviour. Imported by the
 * stores.
 */
@NullMarked
package dev.keepstone.persistence.script;

import org.jspecify.annotations.NullMarked;
