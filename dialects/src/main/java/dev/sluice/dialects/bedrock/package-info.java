/**
 * Amazon Bedrock's Converse and ConverseStream as a provider speaks them. What the API has no field
 * for goes into {@code additionalModelRequestFields}, in the words of the family that the model is
 * of; the id of a model tells its family.
 *
 * <p>The facade has no state; readers and writers of one document or one stream belong to one
 * thread.
 */
@NullMarked
package dev.sluice.dialects.bedrock;

import org.jspecify.annotations.NullMarked;
