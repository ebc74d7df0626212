// Reads a report from a web server that asks for a password: serve.mjs URL USER PASSWORD
import assert from "node:assert/strict";
import { settle, withBrowser } from "./browser.mjs";

const [start, username, password] = process.argv.slice(2);
const problems = [];

const openPage = async (browser) => {
  const page = await browser.newPage();
  page.setDefaultTimeout(30000);
  page.on("pageerror", (error) => problems.push(`exception: ${error.message}`));
  page.on("request", (request) => !request.url().startsWith(start) && !request.url().startsWith("data:") && problems.push(`request: ${request.url()}`));
  await page.addInitScript(() => addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`)));
  return page;
};

await withBrowser(async (browser) => {
  const page = await openPage(browser);
  for (const path of ["", "data/index.js", "feed.xml", ".cb-report"]) {
    assert.equal((await page.request.get(start + path)).status(), 401, `/${path} needs no password`);
  }
});
await withBrowser(async (browser) => {
  const page = await openPage(browser);
  page.on("console", (message) => message.type() === "error" && problems.push(`console: ${message.text()}`));
  let bytes = 0;
  page.on("response", (response) => {
    bytes += Number(response.headers()["content-length"] ?? 0);
    if (response.status() >= 400) {
      problems.push(`${response.status()}: ${response.url()}`);
    }
  });
  assert.equal((await page.goto(start)).status(), 200);
  await settle(page);
  assert.ok(bytes > 10_000 && bytes <= 1_000_000, `the first page loads ${bytes} bytes`);
  await page.locator("article h2 a", { hasText: "mirage/index" }).click();
  await settle(page);
  await page.locator("td.series a", { hasText: "insert 1,000 time" }).first().click();
  await settle(page);
  await page.locator(".plot canvas").waitFor();
  for (const [tab, words] of [["Changes", "confirmed"], ["Comparisons", "pull request #11"], ["Jobs", "make bench exited with status 2"], ["Stale", "yaml"]]) {
    await page.locator("#tabs a", { hasText: tab }).click();
    await settle(page);
    assert.ok((await page.locator("main").innerText()).includes(words), `${tab} does not show ${words}`);
  }
  const feed = await page.request.get(`${start}feed.xml`);
  assert.equal(feed.status(), 200);
  assert.match(feed.headers()["content-type"], /xml/);
}, { httpCredentials: { username, password } });

assert.deepEqual(problems, []);
console.log("a report behind a password: passed");
