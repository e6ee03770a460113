/** Reads records for people and programs, without claiming or changing anything. For tools. */
@NullMarked
package dev.keepstone.persistence.inspect;

import org.jspecify.annotations.NullMarked;
