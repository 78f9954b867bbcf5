/** What the instant model's networks are trained on. */
package dev.synth.models.instant.train;
