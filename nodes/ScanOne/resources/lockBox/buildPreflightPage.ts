import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { countsOf, headline, preflightLine, preflightPage, verdictOf } from '../../../../lib/preflight-page';
import { optionsProperty, outputBinaryField, shownFor } from '../../../common/description';
import type { BatchOperation } from '../../../common/operation';
import { ItemParameters } from '../../../common/parameters';

const TITLE = 'Preflight: Scan One and Coupa';

const properties: INodeProperties[] = [
	{
		displayName: 'Pass the items of both preflights on as they are: Scan One, Lock-Box, Preflight and Coupa, Integration, Preflight.',
		name: 'aboutPage',
		type: 'notice',
		default: '',
	},
	outputBinaryField('page'),
	optionsProperty([
		{
			displayName: 'Time Zone',
			name: 'timeZone',
			type: 'string',
			default: '',
			placeholder: 'e.g. Europe/Berlin',
			description: 'In which the page shows the time. Leave empty for the time zone of the workflow.',
		},
		{
			displayName: 'Title',
			name: 'title',
			type: 'string',
			default: TITLE,
			description: 'Heading of the page, and beginning of the subject',
		},
	]),
];

/** Makes one page of the items of both preflights: what blocks first. Needs no connection. */
export const buildPreflightPage: BatchOperation<null> = {
	description: shownFor('lockBox', 'buildPreflightPage', properties),
	async executeAll(context) {
		const parameters = new ItemParameters(context, 0, properties);
		const options = parameters.collection<{ timeZone: string; title: string }>('options');
		const property = parameters.outputField('binaryPropertyName');
		const items = context.getInputData();
		const lines = items.map(({ json }) => preflightLine(json)).filter((line) => line !== null);
		if (lines.length === 0)
			throw new NodeOperationError(context.getNode(), 'None of the items is a line of a preflight', {
				description: 'Connect Scan One, Lock-Box, Preflight, or Coupa, Integration, Preflight, and pass all their items on.',
			});
		const others = items.length - lines.length;
		const notices = others === 0 ? [] : [`${others} ${others === 1 ? 'item was' : 'items were'} no line of a preflight, and left out.`];
		for (const message of notices) context.addExecutionHints({ message, location: 'outputPane', type: 'warning' });
		const title = options.title?.trim() || TITLE;
		const timeZone = options.timeZone?.trim() || context.getTimezone();
		const at = Date.now();
		const html = preflightPage(lines, { title, at, timeZone, notices });
		const counts = countsOf(lines);
		const json = {
			...{ subject: `${title}: ${headline(counts)}`, verdict: verdictOf(counts), counts },
			systems: (['Coupa', 'Scan One'] as const).map((system) => ({ system, ...countsOf(lines.filter((line) => line.system === system)) })),
			...{ notices, html },
		};
		const name = `preflight-${new Date(at).toISOString().slice(0, 10)}.html`;
		return [
			{
				json: json as unknown as IDataObject,
				binary: { [property]: await context.helpers.prepareBinaryData(Buffer.from(html), name, 'text/html') },
				from: [...items.keys()],
			},
		];
	},
};
