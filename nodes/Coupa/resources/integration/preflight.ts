import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { PreflightLine } from '../../../../lib/core';
import { coupaPreflight, entryNamed, storedToken, type TemplateNeeds, unusableCredential } from '../../../../lib/coupa';
import { STATE_FIELDS } from '../../../../lib/reconciliation';
import { optionsProperty } from '../../../common/description';
import type { OutputItem } from '../../../common/operation';
import { ItemParameters } from '../../../common/parameters';
import { checkAgentMay } from '../../fields/finalOperations';
import { locatedId, recordLocator } from '../../fields/locator';
import type { CoupaOperation } from '../../operations/operation';
import type { CoupaSession } from '../../session';
import { TEMPLATE_USES } from '../../templateUses';
import { CREDENTIAL } from '../../transport';

/** Finds an operation of the node. */
export type FindOperation = (resource: string, operation: string) => CoupaOperation | undefined;

const SUPPLIER = entryNamed('supplier');
const SECOND_MS = 1_000;
const whenWriting = { show: { allowTestWrites: [true] } };

const properties: INodeProperties[] = [
	{
		displayName:
			'Asks your Coupa what its documentation leaves open, and returns one item for each question: what was asked, what was seen, whether that is fine (ok), a limit (limits) or in the way (blocks), and which setting to choose. It only reads, unless you allow test writes.',
		name: 'aboutPreflight',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Allow Test Writes',
		name: 'allowTestWrites',
		type: 'boolean',
		default: false,
		description:
			'Whether to create a draft invoice with a number like PREFLIGHT-20261128T031500-1f2e3d4c, give it a page image, change it, send it a second time and void what was created. What is left is reported by number, ID and link. Voiding needs the scope core.invoice.delete.',
	},
	{
		displayName: 'Allow Test Submit',
		name: 'allowTestSubmit',
		type: 'boolean',
		default: false,
		description:
			'Whether to submit the test invoice as well. This starts approvals and may send e-mails, and such an invoice cannot always be voided: use it in a test instance.',
		displayOptions: whenWriting,
	},
	{
		...recordLocator(SUPPLIER, {
			name: 'testSupplier',
			displayName: 'Test Supplier',
			description: 'The supplier of the test invoice. If empty, the one of the newest issued purchase order.',
			required: false,
		}),
		displayOptions: whenWriting,
	},
	{
		displayName: 'Test Chart of Accounts',
		name: 'testChart',
		type: 'string',
		default: '',
		placeholder: 'e.g. Corporate Chart',
		description: 'Name of the chart of accounts of the test invoice. If empty, the one of the purchase order, else any active one.',
		displayOptions: whenWriting,
	},
	{
		...optionsProperty([
			{
				displayName: 'Longest Wait for the List (Seconds)',
				name: 'longestListLag',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 600 },
				default: 60,
				description: 'How long the new invoice is looked for in the list of invoices',
			},
		]),
		displayOptions: whenWriting,
	},
];

/** Coupa → Integration → Preflight (design §9). `find` gives the operations that the templates use, for the scopes they need. */
export function preflight(find: FindOperation): CoupaOperation {
	return {
		face: {
			value: 'preflight',
			name: 'Preflight',
			action: 'Run the preflight',
			description: 'Check whether this package works with your Coupa, and which settings to choose',
		},
		scopes: [],
		optionalScopes: {
			'core.accounting.read': 'for questions about charts of accounts',
			'core.common.read': 'for questions about custom fields',
			'core.invoice.read': 'for most questions',
			'core.purchase_order.read': 'for questions about purchase orders',
			'core.supplier.read': 'for questions about suppliers',
			'core.invoice.create': 'only with Allow Test Writes',
			'core.invoice.write': 'only with Allow Test Writes',
			'core.invoice.delete': 'only with Allow Test Writes, to void the test invoices',
		},
		description: properties,
		async executeAll(context, session) {
			return itemsOf(context, await coupaPreflight(session.client, await asked(context, session, find)));
		},
		unopened: (context, error) => itemsOf(context, unusableCredential(error)),
	};
}

async function asked(context: IExecuteFunctions, session: CoupaSession, find: FindOperation) {
	const parameters = new ItemParameters(context, 0, properties);
	const testWrites = parameters.flag('allowTestWrites');
	if (testWrites) checkAgentMay(context, 'Test writes create invoices, which cannot be undone');
	const { longestListLag = 60 } = testWrites ? parameters.collection<{ longestListLag: number }>('options') : {};
	const hasSupplier = testWrites && parameters.located('testSupplier').value !== '';
	const credential = await context.getCredentials(CREDENTIAL);
	return {
		address: session.address,
		token: async () => storedToken(await context.getCredentials(CREDENTIAL)),
		templates: templateNeeds(find),
		reconcileFields: STATE_FIELDS,
		settings: {
			testWrites,
			testSubmit: testWrites && parameters.flag('allowTestSubmit'),
			supplierId: hasSupplier ? await locatedId(context, session, SUPPLIER, 0, { parameterName: 'testSupplier' }) : null,
			chart: (testWrites && parameters.text('testChart')) || null,
			longestLagMs: longestListLag * SECOND_MS,
			requestsPerSecond: Number(credential.requestsPerSecond ?? 20),
		},
	};
}

/** The scopes of each template, as the README's table has them. That of the preflight itself needs what its questions are about. */
function templateNeeds(find: FindOperation): TemplateNeeds[] {
	return Object.entries(TEMPLATE_USES).flatMap(([template, uses]) => {
		if (uses === 'integration.preflight') return [];
		const operations = uses.split(' ');
		const used = operations.flatMap((use) => {
			const [resource = '', operation = ''] = use.split('.');
			return find(resource, operation) ?? [];
		});
		const scopes = [...new Set(used.flatMap((operation) => operation.scopes))];
		const optional = used.flatMap(({ optionalScopes = {} }) => Object.entries(optionalScopes));
		return { template, operations, scopes, optionalScopes: Object.fromEntries(optional.filter(([scope]) => !scopes.includes(scope))) };
	});
}

function itemsOf(context: IExecuteFunctions, lines: PreflightLine[]): OutputItem[] {
	const from = [...context.getInputData().keys()];
	return lines.map((line) => ({ json: { ...line } as unknown as IDataObject, from }));
}
