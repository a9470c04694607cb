// node search.mjs minisearch|orama|orama-english|wink CORPUS.jsonl CASES.jsonl
//
// Indexes the corpus ({id, title, text} a line), asks all questions of the cases ({question, expectedDocuments} a line) once to warm up,
// and once more for every line of standard input. A line of JSON tells of each round, the first one included.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const Found = 10;

/** Each as documentation of its own sets it up; nothing is tuned on the questions. An engine is add, end and find. */
const engines = {
  // README, "Basic usage" and "Search options": BM25+ as it is, any of the words, the title weighs twice.
  async minisearch() {
    const { default: MiniSearch } = await import('minisearch');
    const index = new MiniSearch({ fields: ['title', 'text'], searchOptions: { boost: { title: 2 } } });
    return {
      add: (document) => index.add(document),
      end: () => {},
      find: (question) => index.search(question).slice(0, Found).map((result) => result.id),
    };
  },

  // docs.orama.com, "BM25 algorithm": defaults, any of the words.
  orama: () => orama({}),

  // The same with what its pages "Stemming" and "Stop-words" offer beside.
  async 'orama-english'() {
    const { stemmer, language } = await import('@orama/stemmers/english');
    const { stopwords } = await import('@orama/stopwords/english');
    return orama({ components: { tokenizer: { language, stemming: true, stemmer, stopWords: stopwords } } });
  },

  // Weights of its README's example; the tasks are those of wink-nlp-utils (documented with version 3.0.1): words in lower case without
  // stop words, stemmed. The README of 3.1 takes wink-nlp in their place. Negation is left out.
  async wink() {
    const { default: bm25 } = await import('wink-bm25-text-search');
    const { default: nlp } = await import('wink-nlp-utils');
    const index = bm25();
    index.defineConfig({ fldWeights: { title: 1, text: 2 } });
    index.definePrepTasks([nlp.string.lowerCase, nlp.string.tokenize0, nlp.tokens.removeWords, nlp.tokens.stem]);
    return {
      add: ({ id, title, text }) => index.addDoc({ title, text }, id),
      end: () => index.consolidate(),
      find: (question) => index.search(question, Found).map(([id]) => id),
    };
  },
};

async function orama(settings) {
  const { create, insert, search } = await import('@orama/orama');
  const index = create({ schema: { title: 'string', text: 'string' }, ...settings });
  return {
    add: (document) => insert(index, document),
    end: () => {},
    find: async (question) => (await search(index, { term: question, limit: Found })).hits.map((hit) => hit.id),
  };
}

async function* lines(path) {
  for await (const line of createInterface({ input: createReadStream(path) })) if (line) yield JSON.parse(line);
}

const [name, corpus, questions] = process.argv.slice(2);
if (!engines[name] || !questions) {
  console.error(`node search.mjs ${Object.keys(engines).join('|')} CORPUS.jsonl CASES.jsonl`);
  process.exit(2);
}
const engine = await engines[name]();
const cases = [];
for await (const one of lines(questions)) cases.push(one);

let documents = 0;
const began = performance.now();
for await (const document of lines(corpus)) {
  await engine.add(document);
  documents++;
}
await engine.end();
const buildSeconds = (performance.now() - began) / 1000;

async function round() {
  const times = [];
  let at1 = 0;
  let at5 = 0;
  const before = process.cpuUsage();
  for (const { question, expectedDocuments } of cases) {
    const start = performance.now();
    const found = await engine.find(question);
    times.push(performance.now() - start);
    const rank = found.findIndex((id) => expectedDocuments.includes(id));
    if (rank === 0) at1++;
    if (rank >= 0 && rank < 5) at5++;
  }
  const { user, system } = process.cpuUsage(before);
  times.sort((a, b) => a - b);
  const told = {
    documents,
    buildSeconds,
    processorMs: (user + system) / 1000 / cases.length,
    p50: times[Math.floor(times.length / 2)],
    p95: times[Math.floor(times.length * 0.95)],
    at1: at1 / cases.length,
    at5: at5 / cases.length,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
  console.log(JSON.stringify({ engine: name, ...told }));
}

await round();
for await (const _ of createInterface({ input: process.stdin })) await round();
