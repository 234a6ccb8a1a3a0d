import { readFileSync } from 'node:fs';

import type { N8nApi, Owner } from '../harness/host/api';
import { FormVisitor } from '../harness/host/form';
import type { WorkflowFile } from '../harness/host/workflow-file';
import { line } from '../harness/print';
import { REVIEW_SCOPES, reviewWorld } from './review-world';
import { CLIENT, type World } from './world';

/** What a reviewer's decision came to. */
export interface ReviewCounts {
	/** Rows of held invoices in the Data table. */
	asked: number;
	/** Reasons of the reviewed one, in words. */
	reasons: string;
	/** Its status in Coupa after the decision, and what the table says. */
	status: string;
	row: string[];
	/** Comments in Coupa that name the reviewer. */
	named: number;
}

const TABLES = { reviews: 'Tolerance reviews', reviewers: 'Tolerance reviewers' };

/** Tolerances hold invoices; a reviewer signs in to n8n, sees why, and disputes one of them through the form. */
export async function reviewScene({ coupa }: World, api: N8nApi, n8n: string, template: string, reviewer: Owner): Promise<ReviewCounts> {
	const { clientId, clientSecret } = CLIENT;
	const data = { serverUrl: coupa.url, clientId, clientSecret, scopes: REVIEW_SCOPES.join(' ') };
	await api.saveCredential({ name: 'Coupa', type: 'coupaOAuth2Api', data });
	const { price } = reviewWorld(coupa, reviewer.email);
	const workflowId = await api.importWorkflow(JSON.parse(readFileSync(template, 'utf8')) as WorkflowFile);
	await api.activate(workflowId);
	const before = coupa.rows('comments').length;
	await api.waitForExecution(await api.run(workflowId, 'Every hour'));
	const rows = (await api.dataTableRows(TABLES.reviews)) ?? [];
	const rowOf = (all: Array<Record<string, unknown>>) => all.find(({ invoice_id: id }) => id === String(price)) ?? {};
	for (const { number, supplier, reasons } of rows) line(`  ${String(number)} of ${String(supplier)}: ${String(reasons)}`);
	const visitor = new FormVisitor(n8n);
	await visitor.signIn(reviewer);
	const first = await visitor.open(`/form/coupa-tolerance-review?invoice=${price}`);
	await api.addDataTableRow(TABLES.reviewers, { email: reviewer.email, name: 'Ana Lyst', coupa_user: 'dana.reviewer' });
	const page = await visitor.submit(first, [String(price)]);
	const answer = await visitor.submit(page, ['', 'Dispute', 'INCORRECT_PRICE', 'The order says 100.00']);
	line(`  ${/Thank you[^<]*/.exec(answer.html)?.[0] ?? 'no answer'}`);
	await visitor.end(answer);
	const { decision, decided_by: by, outcome } = rowOf((await api.dataTableRows(TABLES.reviews)) ?? []);
	await api.deactivate(workflowId);
	return {
		asked: rows.length,
		reasons: String(rowOf(rows).reasons),
		status: String(coupa.rows('invoices').find(({ id }) => id === price)?.status),
		row: [decision, by, outcome].map(String),
		named: coupa
			.rows('comments')
			.slice(before)
			.filter(({ comments }) => String(comments).startsWith('Decided by Ana Lyst (ap@example.test')).length,
	};
}
