/**
 * How Amazon Bedrock is called: an API key goes into a header, an access key signs each call with
 * AWS' Signature Version 4.
 */
@NullMarked
package dev.sluice.provider.bedrock;

import org.jspecify.annotations.NullMarked;
