// Measures a real llama.cpp: node llama-cpp-speed.mjs <folder with node_modules> <request.json> <answer.json>
//   {"model", "threads", "prefill": tokens, "decode": tokens, "repeats"} → {"prefill": tokens a second, "decode", "bytes": resident growth}
import {createRequire} from "node:module";
import {pathToFileURL} from "node:url";
import {readFileSync, writeFileSync} from "node:fs";
import path from "node:path";

const [folder, asked, answered] = process.argv.slice(2);
const {model: modelPath, threads, prefill, decode, repeats} = JSON.parse(readFileSync(asked, "utf8"));
const before = process.memoryUsage().rss;
const entry = createRequire(path.join(path.resolve(folder), "x.js")).resolve("node-llama-cpp");
const {getLlama, LlamaLogLevel} = await import(pathToFileURL(entry).href);
const llama = await getLlama({gpu: false, build: "never", logLevel: LlamaLogLevel.error, maxThreads: threads});
const loaded = process.memoryUsage().rss - before; // the engine itself, before any model
const model = await llama.loadModel({modelPath, gpuLayers: 0});
const context = await model.createContext({contextSize: prefill + decode + 16, batchSize: 512, threads});
const prefills = [], decodes = [];
for (let repeat = 0; repeat <= repeats; repeat++) {
    const sequence = context.getSequence();
    const tokens = Array.from({length: prefill}, (_, i) => 300 + (i * 7919 + repeat * 31) % 40000);
    let start = performance.now();
    const evaluated = await sequence.controlledEvaluate(tokens.map((token, i) =>
        i === prefill - 1 ? [token, {generateNext: {token: true, options: {temperature: 0}}}] : token));
    const prefillTime = performance.now() - start;
    start = performance.now();
    let count = 0;
    for await (const _ of sequence.evaluate([evaluated[prefill - 1].next.token], {temperature: 0, yieldEogToken: true}))
        if (++count === decode)
            break;
    const decodeTime = performance.now() - start;
    if (repeat > 0) { // the first round warms up
        prefills.push(prefill / prefillTime * 1000);
        decodes.push(count / decodeTime * 1000);
    }
    await sequence.clearHistory();
    sequence.dispose();
}
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
writeFileSync(answered, JSON.stringify({prefill: median(prefills), decode: median(decodes), bytes: process.memoryUsage().rss - before - loaded}));
process.exit(0);
