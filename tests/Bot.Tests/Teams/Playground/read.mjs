// What the reference renderer shows of each card, as text; any warning or error fails.
// node read.mjs NODE_MODULES_PARENT CHROMIUM CARDS.json TEXTS.json   (CARDS.json: [card, …], TEXTS.json: [text, …])
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const [modules, chromiumPath, cardsFile, textsFile] = process.argv.slice(2);
const { chromium } = createRequire(path.join(modules, 'index.js'))('playwright-core');
const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
const page = await browser.newPage();
await page.addScriptTag({ path: path.join(modules, 'node_modules', 'adaptivecards', 'dist', 'adaptivecards.min.js') });
const { texts, faults } = await page.evaluate(cards => {
  const faults = [];
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => { faults.push(`read as Markdown: ${text}`); result.didProcess = false; };
  const texts = cards.map((card, index) => {
    const view = new AdaptiveCards.AdaptiveCard();
    const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5);
    view.parse(card, context);
    for (let i = 0; i < context.eventCount; i++)
      faults.push(`${index}: ${context.getEventAt(i).message}`);
    faults.push(...view.validateProperties().validationEvents.map(event => `${index}: ${event.message}`));
    document.body.replaceChildren(view.render());
    return document.body.innerText;
  });
  return { texts, faults };
}, JSON.parse(readFileSync(cardsFile, 'utf8')));
await browser.close();
writeFileSync(textsFile, JSON.stringify(texts));
if (faults.length > 0) {
  console.error(faults.slice(0, 50).join('\n'));
  process.exitCode = 1;
} else {
  console.log(`read ${texts.length} cards`);
}
