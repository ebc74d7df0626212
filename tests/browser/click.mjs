// Clicks through every page of a report and checks what is shown: click.mjs FILE
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { settle, withBrowser } from "./browser.mjs";

const start = pathToFileURL(process.argv[2]).href;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const problems = [];
let checks = 0;

await withBrowser(async (browser) => {
  const page = await browser.newPage();
  page.setDefaultTimeout(30000);
  page.on("console", (message) => message.type() === "error" && problems.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(`exception: ${error.message}`));
  page.on("dialog", async (dialog) => { problems.push(`dialog: ${dialog.message()}`); await dialog.dismiss(); });
  page.on("request", (request) => !request.url().startsWith("file:") && !request.url().startsWith("data:") && problems.push(`request: ${request.url()}`));
  await page.addInitScript(() => addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`)));

  const text = async () => (await page.locator("body").innerText()).replace(/\s+/g, " ");
  const shows = async (...words) => {
    const shown = await text();
    for (const word of words) {
      checks += 1;
      assert.ok(word instanceof RegExp ? word.test(shown) : shown.includes(word), `${page.url().slice(0, 200)} does not show ${word}: ${shown.slice(0, 1500)}`);
    }
  };
  const check = async (what) => {
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"], preload: false }));
    for (const one of found.violations.filter(({ impact }) => impact === "serious" || impact === "critical")) {
      problems.push(`${what}: ${one.id}: ${one.help}: ${one.nodes.map((node) => node.html.slice(0, 150)).slice(0, 3).join(" | ")}`);
    }
    assert.equal(await page.locator("main script, main img[onerror], main b").count(), 0, `${what} has markup of a name`);
    assert.equal(await page.locator("a").evaluateAll((links) => links.filter((link) => /^javascript:/i.test(link.href)).length), 0, what);
    checks += 3;
  };
  const click = async (locator) => { await locator.click(); await settle(page); };
  const tab = async (name) => click(page.locator("#tabs a", { hasText: name }));
  /** Goes through the commits of a plot until one shows the words. */
  const walk = async (start, next, words) => {
    await page.locator(".plot").focus();
    await page.keyboard.press(start);
    for (let i = 0; i < 120 && !(await page.locator(".readout").innerText()).includes(words); ++i) {
      await page.keyboard.press(next);
    }
    await shows(words);
  };
  const back = async () => { await page.goBack(); await settle(page); };

  await page.goto(start);
  await settle(page);
  await shows("Benchmarks of <b>all</b>", "mirage/index", "<script>alert(1)</script>/", "regressions", "results up to");
  await check("home");

  await click(page.locator("article h2 a", { hasText: "mirage/index" }));
  await shows("insert 1,000 time", "parse", "confirmed", "25 series of 25");
  await check("repository");
  await page.getByLabel("Search").fill("merge time");
  await shows("1 series of 25");
  await page.reload();
  await settle(page);
  await shows("1 series of 25");
  await page.getByLabel("Search").fill("");
  // Days select series, sparklines and what the links lead to.
  const counts = async (words) => page.locator(".count", { hasText: words }).waitFor(); // the commits are loaded meanwhile
  await page.getByLabel("Since").fill("2026-02-15");
  await counts("24 series of 25");
  assert.match(page.url(), /since=2026-02-15/);
  assert.match(await page.locator("td.series a").first().getAttribute("href"), /from=[0-9a-f]{12}&to=[0-9a-f]{12}/);
  await page.reload();
  await settle(page);
  await shows("24 series of 25");
  await page.getByLabel("Until").fill("2025-01-01");
  await counts("0 series of 25");
  await page.getByLabel("Until").fill("");
  await counts("24 series of 25");
  await page.getByLabel("Since").fill("");
  await counts("25 series of 25");
  await page.getByLabel("Show").selectOption("regression");
  await shows("insert 1,000 time");
  await page.getByLabel("Show").selectOption("");
  await page.getByLabel("As").selectOption("grid");
  assert.ok(await page.locator(".tile svg").count() > 15);
  await check("grid");
  await page.getByLabel("As").selectOption("");
  await page.getByRole("button", { name: "Change", exact: true }).click();
  assert.match(page.url(), /sort=change/);

  await click(page.locator("td.series a", { hasText: "insert 1,000 time" }).first());
  await page.locator(".plot canvas").waitFor();
  await shows("Last change", "lower is better", "Smallest visible change", "Values");
  await check("series");
  await page.locator(".plot").focus();
  await page.keyboard.press("ArrowLeft");
  await shows("2026-", "Above the axis: ▲ a pull request.");
  await click(page.locator(".readout a", { hasText: "log" }));
  // The first of two lines that name this test and metric is for people; another metric of the test is on lines 4 and 5.
  await shows("insert 1,000 time was read from line 3 of standard output.");
  assert.equal(await page.locator("mark").count(), 1);
  assert.match(await page.locator("mark").innerText(), /^\{"name": "index", "results": \[\{"name": "insert 1,000", "metrics": \[\{"name": "time", /);
  assert.ok(await page.locator("mark").evaluate((one) => { const box = one.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; }), "the line is not in view");
  assert.equal(await page.locator("mark strong").first().innerText(), "insert 1,000");
  await check("lines of a log");
  await back();
  await page.locator(".plot canvas").waitFor();
  await page.locator(".plot").focus();
  await walk("End", "ArrowLeft", "▲ base of pull request #11: ");
  await page.keyboard.press("+");
  assert.match(page.url(), /from=[0-9a-f]{12}/);
  await page.keyboard.press("0");
  assert.doesNotMatch(page.url(), /from=/);
  const box = await page.locator(".plot .u-over").boundingBox();
  await page.mouse.move(box.x + box.width * 0.3, box.y + 50);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 60, { steps: 4 });
  await page.mouse.up();
  await shows(/[0-9a-f]{12}\.\.[0-9a-f]{12} \d+ commits/);
  await page.getByRole("button", { name: "Zoom", exact: true }).click();
  assert.match(page.url(), /from=[0-9a-f]{12}/);
  await page.getByLabel("logarithmic").check();
  await page.getByLabel("from zero").check();
  await page.getByLabel("Together with").selectOption({ index: 1 });
  await settle(page);
  await page.locator(".plot canvas").waitFor();
  await page.locator("details.values summary").click();
  await page.locator("details.values table").waitFor();
  await check("values");
  await page.locator(".plot").focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await settle(page);
  await shows("Changes", "Jobs", "earlier");
  await check("commit");

  await tab("Benchmarks");
  await click(page.locator("td.series a", { hasText: "merge time" }));
  await page.locator(".plot canvas").waitFor();
  await page.getByRole("button", { name: "200" }).click();
  await shows("Above the axis: ● what somebody noted, ▲ a pull request."); // which is of this series alone
  await walk("Home", "ArrowRight", "● expected by ada: worth it");

  // A renamed series is found by both names, says so, and its log is of either name.
  await tab("Benchmarks");
  await page.getByLabel("Search").fill("parse toml time");
  await click(page.locator("td.series a", { hasText: "toml-1 time" }));
  await page.locator(".plot canvas").waitFor();
  await shows("Formerly parse / toml time renamed by ada: of <b>version</b> 1");
  await check("renamed series");
  const linesAt = async (end) => {
    await page.locator(".plot").focus();
    await page.keyboard.press(end);
    await click(page.locator(".readout a", { hasText: "log" }));
    return text();
  };
  assert.match(await linesAt("End"), /toml-1 time was read from line \d+ of standard output\./);
  assert.match(await page.locator("mark").innerText(), /"name": "toml-1"/);
  await back();
  await page.locator(".plot canvas").waitFor();
  await page.getByRole("button", { name: "50" }).click();
  assert.match(await linesAt("Home"), /toml time, which is now called toml-1 time, was read from line \d+ of standard output\./);
  assert.match(await page.locator("mark").innerText(), /"name": "toml"/);
  await check("lines of a renamed series");
  await back();
  await page.locator(".plot canvas").waitFor();

  await tab("Changes");
  await shows("regression", "confirmed", "index / insert 1,000 time", "→");
  await page.getByLabel("State").selectOption("all");
  await page.getByLabel("Show").selectOption("improvement");
  await shows("improvement");
  await check("changes");

  await tab("Comparisons");
  await shows("last commit", "pull request #11", "slower");
  await check("comparisons");
  await click(page.locator("tr", { hasText: "pull request #11" }).locator("a"));
  await shows("Pull request #11", "slower", "95 % interval");
  await page.getByLabel("Show").selectOption("all");
  await check("comparison");

  await tab("Jobs");
  await page.getByLabel("Outcome").selectOption("failed");
  await shows("run: exit", "make bench exited with status 2");
  await check("jobs");
  await click(page.locator("td a", { hasText: "log" }).first());
  await shows("make: *** [bench] Error 2", "<b>bold</b>");
  await check("log");

  await tab("Stale");
  await shows("parse / yaml time");
  await check("stale");
  await page.getByLabel("Branch").selectOption("topic");
  await settle(page);
  assert.match(page.url(), /branch=topic/);
  await tab("Benchmarks");
  await shows("insert 1,000 time");

  await click(page.locator("#global a", { hasText: "Hosts" }));
  await shows("bench-1", "suspect", "AMD EPYC", "cpu steal 3.1 % (CPU 3)");
  await check("hosts");

  // Every page of the repository whose names are hostile.
  await click(page.locator("#crumbs a").first());
  await click(page.locator("article h2 a", { hasText: "<script>" }));
  await shows("javascript:alert(1)", "__proto__", "a/../../b?c#d&e=%00", "<script>alert(1)</script>");
  await check("hostile repository");
  const names = await page.locator("td.series a").count();
  for (let i = 0; i < names; ++i) {
    await click(page.locator("td.series a").nth(i));
    await page.locator(".plot canvas").waitFor();
    await page.locator(".plot").focus();
    await page.keyboard.press("ArrowLeft");
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, "a long name widens the page");
    if (i === 0) {
      await check("hostile series");
    }
    await back();
  }
  for (const name of ["Changes", "Comparisons", "Jobs", "Stale"]) {
    await tab(name);
    await check(`hostile ${name}`);
  }
  await tab("Changes");
  await click(page.locator("article h2 a.hash").first());
  await check("hostile commit");

  for (const wrong of ["#/r/nobody", "#/nowhere", "#/r/__proto__/constructor", "#/r/%FF/s/%", "#/r/nobody?branch=<script>"]) {
    await page.goto(start + wrong);
    await page.reload();
    await settle(page);
    await shows("Not shown");
  }
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(start);
  await settle(page);
  await check("dark home");
  await click(page.locator("article h2 a", { hasText: "mirage/index" }));
  await check("dark repository");
  await tab("Changes");
  await check("dark changes");
  await page.setViewportSize({ width: 400, height: 800 });
  for (const name of ["Benchmarks", "Changes", "Comparisons", "Jobs", "Stale"]) {
    await tab(name);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, `${name} is wider than 400 pixels`);
  }
});

assert.deepEqual(problems, []);
console.log(`${checks} checks of a report in a browser: passed`);
