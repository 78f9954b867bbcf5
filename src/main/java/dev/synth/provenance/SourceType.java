package dev.synth.provenance;

/** How what a file holds came about: IPTC's digital source types, and C2PA's for data. */
public enum SourceType {
  /** Made by a model that was trained. */
  TRAINED_MEDIA("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"),
  /** Made of recordings and of what a trained model made. */
  COMPOSITE_WITH_TRAINED_MEDIA(
      "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"),
  /** Data, such as an embedding, that a trained model made. */
  TRAINED_DATA("http://c2pa.org/digitalsourcetype/trainedAlgorithmicData");

  private final String uri;

  SourceType(String uri) {
    this.uri = uri;
  }

  /** Its name for machines. */
  public String uri() {
    return uri;
  }
}
