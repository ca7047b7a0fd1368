/**
 * The admin API on the port for operators: configuration objects, virtual keys, budgets and limits.
 *
 * <p>It writes nothing itself. A change becomes a command on {@code config.commands}; the router
 * decides and writes {@code config} and {@code audit}, and the answer waits until this ingress has
 * read both. What the API refuses before it is a command (a wrong role, a body that is no object of
 * its kind, a name that is not there) is logged and leaves no trace in {@code audit}; what the
 * router refuses (another revision, an object that the file manages) does.
 *
 * <p>Threads: each call has a virtual thread, which may block; a semaphore bounds them. One
 * platform thread follows {@code audit}, from the first change on.
 */
@NullMarked
package dev.sluice.ingress.admin;

import org.jspecify.annotations.NullMarked;
