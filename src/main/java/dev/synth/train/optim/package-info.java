/** The optimiser: gradients over replicas, schedules, averaged weights. */
package dev.synth.train.optim;
