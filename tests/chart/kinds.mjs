// Objects of operators' kinds against the operators' own types: kinds.mjs <objects.json>
//
// Two ways, as each sees what the other does not: the type checker knows which fields there are, so that a misspelt one is
// found; the validators know patterns, numbers and what must be there. Prints a fault a line.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import ts from "typescript";

const PACKAGES = {
  "monitoring.coreos.com": "prometheus-operator",
  "gateway.networking.k8s.io": "gateway-api",
  "keda.sh": "keda",
  "postgresql.cnpg.io": "cloudnative-pg",
};

const objects = JSON.parse(readFileSync(process.argv[2], "utf8"));
const faults = [];
const source = [];
const lines = [];

for (const { where, object } of objects) {
  const group = object.apiVersion.split("/")[0];
  const name = `@kubernetes-models/${PACKAGES[group]}/${object.apiVersion}/${object.kind}`;
  const told = `${where}: ${object.kind} ${object.metadata.name}`;
  const { [object.kind]: Kind } = await import(name);
  try {
    new Kind(object).validate();
  } catch (refused) {
    faults.push(`${told}: ${refused.message}`);
  }
  const n = lines.length;
  source.push(`import type { I${object.kind} as K${n} } from "${name}";`);
  lines.push({ told, text: `export const o${n}: K${n} = ${JSON.stringify(object)};` });
}

// Beside the packages, where they are found.
const file = new URL(`./objects-${process.pid}.ts`, import.meta.url).pathname;
writeFileSync(file, [...source, ...lines.map((line) => line.text)].join("\n"));
const program = ts.createProgram([file], {
  noEmit: true,
  strict: true,
  skipLibCheck: true,
  types: [],
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
});
for (const fault of ts.getPreEmitDiagnostics(program)) {
  const at = fault.file?.getLineAndCharacterOfPosition(fault.start).line ?? 0;
  const line = lines[at - source.length];
  faults.push(`${line?.told ?? "types"}: ${ts.flattenDiagnosticMessageText(fault.messageText, "; ")}`);
}
rmSync(file);

console.log([...new Set(faults)].join("\n"));
