// The web chat, put together: what the server offers, the conversation of this tab, and the question box.
import { start, ask, ready, signOut } from './api.js';
import { Conversation } from './conversation.js';
import { composer } from './composer.js';
import { questionCard, answerCard, thinkingCard, troubleCard } from './cards.js';
import { toggleTheme } from './theme.js';

const SUGGESTIONS = 4; // shown at a time
const BARS = 260; // pixels that the bar, the question and the question box take
const $ = id => document.getElementById(id);
const log = $('log');
const conversation = new Conversation();
const offered = start();
let waiting = null; // AbortController of the question that is being answered

const box = composer($('composer'), $('question'), $('send'), {
  send: put,
  stop: () => waiting?.abort(),
  last: () => conversation.lastQuestion,
});

async function put(text) {
  if (waiting) return;
  showWelcome(false);
  log.append(questionCard(text, () => box.edit(text)));
  const { card: thinking, ...progress } = thinkingCard();
  log.append(thinking);
  reveal(thinking);
  waiting = new AbortController();
  box.waiting(true);
  try {
    const answer = await ask(text, conversation.id, waiting.signal, progress);
    conversation.add(text, answer);
    show(text, answer, thinking);
  } catch (error) {
    const again = () => { card.previousElementSibling?.remove(); card.remove(); put(text); };
    const card = troubleCard(error.name === 'AbortError' ? 'Stopped. Nothing was answered.' : error.message, again);
    thinking.replaceWith(card);
    reveal(card);
  } finally {
    waiting = null;
    box.waiting(false);
  }
}

function show(question, answer, inPlaceOf) {
  const card = answerCard(question, answer, { ask: put, edit: box.edit, examples });
  inPlaceOf ? inPlaceOf.replaceWith(card) : log.append(card);
  // Feedback and whoever else wants to add to an answer listens for this.
  const [place, more] = ['.answer-feedback', '.more-tools'].map(name => card.querySelector(name));
  document.dispatchEvent(new CustomEvent('chat:answer', { detail: { card, answer, place, more } }));
  if (inPlaceOf) reveal(card);
}

/** Brings a card into view whole; one that is taller than the page is read from its question on. */
function reveal(card) {
  const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
  const tall = card.offsetHeight > innerHeight - BARS;
  const from = tall ? card.previousElementSibling ?? card : card;
  from.scrollIntoView({ block: tall ? 'start' : 'end', behavior });
}

function showWelcome(visible) {
  $('welcome').hidden = !visible;
}

function restart() {
  waiting?.abort();
  conversation.restart();
  log.replaceChildren();
  showWelcome(true);
  box.focus();
}

/** Questions that the topic names, a few by chance; none where the server names none. */
async function examples() {
  const { suggestions } = await offered.catch(() => ({ suggestions: [] }));
  return suggestions.map(text => [Math.random(), text]).sort((a, b) => a[0] - b[0]).slice(0, SUGGESTIONS).map(([, text]) => text);
}

async function welcome() {
  const offer = await offered;
  if (offer.name) {
    $('name').textContent = offer.name;
    document.title = offer.name;
  }
  if (offer.signedIn) {
    $('leave').title = `Signed in as ${offer.signedIn}`;
    $('leave').hidden = false;
  }
  $('about').textContent = `Short answers, at most ${offer.maxWords} words, with their sources.`;
  $('suggestions').replaceChildren(...(await examples()).map(text => {
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = text;
    button.addEventListener('click', () => put(text));
    item.append(button);
    return item;
  }));
}

async function watchState() {
  const state = await ready();
  $('state').textContent = state.text;
  $('state').dataset.state = state.kind;
  if (state.kind !== 'ready') setTimeout(watchState, 2000);
}

$('theme').addEventListener('click', toggleTheme);
$('restart').addEventListener('click', restart);
$('leave').addEventListener('click', () => signOut().finally(() => location.assign('/sign-in')));
for (const { question, answer } of conversation.turns) {
  log.append(questionCard(question, () => box.edit(question)));
  show(question, answer);
}
showWelcome(conversation.turns.length === 0);
if (conversation.turns.length > 0) log.lastElementChild.scrollIntoView({ block: 'end' });
welcome().catch(error => { $('about').textContent = error.message; });
watchState();
box.focus();
