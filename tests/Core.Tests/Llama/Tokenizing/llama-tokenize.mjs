// Ids by llama.cpp: node llama-tokenize.mjs <folder with node_modules> <lines.json> <ids.json> <vocabulary.gguf> <parse special: true|false>
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import path from "node:path";

const [folder, lines, ids, vocabulary, special] = process.argv.slice(2);
const { getLlama } = await import(pathToFileURL(path.join(folder, "node_modules/node-llama-cpp/dist/index.js")).href);
const llama = await getLlama({ gpu: false, build: "never", skipDownload: true, logLevel: "error" });
const model = await llama.loadModel({ modelPath: vocabulary, vocabOnly: true });
writeFileSync(ids, JSON.stringify(JSON.parse(readFileSync(lines, "utf8")).map((line) => model.tokenize(line, special === "true"))));
await model.dispose();
process.exit(0);
