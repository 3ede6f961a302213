// Say what of an email which mail program does not show: [{page, html}] in, [{page, feature,
// client, support, where, notes}] out; support is "none" or "partial".
import { caniemail, rawData } from "caniemail";
import { answer, job } from "./site.mjs";
// The data know more mail programs (outlook.com, free.fr) than the list that names are looked up in.
import { clientNames } from "./node_modules/caniemail/dist/clients.js";

const known = new Set(rawData.data.flatMap(({ stats }) => Object.entries(stats)
  .flatMap(([family, platforms]) => Object.keys(platforms).map((name) => `${family}.${name}`))));
clientNames.splice(0, clientNames.length, ...known);

// What nobody has tried counts as shown: caniemail itself stops where the data are silent.
for (const { stats } of rawData.data) {
  for (const [family, platform] of [...known].map((client) => client.split("."))) {
    const tried = Object.entries(stats[family]?.[platform] ?? {});
    if (tried.every(([, support]) => support.startsWith("u"))) {
      stats[family] = { ...stats[family], [platform]: { untried: "y" } };
    }
  }
}

const found = [];
for (const { page, html } of await job()) {
  const { issues } = caniemail({ clients: ["*"], html });
  for (const [client, faults] of [...issues.errors, ...issues.warnings]) {
    found.push(...faults.map(({ title, support, notes, position }) =>
      ({ page, feature: title, client, support, notes, where: place(position) })));
  }
}
answer(found);

// Places in a style sheet are counted from its own beginning, and have a source.
function place(position) {
  if (!position) return "in <style>";
  const { line, column } = position.start;
  return `line ${line}, column ${column}${"source" in position ? " of <style>" : ""}`;
}
