import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { CoupaRecord } from '../../../../../lib/core';
import { invoiceAddress, readMarkedInvoices } from '../../../../../lib/coupa';
import { dayIn } from '../../../../../lib/html';
import { LATE_AFTER, type LateAfter, reconcile as reconciled, reportHtml, STATE_FIELDS, stateOf } from '../../../../../lib/reconciliation';
import type { OutputItem } from '../../../../common/operation';
import { ItemParameters } from '../../../../common/parameters';
import type { CoupaOperation } from '../../../operations/operation';
import { LOOK_BACK_DAYS, MOST_ROWS, type ReconcileOptions, reconcileProperties, TITLE } from './fields';
import { reconcileInputs, type ReconcileInputs } from './inputs';
import { invoiceJson, summaryOf } from './outputs';

const DAY_MS = 24 * 3_600_000;

/**
 * Accounts for every invoice that Scan One → Invoice → Get Delivered gives: looks them up in Coupa, classifies each, and writes one HTML report. Only
 * reads, and remembers nothing.
 */
export const reconcile: CoupaOperation = {
	face: {
		value: 'reconcile',
		name: 'Reconcile',
		action: 'Reconcile delivered invoices',
		description: 'Account for every invoice that Scan One delivered in a period: one HTML report with figures that have to add up',
	},
	scopes: ['core.invoice.read'],
	description: reconcileProperties,
	async executeAll(context, { client }) {
		const parameters = new ItemParameters(context, 0, reconcileProperties);
		const options = parameters.collection<ReconcileOptions>('options');
		const property = parameters.outputField('binaryPropertyName');
		const inputs = await reconcileInputs(context);
		refuseForeignLockBox(context, inputs, client.instance);
		const { accounts, rows, delta } = inputs;
		const from = earliest(accounts.map((account) => account.from));
		const lookBack = options.lookBackDays ?? LOOK_BACK_DAYS;
		const asked = await readMarkedInvoices(client, {
			numbers: rows.flatMap(({ number, isCopy }) => (number === null || isCopy ? [] : [number])),
			from,
			to: latest(accounts.map(({ to }) => to)),
			olderFrom: lookBack === 0 ? null : new Date(Date.parse(from) - lookBack * DAY_MS).toISOString(),
			fields: STATE_FIELDS,
		});
		const linkOf = (id: unknown) => invoiceAddress(client.instance, Number(id));
		const asState = (record: CoupaRecord) => stateOf(record, linkOf(record.id));
		const late = lateAfter(options);
		const result = reconciled({
			accounts,
			rows,
			api: asked.found.map(asState),
			delta: delta.map((state) => ({ ...state, link: /^\d+$/.test(state.id) ? linkOf(state.id) : null })),
			older: asked.older.map(asState),
			notLookedUp: asked.notLookedUp,
			settings: { late, rejectedAreTaken: options.rejectedPackages === 'taken' },
			now: Date.now(),
		});
		const title = options.title?.trim() || TITLE;
		const notices = [...inputs.notices, ...asked.notices];
		const html = reportHtml(result, {
			...{ title, instance: client.instance, late, notices, fromApi: asked.found.length },
			...{ deltaFiles: inputs.deltaFiles, deltaRows: inputs.deltaRows },
			mostRows: options.mostRows ?? MOST_ROWS,
		});
		for (const message of notices) context.addExecutionHints({ message, location: 'outputPane', type: 'warning' });
		const name = `reconciliation-${dayIn(from, accounts[0]?.timeZone ?? 'UTC')}.html`;
		const report: OutputItem = {
			json: { ...summaryOf(result, title), html },
			binary: { [property]: await context.helpers.prepareBinaryData(Buffer.from(html), name, 'text/html') },
			from: [...context.getInputData().keys()],
		};
		const details = options.itemsPerInvoice === true ? result.rows : [];
		return [report, ...details.map((row): OutputItem => ({ json: invoiceJson(row), from: inputs.itemOf.get(row.delivered) ?? 0 }))];
	},
};

/** A lock-box of another instance would make every one of its invoices look missing. */
function refuseForeignLockBox(context: IExecuteFunctions, { accounts }: ReconcileInputs, instance: string): void {
	const foreign = accounts.find(({ boundTo }) => boundTo !== null && boundTo !== instance);
	if (foreign === undefined) return;
	throw new NodeOperationError(
		context.getNode(),
		`The lock-box belongs to the Coupa instance ${foreign.boundTo ?? ''}, not to ${instance}`,
		{
			description: 'Choose the Coupa credential of that instance, or the Scan One credential of the lock-box of this one.',
		},
	);
}

function lateAfter(options: Partial<LateAfter>): LateAfter {
	const of = (name: keyof LateAfter) => options[name] ?? LATE_AFTER[name];
	return {
		importHours: of('importHours'),
		draftDays: of('draftDays'),
		stuckDays: of('stuckDays'),
		exportDays: of('exportDays'),
		payDays: of('payDays'),
	};
}

function earliest(times: string[]): string {
	return times.reduce((one, other) => (Date.parse(other) < Date.parse(one) ? other : one));
}

function latest(times: string[]): string {
	return times.reduce((one, other) => (Date.parse(other) > Date.parse(one) ? other : one));
}
