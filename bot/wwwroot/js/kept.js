// What this browser keeps: drafts of better answers and given stars in their tab, as long as its conversation, and for which answers a
// better one was proposed, so that their state can be asked.
const DRAFTS = 'chatbot.drafts';
const STARS = 'chatbot.stars';
const PROPOSED = 'chatbot.proposed';
const MOST = 50; // as many as can be asked about at once

export const draftOf = id => read(sessionStorage, DRAFTS, {})[id];

/** @param text null where there is nothing to keep any more */
export function keepDraft(id, text) {
  const { [id]: _, ...others } = read(sessionStorage, DRAFTS, {});
  write(sessionStorage, DRAFTS, text === null ? others : { ...others, [id]: text });
}

/** @returns how many, by what was rated; none where nothing was */
export const starsOf = id => read(sessionStorage, STARS, {})[id] ?? {};

export const keepStars = (id, given) =>
  write(sessionStorage, STARS, { ...read(sessionStorage, STARS, {}), [id]: { ...starsOf(id), ...given } });

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
