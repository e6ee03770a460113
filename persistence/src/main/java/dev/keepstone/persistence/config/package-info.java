/** The module's configuration, read and checked once, at start. Imported by the wiring. */
@NullMarked
package dev.keepstone.persistence.config;

import org.jspecify.annotations.NullMarked;
