// What stands in the conversation: questions, answers with all that is known about them, waiting, and trouble.
import { element, button, copyButton, link } from './dom.js';
import { markdown } from './markdown.js';
import { receipt } from './receipt.js';

const OUTCOMES = {
  answered: ['Answered', 'from the documents below'],
  corrected: ['Corrected', 'a reviewer approved this answer'],
  blocked: ['Not answered', 'outside what this assistant may answer'],
  no_answer: ['No answer found', 'the documents do not say enough'],
  failed: ['Failed', 'something went wrong on the server'],
};

export function questionCard(text, onEdit) {
  return element('article', 'card question',
    element('h3', 'unseen', 'You asked'),
    element('p', 'question-text', text),
    button('Edit', 'quiet edit', onEdit, 'Edit this question'));
}

export function thinkingCard() {
  const text = element('span', '', 'Looking in the documents');
  const card = element('article', 'card thinking', element('span', 'dots', element('i'), element('i'), element('i')), text);
  card.setAttribute('role', 'status');
  setTimeout(() => { text.textContent = 'Still at it: checking the answer against its sources'; }, 4000);
  return card;
}

export function troubleCard(message, again) {
  const card = element('article', 'card trouble', element('p', '', message), button('Ask again', 'quiet', again));
  card.setAttribute('role', 'alert');
  return card;
}

export function answerCard(answer) {
  const sources = sourceList(answer.sources);
  const cite = n => sources.open[n] && citation(n, answer.sources, sources.open[n]);
  const card = element('article', `card answer ${answer.outcome}`,
    element('h3', 'unseen', 'Answer'),
    outcomeLine(answer),
    element('div', 'answer-text', markdown(answer.answer, cite)),
    sources.element,
    element('footer', 'answer-foot',
      element('div', 'answer-feedback'), // thumbs, stars and "Correct this answer" go here
      element('div', 'answer-tools', copyButton(() => answer.answer, 'Copy answer'), receipt(answer))));
  card.dataset.interaction = answer.interactionId;
  return card;
}

function outcomeLine({ outcome, words, confidence, sources }) {
  const [title, detail] = OUTCOMES[outcome] ?? [outcome, ''];
  // A greeting is answered too, but from no document.
  const explained = outcome === 'answered' && sources.length === 0 ? '' : detail;
  const line = element('p', 'outcome', element('strong', 'badge', title), element('span', 'outcome-detail', explained));
  if (sources.length > 0) line.append(confidenceMeter(confidence));
  line.append(element('span', 'words', words === 1 ? '1 word' : `${words} words`));
  return line;
}

function confidenceMeter(confidence) {
  const percent = Math.round(confidence * 100);
  const meter = document.createElement('meter');
  Object.assign(meter, { min: 0, max: 100, low: 35, high: 65, optimum: 100, value: percent });
  meter.setAttribute('aria-hidden', 'true');
  const made = element('span', 'confidence', meter, `${percent} % confidence`);
  made.title = 'How well the sources support the answer';
  return made;
}

/** The numbered sources; each opens its excerpt. */
function sourceList(sources) {
  const open = {};
  if (sources.length === 0) return { element: null, open };
  const items = sources.map(source => {
    const details = element('details', 'source',
      element('summary', '',
        element('span', 'source-number', String(source.number)),
        element('span', 'source-title', source.title),
        element('span', 'source-similarity', `${Math.round(source.similarity * 100)} %`)),
      element('div', 'source-body',
        element('p', 'source-uri', link(source.uri, source.uri)),
        element('div', 'source-excerpt', markdown(source.excerpt))));
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
