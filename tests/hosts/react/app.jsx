import { useState } from "react";
import { START } from "../start.js";
import { Racks } from "./racks.jsx";

/** The same on a server and in the page. */
export function App() {
  const [state, set] = useState(START);
  if (typeof document === "object") window.app = { change: (part) => set((now) => ({ ...now, ...part })) };
  return <Racks state={state} />;
}
