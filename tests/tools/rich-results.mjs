// Judge JSON-LD by what Google asks of rich results: [{page, data}] in, [{page, message, where}]
// out.
import Validator from "@adobe/structured-data-validator";
import { answer, job } from "./site.mjs";

const found = [];
for (const { page, data } of await job()) {
  for (const item of data["@graph"] ?? [data]) {
    const faults = await new Validator().validate({ jsonld: { [item["@type"]]: [item] } });
    found.push(...faults.map(({ issueMessage, path }) => ({
      page, message: String(issueMessage),
      where: path.map(({ property, type }) => property ?? type).join("."),
    })));
  }
}
answer(found);
