/**
 * {@code load.jar soak}: a server under players who come, trade and go, for minutes or hours, and
 * whether anything of it grows. One thread samples; one lets players come and go.
 */
@NullMarked
package dev.keepstone.bench.soak;

import org.jspecify.annotations.NullMarked;
