// The form in which a better answer is written, with its word count while it is being written.
import { isAnswer } from './api.js';
import { element, button } from './dom.js';

let forms = 0;

/**
 * @param send takes the text; an error it throws is shown and nothing is lost
 * @param close takes the form away
 */
export function correctionForm(answer, maxWords, send, close) {
  const id = `correction-${++forms}`;
  const box = document.createElement('textarea');
  Object.assign(box, { id, rows: 5, value: isAnswer(answer) ? answer.answer : '' });
  const count = element('span', 'word-count');
  const trouble = element('p', 'form-trouble');
  trouble.setAttribute('role', 'alert');
  const submit = element('button', 'send-form', 'Propose');
  submit.type = 'submit';
  const label = element('label', '', 'What should the answer have been?');
  label.htmlFor = id;
  const form = element('form', 'correction', label, box, trouble,
    element('div', 'form-buttons', count, button('Cancel', 'quiet', close), submit));
  const show = () => {
    const words = wordCount(box.value);
    count.textContent = `${words} of ${maxWords} words`;
    count.classList.toggle('over', words > maxWords);
    submit.disabled = words === 0 || words > maxWords;
  };
  box.addEventListener('input', show);
  show();
  form.addEventListener('submit', async event => {
    event.preventDefault();
    submit.disabled = true;
    try {
      await send(box.value);
    } catch (error) {
      trouble.textContent = error.message;
      show();
    }
  });
  return form;
}

/** Words as the server counts them: a run with a letter or digit is one, and so is each ideograph, kana or Hangul syllable. */
export function wordCount(text) {
  const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\uAC00-\uD7A3]/gu;
  const alone = text.match(unspaced)?.length ?? 0;
  return alone + text.replace(unspaced, ' ').split(/\s+/u).filter(run => /[\p{L}\p{N}]/u.test(run)).length;
}
