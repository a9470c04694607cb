// Elements without markup: text is always text, never HTML. What the server wrote is read in one place, here.

/** element('p', 'note', 'text', child, …) */
export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children.filter(child => child !== null && child !== undefined && child !== ''));
  return made;
}

export function button(label, className, onClick, accessibleName) {
  const made = element('button', className, label);
  made.type = 'button';
  if (accessibleName) made.setAttribute('aria-label', accessibleName);
  made.addEventListener('click', onClick);
  return made;
}

/** What the server wrote as HTML, a fixed set of elements with everything escaped, as nodes: the only HTML that is ever read. */
export function written(html) {
  const made = document.createElement('template');
  made.innerHTML = html;
  return made.content;
}

/** A link where the address is one that a click may follow (a web page, a path of ours), else plain text. */
export function link(address, ...children) {
  if (!/^(https?:\/\/|\/(?![/\\]))/i.test(address)) return element('span', '', ...children);
  const made = element('a', '', ...children);
  made.href = address;
  made.target = '_blank';
  made.rel = 'noopener noreferrer';
  return made;
}

/** A button that copies what text() gives, and says so. */
export function copyButton(text, label = 'Copy') {
  const made = button(label, 'quiet copy', async () => {
    try {
      await navigator.clipboard.writeText(text());
      made.textContent = 'Copied';
    } catch {
      made.textContent = 'Select and copy by hand';
    }
    setTimeout(() => { made.textContent = label; }, 1600);
  });
  return made;
}
