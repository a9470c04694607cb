// Evaluates token ids with a real llama.cpp and prints its raw logits.
// usage: node llama-cpp.mjs <folder with node_modules> <request.json> <answer.json>
//   {"threads", "evaluations": [{"model", "prompt": text, "adapter": path or null, "greedy": n}]}
//   → [{"tokens": [ids of the prompt], "logits": [of its last position], "greedy": [ids]}]
import {createRequire} from "node:module";
import {pathToFileURL} from "node:url";
import {readFileSync, writeFileSync} from "node:fs";
import path from "node:path";

const [folder, asked, answered] = process.argv.slice(2);
const request = JSON.parse(readFileSync(asked, "utf8"));
const entry = createRequire(path.join(path.resolve(folder), "x.js")).resolve("node-llama-cpp");
const {getLlama, LlamaLogLevel} = await import(pathToFileURL(entry).href);

const llama = await getLlama({gpu: false, build: "never", logLevel: LlamaLogLevel.error, maxThreads: request.threads});
const answers = [];
for (const evaluation of request.evaluations)
    answers.push(await evaluate(evaluation));
writeFileSync(answered, JSON.stringify(answers));
process.exit(0);

async function evaluate({model: modelPath, prompt, adapter, greedy}) {
    const model = await llama.loadModel({modelPath, gpuLayers: 0});
    const begin = model.tokens.shouldPrependBosToken && model.tokens.bos != null ? [model.tokens.bos] : [];
    const tokens = [...begin, ...model.tokenize(prompt)];
    const context = await model.createContext({
        contextSize: Math.max(64, tokens.length + greedy + 8),
        batchSize: 512,
        threads: request.threads,
        flashAttention: false,
        experimentalKvCacheKeyType: "F32",
        experimentalKvCacheValueType: "F32",
        ...(adapter ? {lora: {adapters: [{filePath: adapter, scale: 1}]}} : {})
    });
    const sequence = context.getSequence();
    const last = tokens.length - 1;
    const evaluated = await sequence.controlledEvaluate(tokens.map((token, index) =>
        index === last ? [token, {generateNext: {logits: true, token: true, options: {temperature: 0}}}] : token));
    const logits = dense(evaluated[last].next.logits);
    const continuation = [];
    for (let next = evaluated[last].next.token; continuation.length < greedy;) {
        continuation.push(next);
        const [result] = await sequence.controlledEvaluate([[next, {generateNext: {token: true, options: {temperature: 0}}}]]);
        next = result.next.token;
    }
    await context.dispose();
    await model.dispose();
    return {tokens, logits, greedy: continuation};
}

function dense(map) {
    const logits = new Array(map.size);
    for (const [token, logit] of map)
        logits[token] = logit;
    return logits;
}
