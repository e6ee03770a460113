/**
 * The gateway: one agent that takes players' frames from a transport, opens and judges them, offers
 * them to the world, and seals what the world answers. Everything runs on the agent's thread except
 * where a class says otherwise. Imported by the wiring only.
 */
@NullMarked
package dev.keepstone.net.gateway;

import org.jspecify.annotations.NullMarked;
