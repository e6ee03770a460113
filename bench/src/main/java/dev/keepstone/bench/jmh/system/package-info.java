/** What single systems of the tick cost. */
@NullMarked
package dev.keepstone.bench.jmh.system;

import org.jspecify.annotations.NullMarked;
