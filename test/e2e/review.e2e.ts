/*
 * The template review-tolerances.json in a real n8n, with its form over HTTP: who is asked, who may decide, what becomes of a decision,
 * reminders and escalation. Prints `N passed, N failed` at the end.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { N8nApi } from '../../tools/harness/host/api';
import { installCommunityPackage, packPackage } from '../../tools/harness/host/community-package';
import { FormVisitor } from '../../tools/harness/host/form';
import { installN8n } from '../../tools/harness/host/install';
import { type N8nServer, startN8n } from '../../tools/harness/host/server';
import { outputItems, type WorkflowFile } from '../../tools/harness/host/workflow-file';
import { PROJECT } from '../../tools/harness/project';
import { REVIEW_SCOPES, reviewWorld } from '../../tools/demo/review-world';
import { CLIENT, startCoupa } from '../../tools/harness/engine/coupa';
import type { CoupaSandbox } from '../../tools/sandbox/coupa';
import { check, conclude } from './checks';

const OWNER = { email: 'Dana.Reviewer@example.com', firstName: 'Dana', lastName: 'Reviewer', password: 'Lockbox-2026' };
const TEMPLATE = JSON.parse(readFileSync(join(PROJECT, 'workflows', 'review-tolerances.json'), 'utf8')) as WorkflowFile;
const FORM = '/form/coupa-tolerance-review';
const [REVIEWS, REVIEWERS] = ['Tolerance reviews', 'Tolerance reviewers'];
const DAY_MS = 86_400_000;

let coupa: CoupaSandbox;
let api: N8nApi;
let n8n: N8nServer;
let workflowId: string;

async function rowOf(id: number): Promise<Record<string, unknown>> {
	return (await api.dataTableRows(REVIEWS))?.find((row) => row.invoice_id === String(id)) ?? {};
}

async function asked(): Promise<void> {
	const { status, data } = await api.waitForExecution(await api.run(workflowId, 'Every hour'));
	assert.equal(status, 'success', data.resultData.error?.message);
}

/** The template with its mails written into items instead of sent. */
function withMailsAsItems(): WorkflowFile {
	const nodes = TEMPLATE.nodes.map((node) => {
		if (node.type !== 'n8n-nodes-base.emailSend') return node;
		const { toEmail, subject, html, options } = node.parameters as Record<string, string> & { options: { attachments?: string } };
		const values = { toEmail, subject, html, attachments: options.attachments ?? '' };
		const assignments = Object.entries(values).map(([name, value]) => ({ id: name, name, value, type: 'string' }));
		return {
			...node,
			disabled: false,
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: { assignments: { assignments }, options: {} },
		};
	});
	return { ...TEMPLATE, name: 'Mails to look at', nodes };
}

/** Gives an invoice a page image, as the import does. */
async function uploadImage(id: number): Promise<void> {
	const grant = new URLSearchParams({ grant_type: 'client_credentials', client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret });
	grant.set('scope', REVIEW_SCOPES.join(' '));
	const token = (await (await fetch(`${coupa.url}/oauth2/token`, { method: 'POST', body: grant })).json()) as { access_token: string };
	const body = new FormData();
	body.append('file', new File(['%PDF-1.7 page'], 'page.pdf', { type: 'application/pdf' }));
	const headers = { authorization: `Bearer ${token.access_token}`, accept: 'application/json' };
	const answer = await fetch(`${coupa.url}/api/invoices/${id}/image_scan`, { method: 'PUT', body, headers });
	assert.equal(answer.status, 200);
	coupa.clearRequests();
}

const written = () => coupa.requests().filter(({ method, path }) => method !== 'GET' && path.startsWith('/api/'));
const commentsOf = () => coupa.rows('comments').map(({ comments }) => String(comments));

async function checks(): Promise<void> {
	const { price, quantity, own, changing } = reviewWorld(coupa, OWNER.email);
	workflowId = await api.importWorkflow(TEMPLATE);
	await api.activate(workflowId);
	const dana = new FormVisitor(n8n.url);
	await dana.signIn(OWNER);

	await uploadImage(price);

	await check('the schedule asks once for each held invoice', async () => {
		await asked();
		const row = await rowOf(price);
		assert.match(String(row.reasons), /^Price % on line 1: 12\.5, limit 10$/);
		assert.ok(row.asked_at);
		await asked();
		assert.equal((await rowOf(price)).asked_at, row.asked_at);
		assert.equal((await api.dataTableRows(REVIEWS))?.length, 4);
	});

	await check('the mails say what is held, and lead to the form', async () => {
		const looked = await api.importWorkflow(withMailsAsItems());
		await api.updateDataTableRow(REVIEWS, { invoice_id: String(price) }, { asked_at: null });
		const execution = await api.waitForExecution(await api.run(looked, 'Every hour'));
		assert.equal(execution.status, 'success', execution.data.resultData.error?.message);
		const [{ json } = { json: {} }, second] = outputItems(execution, 'Mail: please decide');
		assert.equal(second, undefined);
		assert.equal(json.toEmail, 'ap-reviewers@example.com');
		assert.equal(json.subject, 'Please decide: invoice R-PRICE of Northbrook is held');
		assert.match(String(json.html), new RegExp(`Price % on line 1.*${n8n.url}${FORM}\\?invoice=${price}"`, 's'));
		assert.equal(json.attachments, 'imageScan');
		assert.ok((await rowOf(price)).asked_at);
	});

	await check('a reminder after a day, an escalation after three, and again after three more', async () => {
		const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
		await api.updateDataTableRow(REVIEWS, { invoice_id: String(price) }, { asked_at: ago(1.1) });
		await api.updateDataTableRow(REVIEWS, { invoice_id: String(quantity) }, { asked_at: ago(3.1) });
		await asked();
		const [reminded, escalated] = [await rowOf(price), await rowOf(quantity)];
		assert.ok(reminded.reminded_at && !reminded.escalated_at);
		assert.ok(escalated.escalated_at);
		await api.updateDataTableRow(REVIEWS, { invoice_id: String(quantity) }, { escalated_at: ago(3.1) });
		await asked();
		assert.notEqual((await rowOf(quantity)).escalated_at, escalated.escalated_at);
		assert.equal((await rowOf(price)).reminded_at, reminded.reminded_at);
	});

	await check('nobody who is not signed in sees the form', async () => {
		const stranger = new FormVisitor(n8n.url);
		const page = await stranger.open(`${FORM}?invoice=${price}`);
		assert.doesNotMatch(page.html, /Show invoice/);
		const forced = await stranger.submit({ ...page, url: `${n8n.url}${FORM}` }, [String(price)]);
		assert.equal(forced.status, 401);
	});

	await check('a login that is not among the reviewers decides nothing', async () => {
		const page = await dana.submit(await dana.open(`${FORM}?invoice=${price}`), [String(price)]);
		assert.match(page.html, /is not among the reviewers/);
		await dana.end(page);
		assert.deepEqual(written(), []);
		await api.addDataTableRow(REVIEWERS, { email: OWNER.email.toLowerCase(), name: 'Dana Reviewer', coupa_user: 'dana.reviewer' });
	});

	await check('a reviewer sees the invoice, disputes it, and is named in Coupa', async () => {
		const first = await dana.open(`${FORM}?invoice=${price}`);
		assert.match(first.html, new RegExp(`value="${price}"`));
		const page = await dana.submit(first, [String(price)]);
		assert.match(page.html, /Price % on line 1: 12\.5, limit 10/);
		assert.match(page.html, /Revalidate Tolerances/);
		assert.doesNotMatch(page.html, />Approve</);
		const answer = await dana.submit(page, ['', 'Dispute', 'INCORRECT_PRICE', 'The order says 100.00']);
		assert.match(answer.html, /Thank you, Dana Reviewer\. Invoice R-PRICE was disputed and is now Disputed\./);
		await dana.end(answer);
		assert.match(
			commentsOf()[0] ?? '',
			/^Decided by Dana Reviewer \(dana\.reviewer@example\.com, Coupa user dana\.reviewer\) in n8n execution \d+: Dispute/,
		);
		const row = await rowOf(price);
		assert.deepEqual([row.decision, row.decided_by, row.outcome], ['Dispute', OWNER.email.toLowerCase(), 'decided']);
	});

	await check('two open pages: the second decision is answered, nothing is decided twice', async () => {
		const pages = [];
		for (let count = 0; count < 2; count++) pages.push(await dana.submit(await dana.open(FORM), [String(quantity)]));
		const [one, two] = pages as [(typeof pages)[0], (typeof pages)[0]];
		const first = await dana.submit(one, ['', 'Dispute', 'QTY', '']);
		assert.match(first.html, /was disputed/);
		coupa.clearRequests();
		const second = await dana.submit(two, ['', 'Revalidate Tolerances', '', '']);
		assert.match(second.html, /This was decided before, and nothing was done again\. Decided by Dana Reviewer/);
		assert.deepEqual(written(), []);
	});

	await check('the page image can be downloaded without deciding', async () => {
		await uploadImage(changing);
		const page = await dana.submit(await dana.open(FORM), [String(changing)]);
		const answer = await dana.submit(page, ['', 'No decision: download the page image', '', '']);
		assert.match(decodeURIComponent(answer.html), /page\.pdf/);
		assert.match(answer.html, /Nothing was decided/);
	});

	await check('an invoice that changed while the page was open is left alone', async () => {
		const page = await dana.submit(await dana.open(FORM), [String(changing)]);
		const now = coupa.rows('invoices').find(({ id }) => id === changing);
		coupa.put('invoices', { ...now, id: changing, 'updated-at': '2027-02-01T00:00:00-07:00' }, { keepUpdatedAt: true });
		coupa.clearRequests();
		assert.match((await dana.submit(page, ['', 'Dispute', 'X', ''])).html, /It has changed since the page was shown/);
		assert.deepEqual(written(), []);
	});

	await check('somebody else in the page of a reviewer decides nothing, and what was decided stays in the table', async () => {
		const eve = { email: 'eve@example.com', firstName: 'Eve', lastName: 'Member', password: 'Lockbox-2026' };
		await api.addMember(eve);
		const visitor = new FormVisitor(n8n.url);
		await visitor.signIn(eve);
		assert.match(
			(await visitor.submit(await visitor.open(FORM), [String(changing)])).html,
			/eve@example\.com \(n8n user ID [^)]+\) is not among the reviewers/,
		);
		const { url } = await dana.submit(await dana.open(FORM), [String(changing)]);
		coupa.clearRequests();
		const answer = await visitor.submit(await visitor.open(url), ['', 'Dispute', 'X', '']);
		assert.match(answer.html, /Who decides has to be known/);
		assert.deepEqual(written(), []);
		assert.equal((await rowOf(changing)).decision || '', '');
		const { decision, outcome } = await rowOf(quantity);
		assert.deepEqual([decision, outcome], ['Dispute', 'decided']);
	});

	await check('an approval of the reviewer is given through the form', async () => {
		const page = await dana.submit(await dana.open(FORM), [String(own)]);
		assert.match((await dana.submit(page, ['', 'Approve', '', 'Agreed'])).html, /was approved and is now Approved/);
	});

	await check('what is settled, and what Coupa does not have', async () => {
		assert.match((await dana.submit(await dana.open(FORM), [String(own)])).html, /is Approved: there is nothing to decide/);
		assert.match((await dana.submit(await dana.open(FORM), ['999999'])).html, /Coupa has no invoice with this ID/);
	});

	await check('rows of invoices that are no longer held are closed', async () => {
		await asked();
		assert.ok((await rowOf(price)).closed_at);
		assert.equal((await rowOf(changing)).closed_at, null);
	});
}

async function main(): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'review-e2e-'));
	let started: N8nServer | undefined;
	try {
		const install = await installN8n(join(PROJECT, '.demo', 'n8n'), console.log);
		await installCommunityPackage(await packPackage(PROJECT, folder), join(folder, 'user'));
		coupa = await startCoupa({ clients: [{ ...CLIENT, scopes: REVIEW_SCOPES }] });
		started = await startN8n({ install, userFolder: join(folder, 'user'), report: console.log });
		n8n = started;
		api = new N8nApi(n8n.url);
		await api.signIn(OWNER);
		await api.saveCredential({
			name: 'Coupa',
			type: 'coupaOAuth2Api',
			data: { serverUrl: coupa.url, clientId: CLIENT.clientId, clientSecret: CLIENT.clientSecret, scopes: REVIEW_SCOPES.join(' ') },
		});
		await checks();
	} finally {
		await started?.stop();
		await coupa.stop();
		await rm(folder, { recursive: true, force: true });
	}
	conclude();
}

void main();
