// Measures a real llama.cpp: node llama-cpp-speed.mjs <folder with node_modules> <request.json> <answer.json>
//   {"model", "threads", "prefill": tokens, "decode": tokens, "seconds"} → {"prefill": tokens a second, "decode", "bytes": resident growth}
// The fastest of many short pieces counts, so that other work on the machine disturbs little.
import {createRequire} from "node:module";
import {pathToFileURL} from "node:url";
import {readFileSync, writeFileSync} from "node:fs";
import path from "node:path";

const [folder, asked, answered] = process.argv.slice(2);
const {model: modelPath, threads, prefill, decode, seconds} = JSON.parse(readFileSync(asked, "utf8"));
const before = process.memoryUsage().rss;
const entry = createRequire(path.join(path.resolve(folder), "x.js")).resolve("node-llama-cpp");
const {getLlama, LlamaLogLevel} = await import(pathToFileURL(entry).href);
const llama = await getLlama({gpu: false, build: "never", logLevel: LlamaLogLevel.error, maxThreads: threads});
const loaded = process.memoryUsage().rss - before; // the engine itself, before any model
const model = await llama.loadModel({modelPath, gpuLayers: 0});
const context = await model.createContext({contextSize: 1024, batchSize: 512, threads});
let bestPrefill = 0, bestDecode = 0;
const end = performance.now() + seconds * 1000;
for (let round = 0; round < 3 || performance.now() < end; round++) {
    const sequence = context.getSequence();
    const tokens = Array.from({length: prefill}, (_, i) => 300 + (i * 7919 + round * 31) % 7000);
    let start = performance.now();
    const evaluated = await sequence.controlledEvaluate(tokens.map((token, i) =>
        i === prefill - 1 ? [token, {generateNext: {token: true, options: {temperature: 0}}}] : token));
    bestPrefill = Math.max(bestPrefill, prefill / (performance.now() - start) * 1000);
    start = performance.now();
    let count = 0;
    for await (const _ of sequence.evaluate([evaluated[prefill - 1].next.token], {temperature: 0, yieldEogToken: true})) {
        bestDecode = Math.max(bestDecode, 1000 / (performance.now() - start));
        if (++count === decode)
            break;
        start = performance.now();
    }
    await sequence.clearHistory();
    sequence.dispose();
}
writeFileSync(answered, JSON.stringify({prefill: bestPrefill, decode: bestDecode, bytes: process.memoryUsage().rss - before - loaded}));
process.exit(0);
