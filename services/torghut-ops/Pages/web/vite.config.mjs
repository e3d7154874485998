import { defineConfig } from "vite";
import { pages } from "./build/pages.mjs";
import { titles } from "./build/titles.mjs";

export default defineConfig({
  base: "/",
  publicDir: false,
  plugins: [pages()],
  build: {
    outDir: process.env.PAGES_OUT ?? "dist",
    emptyOutDir: true,
    target: "es2022",
    manifest: true,
    modulePreload: { polyfill: false },
    // No data: addresses: every asset is a file of its own with a hash in its name.
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    rollupOptions: {
      input: {
        theme: "src/theme.ts",
        ...Object.fromEntries(Object.keys(titles).map((page) => [page, `src/pages/${page}.ts`])),
      },
    },
  },
});
