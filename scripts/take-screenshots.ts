// Turns HTML pages into pictures with Chromium: node scripts/take-screenshots.ts out/preview/*.html --to docs/images
// Chromium is taken from CHROMIUM, else /usr/bin/chromium (apt-get install chromium).
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    to: { type: "string" },
    width: { type: "string", default: "1120" },
    names: { type: "string", default: "" },
  },
});
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const width = Number(values.width);

const complaint =
  positionals.length === 0 || values.to === undefined
    ? "Usage: node scripts/take-screenshots.ts PAGE.html… --to FOLDER [--names NAME,NAME…] [--width 1120]"
    : !Number.isInteger(width) || width < 320
      ? `--width is a whole number of pixels from 320 up, not ${values.width}.`
      : !existsSync(executablePath)
        ? `No Chromium at ${executablePath}: install it (apt-get install chromium) or set CHROMIUM to its path.`
        : positionals.find((page) => !existsSync(page)) !== undefined
          ? `No such page: ${positionals.find((page) => !existsSync(page))}`
          : null;
if (complaint !== null) {
  console.error(complaint);
  process.exit(2);
}
await takeScreenshots(positionals, values.names.split(","), values.to ?? ".");

/** A picture is called as its page unless it is given a name. */
async function takeScreenshots(
  pages: readonly string[],
  names: readonly string[],
  folder: string,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const browser = await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  try {
    const context = await browser.newContext({ viewport: { width, height: 800 }, deviceScaleFactor: 1.5 });
    for (const [index, file] of pages.entries()) {
      const page = await context.newPage();
      await page.goto(pathToFileURL(resolve(file)).href);
      // Charts are drawn after the page has loaded: each block holds an SVG, or mermaid's own error picture, when it is done.
      await page.waitForFunction(
        '[...document.querySelectorAll("pre.mermaid")].every((e) => e.querySelector("svg"))',
      );
      const picture = join(folder, `${names[index] || basename(file, ".html")}.png`);
      await page.screenshot({ path: picture, fullPage: true });
      console.log(picture);
      await page.close();
    }
  } finally {
    await browser.close();
  }
}
