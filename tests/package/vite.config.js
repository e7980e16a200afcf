import vue from "@vitejs/plugin-vue";

export default {
  // Vue takes every tag for one of its components that it is not told of.
  plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === "news-rack" } } })],
  build: { rollupOptions: { input: ["index.html", "react.html", "vue.html"] } },
};
