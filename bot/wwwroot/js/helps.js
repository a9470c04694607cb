// What helps where there is no answer: the closest pages, the question for another try, and questions that the documents answer.
import { element, button, link } from './dom.js';

/** Pages that the answer was looked for in, one click away. */
export function closestPages({ outcome, sources }) {
  if (outcome !== 'no_answer' || sources.length === 0) return null;
  return list('closest', 'Closest pages', sources.map(source => link(source.link ?? '', titleOf(source))));
}

/** Questions that lead on from an answer, a button each; what is asked stands in its title. */
export function choices(answer, ask) {
  if (!answer.choices?.length) return null;
  return list('choices', 'Or ask', answer.choices.map(({ label, question }) => {
    const made = button(label, 'quiet example', () => ask(question));
    made.title = question;
    return made;
  }));
}

/** @param actions {ask(text), edit(text), examples(): Promise of questions} */
export function tries(question, { outcome, choices }, { ask, edit, examples }) {
  const made = list('tries', 'Try next', [button('Ask differently', 'quiet', () => edit(question))]);
  if (outcome === 'failed') made.prepend(element('li', '', button('Ask again', 'quiet', () => ask(question))));
  else if (!choices) examples().then(found => {
    const others = found.filter(text => text !== question).slice(0, 2);
    made.append(...others.map(text => element('li', '', button(text, 'quiet example', () => ask(text)))));
  });
  return made;
}

function list(className, name, nodes) {
  const made = element('ul', className, ...nodes.map(node => element('li', '', node)));
  made.setAttribute('aria-label', name);
  return made;
}

export function titleOf(source) {
  const made = element('bdi', 'source-title', source.title || source.uri);
  made.dir = 'auto';
  return made;
}
