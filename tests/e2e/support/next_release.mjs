// The service with a release that can be changed while pages are open: what stands between it and
// the browser renames the build in the page and in the worker, as a new release would.

import { createServer, request } from "node:http";
import { after, before } from "node:test";
import { url } from "./stage.mjs";

const NEXT = "0000release0";

/** Starts it before the first test of a file; `release()` brings the next release out. */
export function useReleases() {
  const held = { next: false };
  let server;
  before(async () => {
    const page = await (await fetch(url)).text();
    held.build = page.match(/\/r\/([0-9a-f]{12})\/app\.js/)[1];
    server = createServer((asked, answer) => pass(held, asked, answer));
    await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
    held.url = `http://127.0.0.1:${server.address().port}`;
  });
  after(() => {
    server?.close();
    server?.closeAllConnections();
  });
  return {
    /** Its address. */
    get url() {
      return held.url;
    },
    /** The build that pages of now belong to. */
    get build() {
      return held.next ? NEXT : held.build;
    },
    /** Brings the next release out. */
    release() {
      held.next = true;
    },
  };
}

function pass(held, asked, answer) {
  const renamed = held.next && !asked.url.startsWith("/api/") && !asked.url.startsWith("/r/");
  const headers = { ...asked.headers };
  if (renamed) {
    for (const name of ["accept-encoding", "if-none-match", "if-modified-since"]) delete headers[name];
  }
  const path = asked.url.replace(`/r/${NEXT}/`, `/r/${held.build}/`);
  const onward = request(new URL(path, url), { method: asked.method, headers }, (reply) => {
    if (!renamed) {
      answer.writeHead(reply.statusCode, reply.headers);
      reply.pipe(answer);
      return;
    }
    const parts = [];
    reply.on("data", (part) => parts.push(part));
    reply.on("end", () => {
      const kept = { ...reply.headers };
      // The policy names hashes of the page as it was built.
      for (const name of ["content-security-policy", "content-length", "etag"]) delete kept[name];
      const text = Buffer.concat(parts);
      const picture = /^image\/(?!svg)/.test(kept["content-type"] ?? "");
      answer.writeHead(reply.statusCode, kept);
      answer.end(picture ? text : text.toString().replaceAll(held.build, NEXT));
    });
  });
  onward.on("error", () => answer.destroy());
  // What nobody waits for any more would keep this process from ending.
  answer.on("close", () => onward.destroy());
  asked.pipe(onward);
}
