// Starts Debian's browser.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

export async function withBrowser(use, options = {}) {
  const profile = mkdtempSync(join(tmpdir(), "cb-browser-"));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM,
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
    timeout: 60000,
    ...options,
  });
  try {
    return await use(browser);
  } finally {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** Waits until the page of the current address is shown. */
export async function settle(page) {
  // While the page fades in, its contrast is too low.
  await page.waitForFunction(() => document.body.dataset.shown === location.hash && !document.body.classList.contains("busy") &&
    document.getAnimations().length === 0, null, { timeout: 30000 });
}
