/*
 * The template import-e-invoices.json in a real n8n, with a mailbox over IMAP and a mail server over SMTP: what gets into Coupa, who is
 * answered with which words, what AP hears. Prints `N passed, N failed` at the end.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { N8nApi } from '../../tools/harness/host/api';
import { installCommunityPackage, packPackage } from '../../tools/harness/host/community-package';
import { installN8n } from '../../tools/harness/host/install';
import { type N8nServer, startN8n } from '../../tools/harness/host/server';
import type { WorkflowFile } from '../../tools/harness/host/workflow-file';
import { PROJECT } from '../../tools/harness/project';
import { CLIENT, startCoupa } from '../../tools/harness/engine/coupa';
import type { CoupaSandbox } from '../../tools/sandbox/coupa';
import { type CoupaRecord, textAt } from '../../lib/core';
import { check, conclude } from './checks';
import { delivery, goodMessage, newSupplierMessage, refusedMessage } from './mail/messages';
import { type Mailbox, MAILBOX_USER, type Outbox, type SentMail, startMailbox, startOutbox } from './mail/servers';

const OWNER = { email: 'ap.analyst@example.com', firstName: 'Ana', lastName: 'Lyst', password: 'Lockbox-2026' };
const AP = 'ap@example.com';
const IN_COUPA = [
	'1/2026 | draft | 1-2026.pdf | IT01234567890_00001.xml',
	'UBL-1 | draft | UBL-1.pdf | UBL-1.xml',
	'FX-1 | draft | Rechnung FX-1.pdf | factur-x.xml',
	'PAIR-1 | draft | PAIR-1.pdf | a.xml',
	'LOGO-1 | draft | LOGO-1.pdf | LOGO-1.xml | image001.png',
	'LOGO-2 | draft | LOGO-2.pdf | c.xml',
	'LOGO-3 | draft | LOGO-3.pdf | d.xml',
	'ODD-1 | draft | ODD-1.pdf | attachment_0.xml',
	'ODD-2 | draft | ODD-2.pdf | Rechnung für Müller.xml',
	'ODD-3 | draft | ODD-3.pdf | Gebühren.xml',
	'ZIP-1 | draft | ZIP-1.pdf | ZIP-1.xml',
	'PROG-1 | draft | PROG-1.pdf | e.xml',
].sort();
const BUYERS = ['DE987654321', 'IT09876543210'];

let coupa: CoupaSandbox;
let mailbox: Mailbox;
let outbox: Outbox;
let api: N8nApi;
/** What the suppliers added here are like. */
let supplier: CoupaRecord;
let workflowId: string;

/** The template as its note says to set it up: mail nodes on, with an SMTP credential. */
function setUp(): WorkflowFile {
	const template = JSON.parse(readFileSync(join(PROJECT, 'workflows', 'import-e-invoices.json'), 'utf8')) as WorkflowFile;
	const nodes = template.nodes.map((node) => {
		if (node.type === 'n8n-nodes-base.emailSend') return { ...node, disabled: false, credentials: { smtp: { name: 'SMTP' } } };
		if (node.name !== 'Import into Coupa') return node;
		const chart = BUYERS.map((identifier) => ({ identifier, name: 'Demo Chart' }));
		return { ...node, parameters: { ...(node.parameters as object), options: { eInvoiceCharts: { chart } } } };
	});
	return { ...template, nodes };
}

async function until(what: string, isSo: () => Promise<boolean> | boolean, seconds = 90): Promise<void> {
	const end = Date.now() + seconds * 1000;
	while (!(await isSo())) {
		if (Date.now() > end) throw new Error(`Waited ${seconds} s for ${what}`);
		await sleep(150);
	}
}

/** Successful executions are not kept, so only those that run or failed are listed. */
async function idle(): Promise<boolean> {
	return (await api.executions(workflowId)).every(({ status }) => status !== 'running' && status !== 'new');
}

/** Invoices in Coupa as `number status page, attachments`. */
function inCoupa(): string[] {
	const lines = coupa.rows('invoices').map((row) => {
		const id = Number(row.id);
		const files = coupa.attachments(id).map(({ file }) => file?.fileName ?? '?');
		return [textAt(row, 'invoice-number'), textAt(row, 'status'), coupa.imageScan(id)?.fileName ?? '-', ...files].join(' | ');
	});
	return lines.sort();
}

/** Puts messages into the mailbox and waits until so many mails were sent for them, and no run is at work. */
async function sentFor(messages: Buffer[], mails: number): Promise<SentMail[]> {
	const before = outbox.mails.length;
	mailbox.put(messages);
	await until(`${mails} mails`, async () => outbox.mails.length >= before + mails && (await idle()));
	return outbox.mails.slice(before);
}

async function failed(what: string, seen: ReadonlySet<string>): Promise<string> {
	let id = '';
	await until(what, async () => {
		id = (await api.executions(workflowId)).find((execution) => execution.status === 'error' && !seen.has(execution.id))?.id ?? '';
		return id !== '';
	});
	return id;
}

async function errorOf(id: string): Promise<string> {
	return (await api.execution(id)).data.resultData.error?.message ?? '';
}

const saveCoupa = async (clientSecret: string): Promise<unknown> =>
	await api.saveCredential({
		name: 'Coupa',
		type: 'coupaOAuth2Api',
		data: { serverUrl: coupa.url, clientId: CLIENT.clientId, clientSecret, scopes: CLIENT.scopes.join(' ') },
	});

const REASON =
	'Invoice total amount with VAT (BT-112) is 170.00, but the total without VAT (BT-109) and the VAT (BT-110) make 86.28. Correct it and send the invoice again. [BT-112, /Invoice/cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount]';
const CLOSING = `We take invoices as XML (UBL, CII, FA(3), FatturaPA, cXML) and as PDFs with the XML in them (Factur-X, ZUGFeRD). Keep the number of an invoice when you correct it.
`;
const BRACKETS = `
In square brackets are the term of EN 16931 and the place in your file, for whoever looks after your software.
`;
const SIGNED = `
This message was written by a program. Answer it to reach our accounts payable.`;

const refusal = (subject: string, number: string, reason: string, received?: string): string =>
	[
		`Thank you for your message "${subject}".\n`,
		`We could not accept invoice ${number}:\n- ${reason}\n`,
		...(received === undefined ? [] : [`We have received ${received}. Please do not send it again.\n`]),
		`${CLOSING}${BRACKETS}${SIGNED}`,
	].join('\n');

/** What each sender reads. */
const ANSWERS: Record<string, { subject: string; text: string }> = {
	'accounts@supplier.example': {
		subject: 'Invoice WRONG-1 could not be accepted',
		text: refusal('Invoice WRONG-1', 'WRONG-1', REASON),
	},
	'italy@supplier.example': {
		subject: 'Invoice 2/2026 could not be accepted',
		text: refusal(
			'Fatture',
			'2/2026',
			'Invoice issue date (BT-2) is missing. Correct it and send the invoice again. [BT-2, /FatturaElettronica/FatturaElettronicaBody[2]]',
			'1/2026',
		),
	},
	'scan@supplier.example': {
		subject: 'No invoice could be read in your message',
		text: `Thank you for your message "A scan".

We could not find an invoice that we can read in:
- The PDF “invoice.pdf” has no e-invoice in it: its XML has to be embedded (Factur-X, ZUGFeRD) or come beside it.

${CLOSING}${SIGNED}`,
	},
	'two@supplier.example': {
		subject: 'Invoice PAIR-2 could not be accepted',
		text: refusal('Two invoices', 'PAIR-2', REASON, 'PAIR-1'),
	},
	'zip@supplier.example': { subject: 'Invoice ZIP-2 could not be accepted', text: refusal('Packed', 'ZIP-2', REASON, 'ZIP-1') },
};
/** Everybody who hears of a delivery. */
const HEARS = [AP, ...Object.keys(ANSWERS)].sort();

async function checks(): Promise<void> {
	const messages = await delivery();
	workflowId = await api.importWorkflow(setUp());
	// What is there before is read with the first message that arrives.
	mailbox.put(messages.slice(0, 1));
	await api.activate(workflowId);
	await until('the trigger to listen', () => mailbox.isWatched());
	await sleep(500);
	const mails = await sentFor(messages.slice(1), HEARS.length);
	const toAp = mails.find(({ to }) => to === AP)?.text ?? '';

	await check('every invoice is in Coupa, with its page and its files', () => {
		assert.deepEqual(inCoupa(), IN_COUPA);
	});

	await check('who has sent something that was refused is answered once, in words of his; programs, bounces and questions are not', () => {
		assert.deepEqual(mails.map(({ to }) => to).sort(), HEARS);
		const answers = mails.filter(({ to }) => to !== AP).map(({ to, subject, text }) => [to, { subject, text }]);
		assert.deepEqual(Object.fromEntries(answers), ANSWERS);
	});

	await check('AP hears of drafts, of suppliers that are missing, and of what a program sent', () => {
		assert.match(toAp, /1\/2026, Officine Lombarde S\.p\.A\., 122\.00 EUR\nA draft in Coupa\nKeeps it a draft: Account Code: Line 1/);
		assert.match(toAp, /PROG-2, unknown supplier, 170\.00 EUR\nRefused, and the sender was not answered\nError: .*\nSent by no-reply@/);
		assert.match(toAp, /NEW-1, unknown supplier, 59\.50 EUR\nNot in Coupa yet\nFor the buyer: No active supplier in Coupa fits/);
		assert.equal(toAp.match(/^Sent by /gm)?.length, 3, toAp);
	});

	await check('messages that come again change nothing in Coupa', async () => {
		const before = inCoupa();
		assert.deepEqual((await sentFor(messages, HEARS.length)).map(({ to }) => to).sort(), HEARS);
		assert.deepEqual(inCoupa(), before);
	});

	await check('more messages than n8n fetches at once: each sender hears of his own invoice', async () => {
		const numbers = Array.from({ length: 25 }, (_, index) => `MANY-${index + 1}`);
		const many = await Promise.all(numbers.map(async (number) => await refusedMessage(number, `${number}@supplier.example`)));
		const answers = await sentFor(many, many.length);
		assert.deepEqual(
			answers.map(({ to, subject, text }) => [to, subject, text]).sort(),
			numbers
				.map((number) => [
					`${number}@supplier.example`,
					`Invoice ${number} could not be accepted`,
					refusal(`Rechnung ${number}`, number, REASON),
				])
				.sort(),
		);
	});

	await check('mails that cannot be sent fail the run, after the others were sent', async () => {
		outbox.refused.add('gone@supplier.example').add(AP);
		const gone = await refusedMessage('GONE-1', 'gone@supplier.example');
		const here = await refusedMessage('HERE-1', 'here@supplier.example');
		const [sent] = await sentFor([gone, here, await newSupplierMessage()], 1);
		assert.equal(sent?.to, 'here@supplier.example');
		const error = await errorOf(await failed('the failed run', new Set()));
		assert.match(error, /^gone@supplier\.example was not answered: .*No such mailbox/);
		assert.match(error, /\nThe e-mail to AP was not sent: .*No such mailbox/);
		outbox.refused.clear();
	});

	await check('a message that is moved away and back is read again, now that its supplier is in Coupa', async () => {
		coupa.put('suppliers', { ...supplier, id: 5998, number: 'V-NEW', name: 'Neue Werke AG', 'tax-id': 'DE136695976' });
		await sentFor([await newSupplierMessage()], 1);
		assert.ok(inCoupa().includes('NEW-1 | draft | NEW-1.pdf | NEW-1.xml'));
	});

	await check('a run that failed because of Coupa is retried under Executions', async () => {
		const seen = new Set((await api.executions(workflowId)).map(({ id }) => id));
		await saveCoupa('wrong');
		mailbox.put([await goodMessage('RETRY-1')]);
		const id = await failed('the run that cannot sign in to Coupa', seen);
		assert.match(await errorOf(id), /did not issue an access token/);
		await saveCoupa(CLIENT.clientSecret);
		await api.retry(id);
		await until('the retry', async () => inCoupa().some((line) => line.startsWith('RETRY-1 ')) && (await idle()));
	});
}

async function main(): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'mailbox-e2e-'));
	let n8n: N8nServer | undefined;
	try {
		const install = await installN8n(join(PROJECT, '.demo', 'n8n'), console.log);
		await installCommunityPackage(await packPackage(PROJECT, folder), join(folder, 'user'));
		coupa = await startCoupa();
		// The sandbox has no supplier in Italy.
		supplier = coupa.rows('suppliers')[0] ?? {};
		coupa.put('suppliers', { ...supplier, id: 5999, number: 'V-IT-1', name: 'Officine Lombarde S.p.A.', 'tax-id': 'IT 01234567890' });
		mailbox = await startMailbox();
		outbox = await startOutbox();
		n8n = await startN8n({ install, userFolder: join(folder, 'user'), report: console.log });
		api = new N8nApi(n8n.url);
		await api.signIn(OWNER);
		const host = '127.0.0.1';
		await saveCoupa(CLIENT.clientSecret);
		await api.saveCredential({
			name: 'Mailbox',
			type: 'imap',
			data: { ...MAILBOX_USER, host, port: mailbox.port, secure: false, allowUnauthorizedCerts: false },
		});
		await api.saveCredential({
			name: 'SMTP',
			type: 'smtp',
			data: { user: '', password: '', host, port: outbox.port, secure: false, disableStartTls: true, hostName: '' },
		});
		await checks();
	} finally {
		await n8n?.stop();
		await Promise.all([coupa.stop(), mailbox.stop(), outbox.stop()]);
		await rm(folder, { recursive: true, force: true });
	}
	conclude();
}

void main();
