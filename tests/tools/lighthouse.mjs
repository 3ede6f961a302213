// Judge pages as on a phone: addresses in, [{page, scores, faults, figures}] out.
import lighthouse from "lighthouse";
import { launch } from "chrome-launcher";
import { answer, chromium, flags, job } from "./site.mjs";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const FIGURES = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time",
  "cumulative-layout-shift", "total-byte-weight"];

const addresses = await job();
const chrome = await launch({ chromePath: chromium, chromeFlags: ["--headless=new", ...flags] });
const judged = [];
for (const address of addresses) {
  const { lhr } = await lighthouse(address, {
    port: chrome.port, onlyCategories: CATEGORIES, logLevel: "silent",
  });
  judged.push({ page: address, scores: scores(lhr), faults: faults(lhr), figures: figures(lhr) });
}
await chrome.kill();
answer(judged);

function scores(lhr) {
  return Object.fromEntries(CATEGORIES.map((name) =>
    [name, Math.round(lhr.categories[name].score * 100)]));
}

// Every audit that takes something from a score, but for those of time: figures tell it.
function faults(lhr) {
  const weighed = CATEGORIES.filter((name) => name !== "performance").flatMap((name) => lhr.categories[name].auditRefs)
    .filter((ref) => ref.weight > 0).map((ref) => lhr.audits[ref.id])
    .filter((audit) => audit.score !== null && audit.score < 0.9);
  return weighed.map(({ id, title, displayValue, details }) =>
    ({ id, title, value: displayValue ?? "", where: JSON.stringify(details?.items?.slice(0, 3) ?? "") }));
}

function figures(lhr) {
  return Object.fromEntries(FIGURES.map((name) => [name, lhr.audits[name].numericValue]));
}
