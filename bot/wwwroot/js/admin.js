// The admin pages work without this: it counts words while an answer is edited, and keeps the theme of the chat.
import { wordCount } from './words.js';
import './theme.js';

for (const box of document.querySelectorAll('textarea[data-words]')) {
  const most = Number(box.dataset.words);
  const count = box.form.querySelector('.word-count');
  const approve = box.form.querySelector('button[value="approve"]');
  const show = () => {
    const words = wordCount(box.value);
    count.textContent = `${words} of ${most} words`;
    count.classList.toggle('over', words > most);
    if (approve) approve.disabled = words === 0 || words > most;
  };
  box.addEventListener('input', show);
  show();
}
