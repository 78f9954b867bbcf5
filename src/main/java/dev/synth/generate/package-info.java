/**
 * What is common to playing any model: requests, notes as a supply keeps them coming, and seeds.
 */
package dev.synth.generate;
