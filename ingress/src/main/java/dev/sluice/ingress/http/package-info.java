/**
 * The HTTP side: routes, bodies, and the exchanges that wait for their reply. Everything here runs
 * on the event loop of its connection; what belongs to an exchange is touched by no other thread.
 */
@NullMarked
package dev.sluice.ingress.http;

import org.jspecify.annotations.NullMarked;
