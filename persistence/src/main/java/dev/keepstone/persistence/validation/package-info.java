/**
 * Whether a record that was read can be played: the rules, their reasons and what follows from
 * each. Pure, one thread for each check. Imported by {@code vault} and by tools.
 */
@NullMarked
package dev.keepstone.persistence.validation;

import org.jspecify.annotations.NullMarked;
