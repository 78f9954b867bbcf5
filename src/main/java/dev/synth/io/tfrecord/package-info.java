/** TFRecord framing: records with their lengths and CRC-32C checksums. */
package dev.synth.io.tfrecord;
