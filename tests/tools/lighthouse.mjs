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
  const lhr = await measured(address);
  judged.push({ page: address, scores: scores(lhr), faults: faults(lhr), figures: figures(lhr) });
}
await chrome.kill();
answer(judged);

// On a busy machine Chromium sometimes answers Lighthouse too late: an audit ends in an error, and its
// category has no score. That says nothing about the page, so it is asked again, twice at most.
async function measured(address, again = 2) {
  const { lhr } = await lighthouse(address, {
    port: chrome.port, onlyCategories: CATEGORIES, logLevel: "silent",
  });
  return again && failed(lhr).length ? measured(address, again - 1) : lhr;
}

function failed(lhr) {
  return Object.values(lhr.audits).filter((audit) => audit.scoreDisplayMode === "error");
}

function scores(lhr) {
  return Object.fromEntries(CATEGORIES.map((name) =>
    [name, Math.round(lhr.categories[name].score * 100)]));
}

// Every audit that could not be made or takes something from a score, but for those of time: figures tell it.
function faults(lhr) {
  const weighed = CATEGORIES.filter((name) => name !== "performance").flatMap((name) => lhr.categories[name].auditRefs)
    .filter((ref) => ref.weight > 0).map((ref) => lhr.audits[ref.id])
    .filter((audit) => audit.score !== null && audit.score < 0.9);
  return [...failed(lhr), ...weighed].map(({ id, title, displayValue, errorMessage, details }) =>
    ({ id, title, value: displayValue ?? errorMessage ?? "", where: JSON.stringify(details?.items?.slice(0, 3) ?? "") }));
}

function figures(lhr) {
  return Object.fromEntries(FIGURES.map((name) => [name, lhr.audits[name].numericValue]));
}
