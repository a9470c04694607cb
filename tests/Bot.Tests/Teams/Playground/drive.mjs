// Drives Microsoft's local Teams client in a real browser: welcome, ask, rate, correct, approve, and a mention in a channel.
// node drive.mjs NODE_MODULES_PARENT CHROMIUM PLAYGROUND_URL PICTURES
import { createRequire } from 'node:module';
import path from 'node:path';

const [modules, chromiumPath, url, pictures] = process.argv.slice(2);
const { chromium } = createRequire(path.join(modules, 'index.js'))('playwright-core');
const right = 'Run git reset --soft HEAD~1: the commit goes, its changes stay staged.';
const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1500, height: 1300 } });
page.setDefaultTimeout(45000);

let step = 0;
const picture = name => page.screenshot({ path: path.join(pictures, `${++step}-${name}.png`) });
const settled = () => page.waitForTimeout(700); // the client animates; the picture is of what it comes to
const button = (name, nth = 'last') => page.getByRole('button', { name, exact: true })[nth]();
const more = async title => {
  await page.locator('button, [role=button]').filter({ hasText: /^(\.\.\.|…)$/ }).last().click();
  await page.getByText(title, { exact: true }).last().click();
};
const say = async text => {
  await page.getByRole('textbox').first().click();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
};

try {
  await page.goto(url);
  await page.getByText('For example:').waitFor();
  await settled();
  await picture('welcome');

  // The admins' conversation gets to know the bot.
  await page.getByText('Group Chat', { exact: true }).first().click();
  await page.getByText('For example:').waitFor();

  await page.getByText('Personal Chat', { exact: true }).first().click();
  await say('How do I undo the last commit in Git?');
  await button('Correct this').waitFor();
  await settled();
  await picture('answer');

  await page.getByRole('button', { name: '4 of 5 stars' }).last().click();
  await page.getByText('You gave 4 of 5 stars').waitFor();
  await settled();
  await picture('rated');

  await more('Why this answer?');
  await page.getByText('Answered from the documents').last().waitFor();
  await settled();
  await picture('why');
  await button('Close').click();
  await button('Correct this').waitFor();

  await button('Correct this').click();
  const field = page.getByRole('textbox', { name: /right answer/ }).last();
  await field.fill(Array(101).fill('word').join(' '));
  await button('Send to the admins').click();
  await page.getByText('this has 101').waitFor();
  await settled();
  await picture('correction-too-long');
  await page.getByRole('textbox', { name: /right answer/ }).last().fill(right);
  await button('Send to the admins').click();
  await page.getByText('An admin will look at your correction').waitFor();
  await settled();
  await picture('correction-sent');

  await page.getByText('Group Chat', { exact: true }).first().click();
  await page.getByText('A correction waits for your decision').last().waitFor();
  await settled();
  await picture('review-for-everybody');
  await button('Decide').click();
  await button('Approve').waitFor();
  await settled();
  await picture('review-for-admins');
  await button('Approve').click();
  await page.getByText('Approved by Alex Wilber').last().waitFor();
  await settled();
  await picture('review-decided');

  await page.getByText('Personal Chat', { exact: true }).first().click();
  await page.getByText('Corrected by Alex Wilber').last().waitFor();
  await settled();
  await picture('corrected-in-place');
  await say('How do I undo the last commit in Git?');
  await page.getByText('Approved by an admin').last().waitFor();
  await settled();
  await picture('answered-by-the-correction');

  await say('Who won the football match yesterday evening?');
  await button('Ask differently').waitFor();
  await settled();
  await picture('no-answer');
  await button('Ask differently').click();
  await page.getByRole('textbox', { name: /other words/ }).last().fill('How do I create a tag?');
  await button('Ask').click();
  await page.getByText('You asked: How do I create a tag?').last().waitFor();
  await button('Correct this').waitFor();
  await settled();
  await picture('asked-differently');

  await page.getByText('General', { exact: true }).first().click();
  await settled();
  await picture('channel');
  await page.getByRole('textbox').first().click();
  await page.keyboard.type('@');
  await page.getByRole('menuitem', { name: 'Test Bot' }).click();
  await page.keyboard.type(' How do I create a tag?');
  await settled();
  await picture('channel-mention');
  await button('Post', 'first').click();
  await button('Correct this').waitFor();
  await settled();
  await picture('channel-answer');
  console.log('done');
} catch (fault) {
  await picture('failed');
  console.error(fault);
  process.exitCode = 1;
} finally {
  await browser.close();
}
