// What a server imports that renders pages: it has no elements, and leaves the tag and what is in it as
// they are written. The reader's browser does the rest.
export class NewsRackElement {
  static version = "0.1.0";
  static observedAttributes = [];

  static define() {}
}
