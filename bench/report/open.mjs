// How long a browser takes to the first list and to the first plot of a report: open.mjs FILE
import { statSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { settle, withBrowser } from "./browser.mjs";

const start = pathToFileURL(process.argv[2]).href;
await withBrowser(async (browser) => {
  const page = await browser.newPage();
  let bytes = 0;
  page.on("request", (request) => { bytes += request.url().startsWith("file:") ? statSync(fileURLToPath(request.url().split("#")[0])).size : 0; });
  const visit = async (hash, ready) => {
    const times = [];
    for (let i = 0; i < 5; ++i) {
      await page.goto("about:blank");
      bytes = 0;
      await page.goto(start + hash);
      await settle(page);
      await page.locator(ready).first().waitFor();
      times.push(await page.evaluate(() => performance.now()));
    }
    return `${Math.round(Math.min(...times))} ms (best of 5), ${bytes} bytes`;
  };
  console.log("all repositories:", await visit("#/", "article h2 a"));
  const repository = await page.locator("article h2 a").first().getAttribute("href");
  console.log("list of series:", await visit(repository, "td.series a"));
  const series = await page.locator("td.series a").first().getAttribute("href");
  console.log("plot:", await visit(series, ".plot canvas"));
});
