import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';

interface Node {
	name: string;
	parameters: Record<string, unknown>;
}

const { nodes } = JSON.parse(readFileSync(join(__dirname, '../../workflows/import-e-invoices.json'), 'utf8')) as { nodes: Node[] };

/** A parameter as n8n resolves it: a single expression gives its value, several become one text. */
function resolved(text: string, scope: Record<string, unknown>): unknown {
	const values: unknown[] = [];
	const filled = text.slice(1).replace(/\{\{([\s\S]*?)\}\}/g, (_, code: string) => {
		values.push(runInNewContext(`(${code})`, { ...scope }));
		return String(values.at(-1));
	});
	return /^=\{\{[^]*\}\}$/.test(text) && values.length === 1 ? values[0] : filled;
}

const parametersOf = (name: string): Record<string, unknown> => nodes.find((node) => node.name === name)?.parameters ?? {};

interface Item {
	number: string | null;
	outcome: string;
	message: string;
	subject?: string;
	total?: string | null;
	date?: string | null;
	reason?: string;
	details: { problems: Array<{ severity: string; message: string; column?: string; path?: string; value?: string }> };
}

const error = (message: string, more = {}) => ({ severity: 'error', message, ...more });
const item = (number: string | null, outcome: string, ...problems: Item['details']['problems']): Item => ({
	...{ number, outcome, message: '7', total: null, date: null, subject: 'Our invoices', reason: 'Not imported.' },
	details: { problems },
});

function answered(items: Item[]): { subject: string; text: string } {
	const scope = { $json: items[0], $: () => ({ all: () => items.map((json) => ({ json })) }) };
	const { subject, text } = parametersOf('Answer the sender') as { subject: string; text: string };
	return { subject: String(resolved(subject, scope)), text: String(resolved(text, scope)) };
}

describe('the answer to a sender', () => {
	test('has the invoices of his message only: refused ones with each reason, the others by number', () => {
		const { subject, text } = answered([
			item('A-1', 'refused', error('The total is wrong.', { column: 'BT-112', path: '/Invoice/x' }), error('No such order.', { path: 'po-number' })),
			item('A-2', 'imported'),
			item('A-3', 'needsBuyer', error('Unknown supplier.')),
			{ ...item('B-1', 'refused', error('Another one.')), message: '8' },
		]);
		expect(subject).toBe('Invoice A-1 could not be accepted');
		expect(text).toContain('"Our invoices"');
		expect(text).toContain('invoice A-1:\n- The total is wrong. [BT-112, /Invoice/x]\n- No such order.\n');
		expect(text).toContain('We have received A-2, A-3. Please do not send them again.');
		expect(text).toContain('In square brackets');
		expect(text).not.toMatch(/Another one|Unknown supplier/);
	});

	test('counts several, and says a reason without problems', () => {
		const { subject, text } = answered([item('A-1', 'refused'), item('A-2', 'refused')]);
		expect(subject).toBe('2 invoices could not be accepted');
		expect(text).toContain('invoice A-2:\n- Not imported.');
		expect(text).not.toContain('In square brackets');
	});

	test('names the file that could not be read, and an invoice without a number', () => {
		const file = item(null, 'refused', error('The file is not well-formed XML.', { value: 'a.xml' }));
		expect(answered([file])).toEqual({
			subject: 'No invoice could be read in your message',
			text: expect.stringContaining('We could not find an invoice that we can read in:\n- “a.xml”: The file is not well-formed XML.\n'),
		});
		expect(answered([file, item('A-1', 'imported')]).subject).toBe('A part of your message could not be read');
		const nameless = { ...item(null, 'refused', error('The number is missing.')), total: '5.00' };
		expect(answered([nameless])).toEqual({
			subject: 'Invoice without a number could not be accepted',
			text: expect.stringContaining('invoice without a number:\n- The number is missing.'),
		});
	});

	test('an invoice that Coupa has already is not called refused, and no address of Coupa is told', () => {
		const known = error('The same invoice is already in Coupa: same supplier (invoice 7, approved, https://acme.example/invoices/7).', {
			...{ code: 'duplicate', column: 'Invoice Number', path: 'invoice-number' },
		});
		const { subject, text } = answered([item('A-1', 'refused', known)]);
		expect(subject).toBe('We have received invoice A-1 before');
		expect(text).toContain('We have received A-1. Please do not send it again.');
		expect(text).not.toMatch(/could not|acme/);
		const reused = error('Number used before (invoice 7, approved, https://acme.example/invoices/7). Check it.', { column: 'Invoice Number' });
		expect(answered([item('A-2', 'refused', reused), item('A-1', 'refused', known)])).toEqual({
			subject: 'Invoice A-2 could not be accepted',
			text: expect.stringMatching(/invoice A-2:\n- Number used before\. Check it\.\n\nWe have received A-1\. /),
		});
	});

	test('stays readable however many invoices are in a message', () => {
		const { text } = answered(Array.from({ length: 5_000 }, (_, index) => item(`A-${index}`, index % 2 ? 'refused' : 'imported', error('Wrong.'))));
		expect(text.length).toBeLessThan(5_000);
		expect(text).toContain('2450 more invoices');
		expect(text).toContain('and 2450 more. Please');
	});
});

interface Conditions {
	conditions: { conditions: Array<{ leftValue: string }> };
}

const mail = (headers: Record<string, string | undefined>, from = 'ann@supplier.example', replyTo?: string) => ({
	headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), `${name}: ${value}`])),
	from: { value: [{ address: from }] },
	...(replyTo !== undefined && { replyTo: { value: [{ address: replyTo }] } }),
});
const pdf = { attachment_0: { mimeType: 'application/pdf' } };

function isRead(json: object, binary: object = pdf): boolean {
	const { conditions } = (parametersOf('Files to read?') as unknown as Conditions).conditions;
	return conditions.every(({ leftValue }) => resolved(leftValue, { $json: json, $binary: binary }) === true);
}

function mayBeAnswered(json: object): boolean {
	const { assignments } = (parametersOf('Who sent it') as { assignments: { assignments: Array<{ name: string; value: string }> } }).assignments;
	const { value = '' } = assignments.find(({ name }) => name === 'mayBeAnswered') ?? {};
	return resolved(value, { $: () => ({ item: { json } }) }) === true;
}

test('bounces, automatic replies and messages with pictures only are not read', () => {
	expect(isRead(mail({ 'Auto-Submitted': 'no' }))).toBe(true);
	expect(isRead(mail({ 'Auto-Submitted': 'auto-generated' }, 'no-reply@supplier.example'))).toBe(true);
	expect(isRead(mail({ Subject: 'Auto-Submitted: auto-replied' }))).toBe(true);
	for (const headers of [{ 'Auto-Submitted': 'Auto-Replied (vacation)' }, { 'X-Autoreply': 'yes' }, { 'Content-Type': 'multipart/report; boundary=x' }])
		expect(isRead(mail(headers))).toBe(false);
	expect(isRead(mail({}, 'MAILER-DAEMON@mx.example'))).toBe(false);
	for (const mimeType of ['image/png', 'text/calendar', 'application/pgp-signature', 'application/pkcs7-signature'])
		expect(isRead(mail({}), { attachment_0: { mimeType } })).toBe(false);
	expect(isRead(mail({}), { ...pdf, attachment_1: { mimeType: 'image/png' } })).toBe(true);
	expect(isRead({}, {})).toBe(false);
	expect(isRead({}, pdf)).toBe(true);
});

test('only people are answered, at the address that they name', () => {
	expect(mayBeAnswered(mail({ 'Auto-Submitted': 'no' }))).toBe(true);
	expect(mayBeAnswered(mail({}, 'no-reply@supplier.example', 'accounts@supplier.example'))).toBe(true);
	for (const from of ['invoices-noreply@x.example', 'do_not_reply@x.example', 'postmaster@x.example', 'bounce+1@x.example', 'nobody', ''])
		expect([from, mayBeAnswered(mail({}, from))]).toEqual([from, false]);
	for (const headers of [
		...[{ 'Auto-Submitted': 'auto-generated' }, { Precedence: 'bulk' }, { 'List-Id': '<a.example>' }],
		...[{ 'X-Auto-Response-Suppress': 'DR, All' }, { 'X-Auto-Response-Suppress': 'AutoReply' }],
	])
		expect([headers, mayBeAnswered(mail(headers))]).toEqual([headers, false]);
	expect(mayBeAnswered({})).toBe(false);
});
