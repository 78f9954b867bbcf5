/** What an instrument in a browser is made of: sounds that can be held, and a model's decoder. */
package dev.synth.app.play;
