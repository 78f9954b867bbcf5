/**
 * Who made a sound, and from what: how generated files are marked, in plain fields, content
 * credentials and a watermark, and how those are read again.
 */
package dev.synth.provenance;
