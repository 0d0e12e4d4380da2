// Built as a careful team would: components and their styles on demand, a chunk a page, everything
// under one folder that the server lets browsers keep for ever.

import { VantResolver } from "@vant/auto-import-resolver";
import vue from "@vitejs/plugin-vue";
import Components from "unplugin-vue-components/vite";
import { defineConfig } from "vite";

/** Vant writes its icon font into a style sheet, where the server's policy forbids it and every
 * page would load it; as a file it comes when an icon is drawn. */
function iconFontAsFile() {
  const written = /url\(data:font\/woff2;charset=utf-8;base64,([^)]+)\)/;
  return {
    name: "icon-font-as-file",
    enforce: "pre",
    transform(css, id) {
      const font = id.includes("vant/es/icon/index.css") && css.match(written);
      if (!font) return;
      const file = this.emitFile({ type: "asset", name: "icons.woff2", source: Buffer.from(font[1], "base64") });
      return css.replace(written, `url(__VITE_ASSET__${file}__)`);
    },
  };
}

export default defineConfig({
  plugins: [vue(), Components({ resolvers: [VantResolver()], dts: false }), iconFontAsFile()],
  build: { assetsDir: "r/vue", target: ["chrome96", "safari15"], assetsInlineLimit: 0 },
});
