/**
 * The sandbox page in headless Chromium, on a desktop and on a phone, as a visitor uses it: by mouse, by keyboard, and with a hostile
 * name. Prints `N passed, M failed` and exits 1 on a failure; without a Chromium it says that it was skipped. CHROMIUM names another
 * browser, `--shots FOLDER` keeps a picture of each page.
 */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';

import { textAt } from '../../lib/core';
import { pageImage, plainInvoice } from '../../tools/sandbox/scan-one';
import { PageRig } from '../tools/sandbox/page/support';
import { focusFaults, isPageShown, pageFaults, withChecks } from './page-checks';

const CHROMIUM =
	process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync) ?? '';
const SIZES = { desktop: { width: 1280, height: 900 }, phone: { width: 375, height: 720 } };
const { values: options } = parseArgs({ options: { shots: { type: 'string' } } });

interface Scene {
	rig: PageRig;
	page: Page;
	shot: (name: string) => Promise<void>;
}

type Check = [what: string, run: (scene: Scene) => Promise<void>];

function same(actual: unknown, expected: unknown, what: string): void {
	if (JSON.stringify(actual) !== JSON.stringify(expected))
		throw new Error(`${what}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`);
}

const CHECKS: Check[] = [
	['a scan is uploaded, kept while a mistake is mended, and seen to arrive and move', scanned],
	['a fax is seen before it is sent', faxed],
	['an online entry is made with the keyboard alone', entered],
	['an invoice is seen with its page, approved and voided; another one is disputed', decided],
	['a supplier and an order are changed, and what the sync sends shows up', changed],
	['every page fits its screen, has contrast, and shows where the focus is', looked],
	['a hostile name stays a name', escaped],
];

async function scanned({ rig, page, shot }: Scene): Promise<void> {
	await page.goto(rig.page.url);
	await shot('start-empty');
	await page.getByRole('link', { name: 'Scan upload' }).click();
	await shot('scan');
	const buffer = await pageImage(plainInvoice('SC-1', { image: { fileName: 'a.png', kind: 'png' } }));
	await page.getByLabel('Page', { exact: true }).setInputFiles({ name: 'my <scan>.png', mimeType: 'image/png', buffer });
	await page.getByLabel('Invoice number').fill('');
	await page.getByRole('button', { name: 'Send the scan' }).click();
	await page.getByRole('alert').waitFor();
	same(await page.evaluate('document.activeElement.id'), 'faults', 'What is wrong has the focus');
	same(await page.locator('#number-fault').innerText(), 'Give the number of the invoice.', 'Beside the number');
	await page.getByRole('img', { name: 'The page as it will be sent' }).waitFor();
	await shot('scan-mistake');
	await page.getByRole('link', { name: 'Give the number of the invoice.' }).click();
	await page.getByLabel('Invoice number').fill('SC-1');
	await page.getByRole('button', { name: 'Send the scan' }).click();
	await page.getByText('It waits until n8n looks into the lock-box').waitFor();
	await shot('package-incoming');
	const [delivered] = await rig.delivered();
	same(delivered?.files.get('SC-1.png')?.equals(buffer), true, 'The page in the package');
	// n8n's part: the page shows each move by itself.
	const name = delivered?.name ?? '';
	await rig.move(name, '', 'Processing');
	await page.locator('[aria-current=step]', { hasText: 'Processing' }).waitFor({ timeout: 6_000 });
	same((await page.getByRole('status').innerText()).includes('n8n has claimed it'), true, 'The move is announced');
	await rig.move(name, 'Processing', 'Archive');
	await page.locator('[aria-current=step]', { hasText: 'Archive' }).waitFor({ timeout: 6_000 });
	await shot('package-archive');
}

async function faxed({ rig, page, shot }: Scene): Promise<void> {
	await page.goto(`${rig.page.url}/send/fax`);
	await page.getByRole('img', { name: 'The page as it will be sent' }).waitFor();
	same(await isPageShown(page), true, 'The fax is shown');
	await page.getByLabel('Invoice total').fill('1.00');
	await shot('fax');
	await page.getByRole('button', { name: 'Send the fax' }).click();
	await page.getByText('It waits until n8n looks').waitFor();
	same((await rig.incoming()).filter((name) => name.startsWith('fax-')).length, 1, 'Faxes in the lock-box');
}

async function entered({ rig, page, shot }: Scene): Promise<void> {
	await page.goto(`${rig.page.url}/send/entry`);
	await page.getByLabel('What it is for').selectOption('order:70350');
	await page.getByRole('button', { name: 'Show its lines' }).press('Enter');
	await page.getByRole('heading', { name: 'Line 2: 治具 Jig' }).waitFor();
	await shot('entry');
	await page.getByLabel('Price of line 2').fill('nothing');
	// Enter in a field sends the form; it does not show lines.
	await page.getByLabel('Price of line 2').press('Enter');
	await page.locator('#line-2-price-fault').waitFor();
	same(await page.getByLabel('Price of line 2').inputValue(), 'nothing', 'What was typed');
	await shot('entry-mistake');
	await page.getByLabel('Price of line 2').fill('45000');
	await page.getByLabel('Price of line 2').press('Enter');
	await page.getByText('It waits until n8n looks').waitFor();
}

async function decided({ rig, page, shot }: Scene): Promise<void> {
	const [first, second] = [await rig.imported('DEC-1', 'pdf'), await rig.imported('DEC-2', 'tiff')];
	await page.goto(rig.page.url);
	await page.getByRole('link', { name: 'DEC-1' }).click();
	await page.getByRole('heading', { name: 'Invoice DEC-1' }).waitFor();
	const sheet = await page.request.get(rig.page.url + ((await page.locator('iframe').getAttribute('src')) ?? ''));
	same([sheet.headers()['content-type'], (await sheet.body()).subarray(0, 5).toString()], ['application/pdf', '%PDF-'], 'The page');
	await shot('invoice');
	await page.getByRole('button', { name: 'Approve' }).click();
	await page.locator('#state', { hasText: 'Status: Approved' }).waitFor();
	await page.getByRole('button', { name: 'Void' }).click();
	await page.locator('#state', { hasText: 'Status: Voided' }).waitFor();
	same(status(rig, first), 'voided', 'In Coupa');
	await page.goto(`${rig.page.url}/invoices/${second}`);
	await page.getByRole('img', { name: 'The page of invoice DEC-2' }).waitFor();
	same(await isPageShown(page), true, 'The TIFF is shown');
	await page.getByLabel('Reason').selectOption({ label: 'The quantity is wrong' });
	await page.getByLabel('Comment (optional)').fill('Five short');
	// Somebody else changes it meanwhile: what was typed stays.
	const before = rig.coupa.rows('invoices').find(({ id }) => id === second) ?? {};
	rig.coupa.put('invoices', { ...before, status: 'on_hold' });
	await page.getByRole('status').filter({ hasText: 'On Hold' }).waitFor({ state: 'attached', timeout: 6_000 });
	same(await page.getByLabel('Comment (optional)').inputValue(), 'Five short', 'What was typed');
	await page.getByRole('button', { name: 'Dispute' }).click();
	await page.locator('#state', { hasText: 'Status: Disputed' }).waitFor();
	await page.getByText('Comment: Disputed: Five short').waitFor();
	await shot('invoice-disputed');
	same(status(rig, second), 'disputed', 'In Coupa');
}

async function changed({ rig, page, shot }: Scene): Promise<void> {
	await page.goto(`${rig.page.url}/suppliers`);
	await shot('suppliers');
	await page.getByRole('link', { name: 'Northbrook Fasteners' }).click();
	await page.getByLabel('Name').fill('Northbrook & Sons');
	await page.getByLabel('Payment terms').selectOption('NET60');
	await page.getByRole('button', { name: 'Save in Coupa' }).click();
	await page.getByRole('heading', { name: 'Northbrook & Sons' }).waitFor();
	const folder = join(rig.root, 'Outgoing', 'Suppliers');
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, 'suppliers_1.csv'), 'Number,Name,Payment Terms\nV-20011,Northbrook & Sons,NET60\n');
	await page.getByRole('link', { name: 'suppliers_1.csv' }).waitFor({ timeout: 6_000 });
	await shot('supplier');
	await page.getByRole('link', { name: 'suppliers_1.csv' }).click();
	await page.getByRole('cell', { name: 'Northbrook & Sons' }).waitFor();
	await shot('outgoing-file');
	await page.goto(`${rig.page.url}/orders/70316`);
	await page.getByLabel('Price of line 1').fill('0.09');
	await page.getByRole('button', { name: 'Save in Coupa' }).click();
	await page.waitForURL('**/orders/70316');
	same(await page.getByLabel('Price of line 1').inputValue(), '0.09', 'The price');
	await shot('order');
}

async function looked({ rig, page, shot }: Scene): Promise<void> {
	const own = rig.coupa.rows('invoices').map(({ id }) => `/invoices/${String(id)}`);
	const paths = [
		'/',
		'/send/scan',
		'/send/fax',
		'/send/entry?from=supplier:V-20015',
		'/suppliers',
		'/suppliers/5504',
		'/orders',
		'/orders/70350',
	];
	for (const path of [...paths, '/outgoing', ...own]) {
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme });
			await page.goto(rig.page.url + path);
			same(await pageFaults(page), [], `${path} (${colorScheme})`);
		}
		same(await focusFaults(page), [], path);
	}
	await page.goto(rig.page.url);
	await shot('start-dark');
	await page.emulateMedia({ colorScheme: 'light' });
	await page.goto(rig.page.url);
	await shot('start');
}

async function escaped({ rig, page }: Scene): Promise<void> {
	const name = '"><img src=x onerror="document.title=1"><script>document.title=2</script>';
	const supplier = rig.coupa.rows('suppliers').find(({ id }) => id === 5503) ?? {};
	rig.coupa.put('suppliers', { ...supplier, name, 'display-name': name, number: name });
	invoice(rig, 9, name);
	const file = `${name.replaceAll('/', '-')}.zip`;
	await writeFile(join(rig.root, 'Incoming', 'Invoices', file), 'no package');
	for (const path of [`/packages/${encodeURIComponent(file)}`, '/', '/suppliers', '/suppliers/5503', '/invoices/9', '/send/entry']) {
		await page.goto(rig.page.url + path);
		same(await page.locator('img[src=x], main script').count(), 0, `${path}: markup of others`);
		same(/^\d$/.test(await page.title()), false, `${path}: a script of others ran`);
	}
	await page.goto(`${rig.page.url}/suppliers/5503`);
	same(await page.getByLabel('Name').inputValue(), name, 'The name');
}

/** An invoice in approval, with a page. */
function invoice(rig: PageRig, id: number, number: string): void {
	const supplier = { id: 5502, number: 'V-20011', name: 'Northbrook Fasteners' };
	const line = { id: id * 10, 'line-num': 1, description: 'Assorted screws', quantity: '4.0', price: '12.50' };
	const facts = { 'invoice-date': '2026-05-04T00:00:00-07:00', 'gross-total': '50.00', currency: { code: 'USD' }, 'invoice-lines': [line] };
	rig.coupa.put('invoices', { id, 'invoice-number': number, status: 'pending_approval', supplier, ...facts });
}

function status(rig: PageRig, id: number): string | undefined {
	return textAt(
		rig.coupa.rows('invoices').find((record) => record.id === id),
		'status',
	);
}

async function runOn(browser: Browser, size: keyof typeof SIZES): Promise<{ passed: number; failed: number }> {
	let [passed, failed] = [0, 0];
	const rig = await PageRig.start();
	const page = await browser.newPage({ viewport: SIZES[size] });
	page.setDefaultTimeout(10_000);
	await withChecks(page);
	const errors: string[] = [];
	page.on('pageerror', (error) => errors.push(error.message));
	page.on('console', (message) => message.type() === 'error' && !message.text().includes('422') && errors.push(message.text()));
	const shot = async (name: string): Promise<void> => {
		if (options.shots) await page.screenshot({ path: join(options.shots, `${size}-${name}.png`), fullPage: true });
	};
	for (const [what, run] of CHECKS) {
		errors.length = 0;
		try {
			await run({ rig, page, shot });
			same(errors, [], 'Errors of the page');
			passed++;
			console.log(`ok     ${size}: ${what}`);
		} catch (error) {
			failed++;
			console.log(`FAILED ${size}: ${what}\n       ${error instanceof Error ? error.message : String(error)}`);
		}
	}
	await page.close();
	await rig.stop();
	return { passed, failed };
}

async function main(): Promise<number> {
	if (!existsSync(CHROMIUM)) {
		console.log('skipped: the sandbox page in a browser, because there is no Chromium (CHROMIUM names one)');
		return 0;
	}
	if (options.shots) await mkdir(options.shots, { recursive: true });
	const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
	try {
		const [desktop, phone] = [await runOn(browser, 'desktop'), await runOn(browser, 'phone')];
		console.log(`${desktop.passed + phone.passed} passed, ${desktop.failed + phone.failed} failed`);
		return desktop.failed + phone.failed > 0 ? 1 : 0;
	} finally {
		await browser.close();
	}
}

main().then(
	(code) => process.exit(code),
	(error: unknown) => {
		console.error(error);
		process.exit(1);
	},
);
