// What became of corrections that were proposed in this browser: under their answer where it is on the page, else before the first
// question.
import { proposals } from './api.js';
import { answerText } from './answertext.js';
import { element, button } from './dom.js';
import { proposedFor, keepProposed, forgetProposed } from './kept.js';

const HEARS = {
  by_browser: 'You see here what they decide: under this answer, or on the start page, when you come back with this browser.',
  by_account: 'You see here what they decide: under this answer, or on the start page, when you come back signed in with this browser.',
  by_session: 'You see here what they decide: under this answer, or on the start page, for as long as you stay signed in.',
  not: 'Your browser keeps no cookie of this page, so you cannot be told what they decide: ask the question again later.',
};

/** Who decides about a correction, and how its author hears of it, in this set-up. */
export const decides = ({ proposer }) =>
  `An admin of this assistant decides; until then the answer stays as it is. ${HEARS[proposer] ?? ''}`;

export const hears = ({ proposer }) => HEARS[proposer] ?? '';

const places = new Map(); // answer's id → where its state is shown

/** Shows the state of what was proposed for this answer, now and whenever the page is looked at again. */
export function watchProposals(interactionId, place) {
  places.set(interactionId, place);
  if (proposedFor().includes(interactionId)) later();
}

export function proposed(interactionId) {
  keepProposed(interactionId);
  later();
}

let waiting = false;

/** Once for all answers that come onto the page together. */
function later() {
  if (waiting) return;
  waiting = true;
  setTimeout(() => {
    waiting = false;
    look();
  });
}

async function look() {
  const ids = proposedFor();
  const found = await proposals(ids).catch(() => []); // nobody is told what cannot be known
  const shown = Map.groupBy(found, proposal => proposal.interactionId);
  for (const [id, place] of places) place.replaceChildren(...(shown.get(id) ?? []).map(stateOf));
  const elsewhere = [...shown].filter(([id]) => !places.get(id)?.isConnected);
  showNews(elsewhere.flatMap(([, those]) => those));
}

/** What was decided meanwhile about answers of earlier conversations, until it has been read. */
function showNews(those) {
  const list = document.getElementById('decided');
  const decided = those.filter(({ status }) => status in DECIDED);
  const waits = those.length - decided.length;
  const lines = decided.map(proposal => element('li', '', element('p', 'decided-question', proposal.question), stateOf(proposal)));
  list.replaceChildren(...those.length === 0 ? [] : [
    element('h2', '', 'Your corrections'),
    waits > 0 ? element('p', 'faint', waits === 1 ? 'One waits for a decision.' : `${waits} wait for a decision.`) : null,
    lines.length > 0 ? element('ul', '', ...lines) : null,
    lines.length > 0 ? button('I have read this', 'quiet', () => {
      forgetProposed(decided.map(({ interactionId }) => interactionId));
      showNews(those.filter(({ status }) => !(status in DECIDED)));
    }) : null,
  ].filter(Boolean));
  list.hidden = those.length === 0;
}

const DECIDED = {
  approved: ['approved', () => 'Your correction was approved: whoever asks this is answered with it.'],
  rejected: ['rejected', ({ reason }) => reason
    ? `Your correction was not taken. The reviewer says: ${reason}`
    : 'Your correction was not taken; the reviewer gave no reason.'],
  retired: ['retired', () => 'Your correction was approved, and has been taken out of use since.'],
};

function stateOf(proposal) {
  const [kind, words] = DECIDED[proposal.status] ?? ['waits', () => 'Your correction waits for an admin’s decision.'];
  const text = element('div', 'answer-text', answerText(proposal.html));
  const details = element('details', '', element('summary', '', kind === 'approved' ? 'The answer now' : 'What you wrote'), text);
  return element('div', `proposal ${kind}`, element('p', '', words(proposal)), details);
}

document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible' && proposedFor().length > 0) later();
});
later();
