// What this browser keeps: drafts of better answers in their tab, and for which answers one was proposed, so that their state can be asked.
const DRAFTS = 'chatbot.drafts';
const PROPOSED = 'chatbot.proposed';
const MOST = 50; // as many as can be asked about at once

export const draftOf = id => read(sessionStorage, DRAFTS, {})[id];

/** @param text null where there is nothing to keep any more */
export function keepDraft(id, text) {
  const { [id]: _, ...others } = read(sessionStorage, DRAFTS, {});
  write(sessionStorage, DRAFTS, text === null ? others : { ...others, [id]: text });
}

/** Ids of answers, the latest first. */
export const proposedFor = () => read(localStorage, PROPOSED, []);

export const keepProposed = id => write(localStorage, PROPOSED, [id, ...proposedFor().filter(known => known !== id)].slice(0, MOST));

export const forgetProposed = ids => write(localStorage, PROPOSED, proposedFor().filter(id => !ids.includes(id)));

function read(storage, key, none) {
  try {
    return JSON.parse(storage.getItem(key)) ?? none;
  } catch {
    return none;
  }
}

function write(storage, key, value) {
  try {
    storage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage is full or switched off: nothing is kept, and nothing else depends on it.
  }
}
