// What people say about an answer: stars and a better answer; details where they look for more. Listens for answers; the chat does not
// know it. Where there is no answer, nothing is to be rated, but who knows the answer may propose it.
import { start, rate, correct, isAnswer } from './api.js';
import { element, button } from './dom.js';
import { correctionForm, openForm } from './correction.js';
import { starsOf, keepStars } from './kept.js';
import { decides, hears, proposed, watchProposals } from './proposals.js';

const DETAILS = [['accuracy', 'Accurate'], ['helpfulness', 'Helpful'], ['clarity', 'Clear']];
const STARS = [1, 2, 3, 4, 5];

const limits = start().catch(() => ({ maxWords: 100, proposer: '' }));

document.addEventListener('chat:answer', ({ detail: { answer, place, more } }) => {
  const { bar, note, form, further } = feedback(answer);
  const state = element('div', 'proposals');
  place.append(...[bar, note, form, state].filter(Boolean));
  watchProposals(answer.interactionId, state);
  if (bar && answer.askForDetails) bar.append(further); // it is their turn to be asked
  else more.prepend(further);
});

function feedback(answer) {
  const note = element('p', 'feedback-note');
  note.setAttribute('role', 'status');
  const form = element('div', 'feedback-form');
  const send = async said => {
    try {
      const stored = await rate(answer.interactionId, said);
      if (stored.offerCorrection && !form.hasChildNodes()) await open();
      note.textContent = 'Thanks, noted.';
      return true;
    } catch (error) {
      note.textContent = error.message;
      return false;
    }
  };
  const reveal = first => {
    form.querySelector(first).focus({ preventScroll: true });
    form.scrollIntoView({ block: 'nearest' });
  };
  let opener = null; // gets the focus back
  const close = () => {
    form.replaceChildren();
    (opener?.isConnected && opener.checkVisibility?.() !== false ? opener : null)?.focus({ preventScroll: true });
  };
  const open = async () => {
    opener = document.activeElement;
    const offer = await limits;
    note.textContent = '';
    form.replaceChildren(correctionForm(answer, offer.maxWords, decides(offer), async text => {
      await correct(answer.interactionId, text);
      close();
      note.textContent = `Thanks. An admin looks at your correction; once approved, it is the answer. ${hears(offer)}`;
      proposed(answer.interactionId);
    }, kept => {
      close();
      note.textContent = kept ? 'Not sent. What you wrote is kept, and there again when you come back to it.' : '';
    }));
    openForm(form.firstElementChild);
  };
  if (!isAnswer(answer)) return { note, form, further: button('Propose an answer', 'quiet', open) };
  const bar = element('div', 'feedback-bar', stars(answer, 'rating', 'Rate this answer', send), button('Correct this', 'quiet', open));
  const further = button('Rate in detail', 'quiet', () => {
    form.replaceChildren(detailsForm(answer, send, () => form.replaceChildren()));
    reveal('button');
  });
  return { bar, note, form, further };
}

function stars(answer, field, name, send) {
  const group = element('span', 'stars', ...STARS.map(value => button('★', 'star', async () => {
    if (!await send({ [field]: value })) return;
    keepStars(answer.interactionId, { [field]: value });
    show(value);
  }, `${value} of 5`)));
  const show = given => {
    for (const [index, star] of [...group.children].entries()) {
      star.classList.toggle('on', index < given);
      star.setAttribute('aria-pressed', String(index + 1 === given));
    }
  };
  show(starsOf(answer.interactionId)[field] ?? 0);
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', name);
  return group;
}

function detailsForm(answer, send, close) {
  const comment = textBox('What was good or bad about it?');
  const suggestion = textBox('What should the assistant do better?');
  const form = element('form', 'details',
    element('p', '', 'How was this answer, in a little more detail?'),
    ...DETAILS.map(([field, name]) => element('div', 'detail', element('span', '', name), stars(answer, field, name, send))),
    comment.field, suggestion.field,
    element('div', 'form-buttons', button('Not now', 'quiet', close), submit('Send')));
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const said = { feedbackText: comment.text(), suggestion: suggestion.text() };
    if (!said.feedbackText && !said.suggestion || await send(said)) close();
  });
  return form;
}

function textBox(label) {
  const box = document.createElement('textarea');
  box.rows = 2;
  box.maxLength = 4000;
  return { field: element('label', 'text-field', element('span', '', label), box), text: () => box.value.trim() || undefined };
}

function submit(label) {
  const made = element('button', 'send-form', label);
  made.type = 'submit';
  return made;
}
