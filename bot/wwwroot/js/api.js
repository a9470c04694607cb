// What the chat asks the server. Every failure is an Error whose message is fit for people.
import { events } from './events.js';

/** 128 random bits; unlike crypto.randomUUID it is there on plain http too. */
export function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}

export const start = () => request('/web/start');

export const signOut = () => post('/web/sign-out', {});

/** @param on {stage({ stage }), sentence({ text })} hears how the answer comes about, where it takes its time */
export async function ask(question, conversationId, signal, on) {
  const body = { question, conversationId };
  const response = await reach('/web/ask', posted(body, signal, 'text/event-stream'));
  if (!response.headers.get('Content-Type')?.startsWith('text/event-stream')) return read(response);
  let heard;
  try {
    for await (heard of events(response.body)) {
      if (heard.type === 'answer') return heard.data;
      if (heard.type === 'problem') break;
      on[heard.type]?.(heard.data);
    }
  } catch (error) {
    if (error.name === 'AbortError') throw error;
  }
  if (!heard) return post('/web/ask', body, signal); // something on the way does not let events through
  throw new Error(heard.data.detail ?? 'The connection broke before the answer was complete. Try again.');
}

const post = (path, body, signal) => request(path, posted(body, signal));

const posted = (body, signal, accept = 'application/json') =>
  ({ method: 'POST', headers: { 'Content-Type': 'application/json', Accept: accept }, body: JSON.stringify(body), signal });

/** Else it is a refusal, nothing found, or a fault. */
export const isAnswer = ({ outcome }) => outcome === 'answered' || outcome === 'corrected';

/** Says what this person thinks of an answer; fields left out keep what was said before. */
export const rate = (interactionId, said) => post('/api/feedback/submit', { interactionId, ...said });

/** Proposes a better answer; an admin decides. */
export const correct = (interactionId, correctResponse) => post('/api/feedback/correct', { interactionId, correctResponse });

/** What became of what this person proposed for these answers, the newest first. */
export async function proposals(interactionIds) {
  if (interactionIds.length === 0) return [];
  const query = new URLSearchParams(interactionIds.map(id => ['interactionId', id]));
  return (await request(`/api/feedback/corrections?${query}`)).corrections;
}

/** Is everything there that an answer needs? */
export async function ready() {
  try {
    const report = await (await fetch('/ready')).json();
    const index = report.checks.index?.description ?? '';
    if (report.status === 'ready') return { kind: 'ready', text: index };
    return { kind: 'waiting', text: index.startsWith('indexing') ? index : 'not ready: ' + broken(report.checks) };
  } catch {
    return { kind: 'offline', text: 'no connection' };
  }
}

const broken = checks => Object.entries(checks).filter(([, check]) => check.status !== 'healthy').map(([name]) => name).join(', ');

const request = async (path, options) => read(await reach(path, options));

async function reach(path, options) {
  try {
    return await fetch(path, options);
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Error('The server cannot be reached. Your question is not lost: try again.');
  }
}

async function read(response) {
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  if (response.status === 401) location.assign('/sign-in?back=/'); // signed out meanwhile; the question stays in the page's history
  throw new Error(body.detail ?? `The server answered ${response.status}.`);
}
