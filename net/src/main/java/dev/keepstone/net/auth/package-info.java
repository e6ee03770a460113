/**
 * Login, registration and resumption: the rules for names and passwords, password hashing on its
 * own bounded pool, and the port to the accounts. Results arrive on pool or store threads. Imported
 * by the gateway and by the wiring.
 */
@NullMarked
package dev.keepstone.net.auth;

import org.jspecify.annotations.NullMarked;
