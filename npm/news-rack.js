// Defines <news-rack>, unless the tag is taken.
import { NewsRackElement } from "./element.js";

NewsRackElement.define();
export { NewsRackElement };
