// The form in which a better answer is written: it opens where it can be read and sent, says while it is written what is still wrong with
// it, and loses nothing when it is closed.
import { isAnswer } from './api.js';
import { element, button } from './dom.js';
import { draftOf, keepDraft } from './kept.js';
import { wordCount } from './words.js';

const MOST_LETTERS = 4000; // as the server takes
const LABEL = /\s+\[(\d{1,2})\]|(?<=[.!?:;,)\]])\[(\d{1,2})\]/g;

let forms = 0;

/**
 * @param decides a sentence: who decides about it, and how one hears of that
 * @param send takes the text; an error it throws is shown and nothing is lost
 * @param close takes the form away; told whether a draft was kept
 */
export function correctionForm(answer, maxWords, decides, send, close) {
  const id = `correction-${++forms}`;
  const given = isAnswer(answer) ? withoutLabels(answer) : '';
  const box = document.createElement('textarea');
  Object.assign(box, { id, rows: 5, value: draftOf(answer.interactionId) ?? given });
  const count = element('span', 'word-count');
  const why = element('p', 'form-why');
  why.id = `${id}-why`;
  why.setAttribute('role', 'status');
  const who = element('p', 'who-decides', decides);
  who.id = `${id}-who`;
  const submit = element('button', 'send-form', 'Propose');
  submit.type = 'submit';
  const label = element('label', '', 'What should the answer have been?');
  label.htmlFor = id;
  box.setAttribute('aria-describedby', `${why.id} ${who.id}`);
  const leave = () => {
    const kept = box.value.trim() !== '' && box.value !== given;
    keepDraft(answer.interactionId, kept ? box.value : null);
    close(kept);
  };
  const form = element('form', 'correction', label, box, why, who,
    element('div', 'form-buttons', count, button('Cancel', 'quiet', leave), submit));
  let touched = box.value !== given;
  let sending = false;

  const say = text => { if (why.textContent !== text) why.textContent = text; }; // read out when it changes, not at every letter
  const show = () => {
    const words = wordCount(box.value);
    count.textContent = `${words} of ${maxWords} words`;
    count.classList.toggle('over', words > maxWords);
    const trouble = fault(box.value, words);
    box.setAttribute('aria-invalid', String(touched && trouble !== null));
    submit.disabled = sending || trouble !== null;
    why.classList.toggle('form-trouble', touched); // before anything is written it is a hint
    say(trouble ?? '');
  };
  const fault = (text, words) =>
    words === 0 ? 'Write the answer as it should have been.'
      : words > maxWords ? `${many(words - maxWords, 'word')} too many to be sent: no answer here has more than ${maxWords}.`
      : text.length > MOST_LETTERS ? `${many(text.length - MOST_LETTERS, 'letter')} too many to be sent.`
      : text === given ? 'This is the answer as it was given: change what is wrong in it.'
      : null;

  box.addEventListener('input', () => {
    touched = true;
    keepDraft(answer.interactionId, box.value === given ? null : box.value);
    show();
  });
  form.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || event.isComposing) return;
    event.stopPropagation();
    leave();
  });
  form.addEventListener('submit', async event => {
    event.preventDefault();
    sending = true;
    show();
    try {
      await send(box.value);
      keepDraft(answer.interactionId, null);
    } catch (error) {
      sending = false;
      show();
      say(error.message);
    }
  });
  show();
  return form;
}

/** Brings the whole form into view, its text at the beginning and ready to be changed; the answer stays above it. */
export function openForm(form) {
  const box = form.querySelector('textarea');
  box.focus({ preventScroll: true });
  box.setSelectionRange(0, 0);
  box.scrollTop = 0;
  const reveal = () => form.isConnected && form.scrollIntoView({ block: 'nearest' });
  reveal();
  // A phone's keyboard comes up now and takes half of the view.
  window.visualViewport?.addEventListener('resize', reveal, { once: true });
}

/** The numbers of sources belong to the answer that was given: what somebody writes has none. */
const withoutLabels = ({ answer, sources }) =>
  answer.replace(LABEL, (label, spaced, bare) => Number(spaced ?? bare) <= sources.length ? '' : label);

const many = (count, one) => `${count} ${count === 1 ? one : `${one}s`}`;
