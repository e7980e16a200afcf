// What a page without a framework writes.
import { NewsRackElement } from "newsrack";

document.documentElement.dataset.version = NewsRackElement.version;
