/** What hashing a password costs. Run by operators and engineers, imported by nobody. */
@NullMarked
package dev.keepstone.bench.jmh.auth;

import org.jspecify.annotations.NullMarked;
