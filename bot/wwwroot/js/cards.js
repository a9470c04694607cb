// What stands in the conversation: questions, answers with all that is known about them, waiting, and trouble.
import { isAnswer } from './api.js';
import { answerText } from './answertext.js';
import { element, button, copyButton, link } from './dom.js';
import { choices, closestPages, titleOf, tries } from './helps.js';
import { receipt } from './receipt.js';

const OUTCOMES = {
  answered: ['Answered', ''],
  corrected: ['Corrected', 'a reviewer approved this answer'],
  blocked: ['Not answered', 'outside what this assistant may answer'],
  no_answer: ['No answer found', 'the documents do not say enough'],
  failed: ['Failed', 'something went wrong on the server'],
};

const CERTAINTIES = { sure: 'Sure', likely: 'Likely', not_sure: 'Not sure: this is the nearest section' };

export function questionCard(text, onEdit) {
  return element('article', 'card question',
    element('h3', 'unseen', 'You asked'),
    element('p', 'question-text', text),
    button('Edit', 'quiet edit', onEdit, 'Edit this question'));
}

/** What the assistant is doing, in words; stages are named as in the receipt. */
const DOING = {
  guarding: 'Looking through the documents…',
  corrections: 'Looking through the documents…',
  records: 'Looking through the documents…',
  retrieval: 'Looking through the documents…',
  prompting: 'Writing…',
  generation: 'Writing…',
};

/** @returns {card, stage, sentence}: what the assistant is doing, and the checked sentences as they come */
export function thinkingCard() {
  const doing = element('span', '', DOING.retrieval);
  const status = element('p', 'doing', element('span', 'dots', element('i'), element('i'), element('i')), doing);
  status.setAttribute('role', 'status');
  const text = element('div', 'answer-text');
  text.setAttribute('aria-busy', 'true'); // read out once, when the answer is complete
  const card = element('article', 'card thinking', text, status);
  return {
    card,
    stage({ stage }) {
      const words = DOING[stage] ?? 'Checking…';
      if (doing.textContent !== words) doing.textContent = words;
    },
    sentence({ html }) {
      card.classList.add('growing');
      text.replaceChildren(answerText(html, n => element('span', 'cite', String(n))));
    },
  };
}

export function troubleCard(message, again) {
  const card = element('article', 'card trouble', element('p', '', message), button('Ask again', 'quiet', again));
  card.setAttribute('role', 'alert');
  return card;
}

/** @param actions what helps where there is no answer: {ask(text), edit(text), examples()} */
export function answerCard(question, answer, actions) {
  const sources = sourceList(isAnswer(answer) ? answer.sources : []);
  const cite = n => sources.open[n] && citation(n, answer.sources, sources.open[n]);
  const card = element('article', `card answer ${answer.outcome}`,
    element('h3', 'unseen', 'Answer'),
    outcomeLine(answer),
    element('div', 'answer-text', answerText(answer.html, cite)),
    isAnswer(answer) ? sources.element : closestPages(answer),
    choices(answer, actions.ask),
    element('footer', 'answer-foot',
      isAnswer(answer) ? null : tries(question, answer, actions),
      element('div', 'answer-feedback'), // stars and "Correct this" go here
      ...more(answer)));
  card.dataset.interaction = answer.interactionId;
  return card;
}

/** What few look for: "…" and what it opens. */
function more(answer) {
  const panel = element('div', 'more-panel',
    element('div', 'more-tools', copyButton(() => answer.answer, 'Copy answer')),
    receipt(answer));
  panel.id = `more-${answer.interactionId}`;
  panel.hidden = true;
  const toggle = button('…', 'quiet more', () => {
    panel.hidden = !panel.hidden;
    toggle.setAttribute('aria-expanded', String(!panel.hidden));
    if (!panel.hidden) panel.scrollIntoView({ block: 'nearest' });
  }, 'More about this answer');
  toggle.setAttribute('aria-expanded', 'false');
  toggle.setAttribute('aria-controls', panel.id);
  return [toggle, panel];
}

/** How sure an answer from the documents is, else what became of the question. */
function outcomeLine({ outcome, words, certainty }) {
  const sure = outcome === 'answered' && CERTAINTIES[certainty];
  const [title, detail] = sure ? [sure, ''] : OUTCOMES[outcome] ?? [outcome, ''];
  return element('p', 'outcome',
    element('strong', sure ? `badge ${certainty}` : 'badge', title),
    element('span', 'outcome-detail', detail),
    element('span', 'words', words === 1 ? '1 word' : `${words} words`));
}

/** The numbered sources; each opens its excerpt, and from there its document. */
function sourceList(sources) {
  const open = {};
  if (sources.length === 0) return { element: null, open };
  const items = sources.map(source => {
    const excerpt = element('div', 'source-excerpt', answerText(source.excerptHtml ?? ''));
    excerpt.dir = 'auto';
    const details = element('details', 'source',
      element('summary', '', element('span', 'source-number', String(source.number)), titleOf(source)),
      element('div', 'source-body',
        excerpt,
        element('p', 'source-uri', link(source.link ?? '', source.link ? 'Open where it stands' : ''), element('span', '', source.uri))));
    open[source.number] = details;
    return element('li', '', details);
  });
  const list = element('ol', 'sources', ...items);
  list.setAttribute('aria-label', 'Sources');
  return { element: list, open };
}

function citation(n, sources, details) {
  const title = sources.find(source => source.number === n)?.title ?? '';
  const made = button(String(n), 'cite', () => {
    details.open = true;
    details.querySelector('summary').focus({ preventScroll: true });
    details.scrollIntoView({ block: 'nearest' });
  }, `Source ${n}: ${title}`);
  made.title = title;
  return made;
}
