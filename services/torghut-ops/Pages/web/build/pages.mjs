import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { render } from "./template.mjs";
import { titles } from "./titles.mjs";

const compressed = /\.(html|js|css|svg)$/;

/** Writes the HTML of every page around the names that the bundler gave its assets, and a brotli and a gzip form beside every file. */
export function pages() {
  let out = "";
  let icon = "";
  return {
    name: "torghut-pages",
    configResolved(config) {
      out = join(config.root, config.build.outDir);
      if (config.build.outDir.startsWith("/")) {
        out = config.build.outDir;
      }
    },
    async generateBundle() {
      icon = this.getFileName(this.emitFile({ type: "asset", name: "icon.svg", source: await readFile(new URL("../src/icon.svg", import.meta.url)) }));
    },
    async closeBundle() {
      const manifestPath = join(out, ".vite/manifest.json");
      const manifest = JSON.parse(await readFile(manifestPath, "utf8"));
      for (const page of Object.keys(titles)) {
        await writeFile(join(out, `${page}.html`), render(page, { ...assetsOf(page, manifest), icon }));
      }

      await rm(join(out, ".vite"), { recursive: true });
      await compress(out);
    },
  };
}

function assetsOf(page, manifest) {
  const entry = manifest[`src/pages/${page}.ts`];
  const imports = [];
  collect(entry, manifest, imports);
  return {
    script: entry.file,
    preload: imports,
    theme: manifest["src/theme.ts"].file,
    style: Object.values(manifest).find((chunk) => chunk.file.endsWith(".css")).file,
  };
}

function collect(chunk, manifest, files) {
  for (const name of chunk.imports ?? []) {
    if (!files.includes(manifest[name].file)) {
      files.push(manifest[name].file);
      collect(manifest[name], manifest, files);
    }
  }
}

async function compress(folder) {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder, { recursive: true })) {
    if (compressed.test(name)) {
      const bytes = await readFile(join(folder, name));
      await writeFile(join(folder, `${name}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
      await writeFile(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
    }
  }
}
