// Does the manifest keep to its schema?
import { readFileSync } from "node:fs";
import Ajv from "ajv";

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
const schema = read("../node_modules/custom-elements-manifest/schema.json");
const isValid = new Ajv({ strict: false, allErrors: true }).compile(schema);
const manifest = read("npm/custom-elements.json");
if (!isValid(manifest)) throw new Error(JSON.stringify(isValid.errors, null, 2));
// A schema that takes anything would prove nothing.
manifest.modules[0].declarations[0].kind = "tag";
if (isValid(manifest)) throw new Error("the schema takes a declaration of no known kind");
