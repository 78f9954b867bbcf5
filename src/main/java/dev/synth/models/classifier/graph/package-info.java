/** The classifier's networks, of Deeplearning4j's own layers. */
package dev.synth.models.classifier.graph;
