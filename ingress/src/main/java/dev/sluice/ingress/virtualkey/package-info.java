/** The check of virtual keys. Runs on the event loop; keys are never kept, logged or echoed. */
@NullMarked
package dev.sluice.ingress.virtualkey;

import org.jspecify.annotations.NullMarked;
