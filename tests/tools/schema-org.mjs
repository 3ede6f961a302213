// Judge JSON-LD by the vocabulary of schema.org, as TypeScript types: [{page, data}] in,
// [{page, message}] out. Each type and property must exist, and each value be of a right kind.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { answer, job } from "./site.mjs";

const here = dirname(fileURLToPath(import.meta.url));

// Types see of a text whether it is a number or a term; of many blocks of one shape one is judged.
const given = [...new Map((await job()).map((block) => [shape(block.data), block])).values()];
const name = join(here, "judged.ts");
const source = [
  'import type { Graph, Thing, WithContext } from "schema-dts";',
  ...given.map(({ data }, number) => `export const page${number}: ${type(data)} = ${literal(data)};`),
].join("\n");

const options = {
  strict: true, noEmit: true, skipLibCheck: true, types: [], target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext,
};
const host = ts.createCompilerHost(options);
const read = host.getSourceFile;
host.getSourceFile = (file, ...rest) =>
  file === name ? ts.createSourceFile(file, source, ts.ScriptTarget.ES2022) : read(file, ...rest);
const program = ts.createProgram([name], options, host);
answer(ts.getPreEmitDiagnostics(program).map((fault) => ({
  page: pageOf(fault), message: ts.flattenDiagnosticMessageText(fault.messageText, "\n  "),
})));

function shape(data) {
  const typed = (value) => !isNaN(value) || value.startsWith("https://schema.org/");
  return JSON.stringify(data, (key, value) =>
    typeof value !== "string" || key === "@type" || typed(value) ? value : "");
}

function type(data) {
  return "@graph" in data ? "Graph" : `WithContext<${kind(data)}>`;
}

// The exact type shows which property is wrong; the union of all would list all.
function kind(data) {
  const named = data["@type"];
  return typeof named === "string" && /^[A-Z]\w+$/.test(named)
    ? `Extract<Thing, { "@type": "${named}" }>` : "Thing";
}

// "query-input" and its like annotate an action (schema.org/docs/actions.html); they are no
// properties of the vocabulary. Of a text in a language of its own (JSON-LD 1.1, 4.2.4) the types
// know the text alone.
function literal(data) {
  return JSON.stringify(data, (key, value) => /-(input|output)$/.test(key) ? undefined
    : value?.["@language"] ? value["@value"] : value);
}

function pageOf(fault) {
  const { line } = ts.getLineAndCharacterOfPosition(fault.file, fault.start);
  return given[line - 1]?.page ?? fault.file.fileName;
}
