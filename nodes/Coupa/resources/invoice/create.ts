import type { IExecuteFunctions } from 'n8n-workflow';

import { type CoupaRecord, textAt } from '../../../../lib/core';
import { createInvoiceOnce, entryNamed } from '../../../../lib/coupa';
import { ItemParameters } from '../../../common/parameters';
import { jsonRecord } from '../../fields/jsonRecord';
import { presentedItem } from '../../fields/output';
import { furtherBody } from '../../fields/writing';
import type { CoupaOperation } from '../../operations/operation';
import { checkNothingIgnored } from '../../operations/written';
import { checkLines, fromFields } from './createBody';
import { createFields } from './createFields';
import { furtherValues } from './furtherValues';

const INVOICE = entryNamed('invoice');
const EXAMPLE = 'one invoice in braces, for example {"invoice-number": "NB-1", "supplier": {"number": "V-1"}}';

/** Creates a draft invoice (rules.md §9: a POST always makes a draft). Never twice: see `createInvoiceOnce`. */
export const create: CoupaOperation = {
	face: { value: 'create', name: 'Create', action: 'Create invoice', description: 'Create a draft invoice' },
	scopes: ['core.invoice.create', 'core.invoice.read'],
	description: createFields,
	async execute(context, session, itemIndex) {
		const parameters = new ItemParameters(context, itemIndex, createFields);
		const isJson = parameters.choice('specify') === 'json';
		const given = isJson ? jsonRecord(parameters, 'json', 'Invoice (JSON)', EXAMPLE) : fromFields(parameters, session.address);
		checkLines(parameters, given);
		const further = isJson
			? {}
			: await furtherBody(context, session, itemIndex, { list: INVOICE.path, entry: INVOICE, writing: furtherValues });
		const body = { ...given, ...further };
		const { invoice, answerLost } = await createInvoiceOnce(session.client, body);
		if (answerLost) reportFound(context, invoice);
		checkNothingIgnored(context, itemIndex, INVOICE, { sent: body, record: invoice, done: 'created' });
		return [presentedItem(context, itemIndex, INVOICE, invoice)];
	},
};

function reportFound(context: IExecuteFunctions, invoice: CoupaRecord): void {
	context.addExecutionHints({
		message: `Coupa's response for invoice ${textAt(invoice, 'invoice-number') ?? ''} was lost. Invoice ${textAt(invoice, 'id') ?? ''}, created at that moment with the same number, supplier, date and total, is taken to be this one.`,
		location: 'outputPane',
		type: 'warning',
	});
}
