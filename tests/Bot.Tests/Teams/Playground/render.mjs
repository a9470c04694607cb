// Parses and renders cards with the reference renderer in a real browser, in light and dark; any warning or error fails.
// node render.mjs NODE_MODULES_PARENT CHROMIUM CARDS.json PICTURES   (CARDS.json: {"name": card, …})
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const [modules, chromiumPath, cardsFile, pictures] = process.argv.slice(2);
const { chromium } = createRequire(path.join(modules, 'index.js'))('playwright-core');
const cards = JSON.parse(readFileSync(cardsFile, 'utf8'));
const colours = (text, subtle, accent, good, attention, warning) => {
  const pair = c => ({ default: c, subtle: c });
  return { default: { default: text, subtle }, accent: pair(accent), good: pair(good), attention: pair(attention), warning: pair(warning) };
};
const theme = (dark) => {
  const fg = dark ? colours('#ffffff', '#c8c8c8', '#9ea2ff', '#92c353', '#f9526b', '#ffb900') : colours('#242424', '#616161', '#5b5fc7', '#237b4b', '#c4314b', '#8f5a00');
  const style = (background) => ({ backgroundColor: background, borderColor: dark ? '#525252' : '#d1d1d1', foregroundColors: fg });
  return {
    fontFamily: 'Segoe UI, Helvetica, sans-serif', supportsInteractivity: true, actions: { maxActions: 6 },
    containerStyles: {
      default: style(dark ? '#2d2c2c' : '#ffffff'), emphasis: style(dark ? '#1f1f1f' : '#f5f5f5'), good: style(dark ? '#1e3a24' : '#e7f2da'),
      attention: style(dark ? '#4a1f26' : '#fcf4f6'), warning: style(dark ? '#463a12' : '#fbf6d9'), accent: style(dark ? '#2b2b52' : '#e8ebfa'),
    },
  };
};

const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 560, height: 900 } });
const faults = [];
page.on('pageerror', fault => faults.push(`page: ${fault}`));
await page.setContent('<!doctype html><style>a { color: #7f85f5 } .ac-richTextBlock { overflow-wrap: anywhere }</style><body style="margin:16px"></body>');
await page.addScriptTag({ path: path.join(modules, 'node_modules', 'adaptivecards', 'dist', 'adaptivecards.min.js') });
for (const [name, card] of Object.entries(cards))
  for (const dark of [false, true]) {
    const found = await page.evaluate(({ card, config, dark }) => {
      document.body.replaceChildren();
      document.body.style.background = dark ? '#1f1f1f' : '#f0f0f0';
      const view = new AdaptiveCards.AdaptiveCard();
      view.hostConfig = new AdaptiveCards.HostConfig(config);
      AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => { result.outputHtml = text.replace(/\\(.)/g, '$1').replace(/\*\*(.+?)\*\*/g, '<b>$1</b>').replace(/\[([^\]]+)\]\((https?:[^)]+)\)/g, '<a href="$2">$1</a>'); result.didProcess = true; };
      const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5);
      view.parse(card, context);
      const messages = [];
      for (let i = 0; i < context.eventCount; i++)
        messages.push(context.getEventAt(i).message);
      messages.push(...view.validateProperties().validationEvents.map(event => event.message));
      document.body.append(view.render());
      if (document.body.scrollWidth > document.body.clientWidth + 32)
        messages.push(`wider than the client: ${document.body.scrollWidth}`);
      return messages;
    }, { card, config: theme(dark), dark });
    faults.push(...found.map(message => `${name}: ${message}`));
    await page.screenshot({ path: path.join(pictures, `${name}-${dark ? 'dark' : 'light'}.png`), fullPage: true });
  }
await browser.close();
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exitCode = 1;
} else {
  console.log(`rendered ${Object.keys(cards).length} cards`);
}
