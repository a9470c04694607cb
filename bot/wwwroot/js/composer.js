// The question box: Enter sends, Shift+Enter breaks the line, Up brings back the last question, Escape clears or stops.

/** @param actions {send(text), stop(), last()} */
export function composer(form, box, button, actions) {
  let busy = false;

  const fit = () => {
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight}px`;
    button.disabled = !busy && box.value.trim() === '';
  };
  const set = text => {
    box.value = text;
    fit();
    box.focus();
    box.setSelectionRange(text.length, text.length);
  };

  form.addEventListener('submit', event => {
    event.preventDefault();
    if (busy) return actions.stop();
    const text = box.value.trim();
    if (text === '') return;
    set('');
    actions.send(text);
  });
  box.addEventListener('input', fit);
  box.addEventListener('keydown', event => {
    if (event.isComposing) return; // an input method is still choosing letters
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      if (!busy) form.requestSubmit();
    } else if (event.key === 'ArrowUp' && box.value === '') {
      event.preventDefault();
      set(actions.last());
    } else if (event.key === 'Escape') {
      busy ? actions.stop() : set('');
    }
  });
  fit();

  return {
    edit: set,
    focus: () => box.focus({ preventScroll: true }),
    waiting(on) {
      busy = on;
      button.textContent = on ? '■' : '↑';
      button.setAttribute('aria-label', on ? 'Stop' : 'Send');
      fit();
    },
  };
}
