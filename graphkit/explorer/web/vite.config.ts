import { readdirSync, readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";

const FLAGS = "node_modules/circle-flags/flags";
const SHOWN = /^([a-z]{2}|nato)\.svg$/;

/** Copies the flags of countries and of a few bodies beside the page. */
function flags(): Plugin {
  return {
    name: "flags",
    generateBundle() {
      const license = readFileSync(`${FLAGS}/../LICENSE.md`, "utf-8");
      this.emitFile({ type: "asset", fileName: "flags/LICENSE.txt", source: license });
      for (const name of readdirSync(FLAGS).sort()) {
        if (SHOWN.test(name)) {
          const source = readFileSync(`${FLAGS}/${name}`, "utf-8");
          this.emitFile({ type: "asset", fileName: `flags/${name}`, source });
        }
      }
    },
  };
}

export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [flags()],
  build: {
    target: "es2022",
    outDir: "../static",
    emptyOutDir: true,
    modulePreload: false,
    chunkSizeWarningLimit: 900,
    license: { fileName: "licenses.txt" },
    rollupOptions: {
      output: {
        entryFileNames: "explorer.js",
        assetFileNames: "explorer.[ext]",
        codeSplitting: false,
      },
    },
  },
});
