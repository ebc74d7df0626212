// Takes pictures of the pages of a report: pictures.mjs FILE DIRECTORY
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { settle, withBrowser } from "./browser.mjs";

const [start, directory] = [pathToFileURL(process.argv[2]).href, process.argv[3]];
mkdirSync(directory, { recursive: true });
await withBrowser(async (browser) => {
  const page = await browser.newPage();
  await page.goto(start);
  await settle(page);
  const repository = await page.locator("article h2 a", { hasText: "mirage/index" }).getAttribute("href");
  await page.goto(start + repository);
  await page.reload();
  await settle(page);
  const series = await page.locator("td.series a", { hasText: "insert 1,000 time" }).first().getAttribute("href");
  await page.goto(`${start}${repository}/comparisons`);
  await settle(page);
  const comparison = await page.locator("tr", { hasText: "#11" }).locator("a").getAttribute("href");
  const pages = {
    home: "#/", list: repository, grid: `${repository}?view=grid`, series, changes: `${repository}/changes`, comparisons: `${repository}/comparisons`,
    comparison, jobs: `${repository}/jobs`, stale: `${repository}/stale`, hosts: "#/hosts",
  };
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    for (const width of [400, 900, 1600]) {
      await page.setViewportSize({ width, height: 900 });
      for (const [name, hash] of Object.entries(pages)) {
        await page.goto(start + hash);
        await page.reload();
        await settle(page);
        await page.waitForTimeout(150); // the plot is drawn in the next frame
        await page.screenshot({ path: join(directory, `${name}-${width}-${colorScheme}.png`) });
      }
    }
  }
});
