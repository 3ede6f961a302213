// Judge files by all rules of .htmlvalidate.json: file names in, [{page, rule, selector, message}]
// out. (The command cuts its answer at 64 kB when it is read through a pipe.)
import { HtmlValidate } from "html-validate";
import { answer, job } from "./site.mjs";

const config = (await import("./.htmlvalidate.json", { with: { type: "json" } })).default;
const judge = new HtmlValidate(config);
const found = [];
for (const file of await job()) {
  const { results } = await judge.validateFile(file);
  found.push(...results.flatMap(({ messages }) => messages).map((said) => ({
    page: file, rule: said.ruleId, selector: said.selector ?? `line ${said.line}`,
    message: said.message,
  })));
}
answer(found);
