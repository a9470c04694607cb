// Light or dark: as the system says, until the person says otherwise.
const KEY = 'chatbot.theme';
const root = document.documentElement;

try {
  const chosen = localStorage.getItem(KEY);
  if (chosen) root.dataset.theme = chosen;
} catch {
  // Storage is switched off: the system's choice counts.
}

export function toggleTheme() {
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  try {
    localStorage.setItem(KEY, root.dataset.theme);
  } catch {
    // Storage is switched off: the choice lives as long as the page.
  }
}
