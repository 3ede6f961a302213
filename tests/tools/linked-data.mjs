// Hold every JSON-LD block of a built site to the vocabulary of schema.org.
//
//     node linked-data.mjs FOLDER
//
// schema-dts is the vocabulary as TypeScript types, so that the compiler finds a property or a
// type that schema.org does not know. Needs schema-dts and typescript.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const BLOCK = /<script type="application\/ld\+json">(.*?)<\/script>/gs;
const HERE = dirname(fileURLToPath(import.meta.url));
const FILE = join(HERE, "blocks.ts");

function blocks(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(".html")).sort()
    .flatMap((name) => [...readFileSync(join(folder, name), "utf8").matchAll(BLOCK)]
      .flatMap(([, text]) => JSON.parse(text)["@graph"].map((thing) => ({ name, thing }))));
}

// schema.org lets any property of an action carry "-input" (https://schema.org/docs/actions.html),
// which the types know on the outermost action only.
const known = (key, value) => key.endsWith("-input") ? undefined : value;

function complaints(things) {
  // One line each, so that a line tells its thing.
  const text = ['import type { Thing } from "schema-dts";',
    ...things.map(({ thing }) => `(${JSON.stringify(thing, known)}) satisfies Thing;`)].join("\n");
  const options = { strict: true, noEmit: true, skipLibCheck: true, target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, types: [] };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile;
  host.getSourceFile = (path, ...rest) => path === FILE
    ? ts.createSourceFile(path, text, options.target) : read(path, ...rest);
  const program = ts.createProgram([FILE], options, host);
  return ts.getPreEmitDiagnostics(program).map((found) => {
    const line = found.file ? found.file.getLineAndCharacterOfPosition(found.start).line : 0;
    const { name, thing } = things[line - 1] ?? { name: "", thing: {} };
    return `${name}: ${thing["@type"]}: ${ts.flattenDiagnosticMessageText(found.messageText, " ")}`;
  });
}

const folder = process.argv[2];
const things = blocks(folder);
const found = complaints(things);
found.forEach((complaint) => console.log(complaint.slice(0, 2000)));
console.log(`${things.length} things of schema.org in ${relative(".", folder) || "."}, ${found.length} wrong`);
process.exit(found.length || !things.length ? 1 : 0);
