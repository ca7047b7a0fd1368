/** Amazon Bedrock behind the whole gateway, played by the simulator. */
@NullMarked
package dev.sluice.proofs.bedrock;

import org.jspecify.annotations.NullMarked;
