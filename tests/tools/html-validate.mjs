// Judge files by all rules of .htmlvalidate.json, or of the module that is named: file names in,
// [{page, rule, selector, message}] out. (The command cuts its answer at 64 kB when it is read
// through a pipe.)
import { HtmlValidate } from "html-validate";
import { answer, job } from "./site.mjs";

const [module] = process.argv.slice(2);
const { default: config } = module ? await import(module)
  : await import("./.htmlvalidate.json", { with: { type: "json" } });
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
