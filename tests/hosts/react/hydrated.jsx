// A page that a server rendered, taken over by React.
import { hydrateRoot } from "react-dom/client";
import { App } from "./app.jsx";

hydrateRoot(document.querySelector("main"), <App />);
