/**
 * Which rights each role and each batch author needs on a Kafka with an authorizer, derived from
 * the catalogue of topics, and the commands that grant them. Pure.
 */
@NullMarked
package dev.sluice.launcher.acl;

import org.jspecify.annotations.NullMarked;
