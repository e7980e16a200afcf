// How do the pages of these frameworks become scripts that a browser runs, and styles that it heeds?
//
// `node bundle.mjs OUT`, where npm's packages lie: esbuild joins each page with its framework, which
// stays the one for developers, for that complains of more.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { compile } from "svelte/compiler";
import { compileScript, parse } from "vue/compiler-sfc";

const out = process.argv[2];

/** Vue has to be told which tags are no components of its own. */
const templateParseOptions = { isCustomElement: (tag) => tag === "news-rack" };

const vue = (source, filename) => {
  const { descriptor } = parse(source, { filename, templateParseOptions });
  return compileScript(descriptor, { id: "page", inlineTemplate: true }).content;
};

const svelte = (source, filename) => compile(source, { filename, dev: true, generate: "client" }).js.code;

const compiled = (filter, compiler) => ({
  name: String(filter),
  setup: ({ onLoad }) =>
    onLoad({ filter }, async ({ path }) => ({ contents: compiler(await readFile(path, "utf8"), path) })),
});

const options = {
  bundle: true,
  logLevel: "warning",
  jsx: "automatic",
  conditions: ["development"],
  define: {
    "process.env.NODE_ENV": '"development"',
    __VUE_OPTIONS_API__: "false",
    __VUE_PROD_DEVTOOLS__: "false",
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "true",
  },
  plugins: [compiled(/\.vue$/, vue), compiled(/\.svelte$/, svelte)],
};

const pages = {
  react: "page.jsx", "react-hydrated": "hydrated.jsx", vue: "page.js", svelte: "page.js", htmx: "page.js", turbo: "page.js",
  bootstrap: "page.css", "bootstrap-rtl": "rtl.css",
};
const entryPoints = Object.entries(pages).map(([name, file]) => ({ in: join(name.split("-")[0], file), out: name }));
await build({ ...options, entryPoints, format: "esm", outdir: out });

// What a server would send before the page of React is there.
const server = join(out, "server.cjs");
await build({ ...options, entryPoints: ["react/server.jsx"], format: "cjs", platform: "node", outfile: server });
const { default: rendered } = await import(server);
await writeFile(join(out, "react.html"), rendered.html);
