// A page of htmx.
import htmx from "htmx.org";

window.htmx = htmx;
