/** What topics hold at the moment of a question, for commands and the admin API. */
@NullMarked
package dev.sluice.schemas.report;

import org.jspecify.annotations.NullMarked;
