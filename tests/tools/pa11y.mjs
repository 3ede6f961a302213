// Judge pages with HTML CodeSniffer: addresses in, [{page, code, selector, message}] out.
import pa11y from "pa11y";
import puppeteer from "puppeteer";
import { answer, chromium, flags, job } from "./site.mjs";

const addresses = await job();
const browser = await puppeteer.launch({ executablePath: chromium, args: flags });
const page = await browser.newPage();
const found = [];
for (const address of addresses) {
  await page.goto(address);
  const { issues } = await pa11y(address, {
    browser, page, ignoreUrl: true, standard: "WCAG2AA", runners: ["htmlcs"], timeout: 60000,
  });
  found.push(...issues.map(({ code, selector, message }) =>
    ({ page: address, code, selector, message })));
}
await browser.close();
answer(found);
