package dev.sluice.schemas.config;

/** A value as it was written, and where. */
record Scalar(String text, Position at, String path) {}
