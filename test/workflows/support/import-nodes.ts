import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { STOP_AND_ERROR, stopAndError } from '../../../tools/harness/engine/stop-and-error';
import { coreNodes, type DataTables } from '../../nodes/sync/support/core-nodes';

interface Rule {
	outputKey: string;
	conditions: { conditions: Array<{ leftValue: unknown; rightValue: unknown; operator: { operation: string } }> };
}

/** An e-mail that was sent. */
export interface Mail {
	toEmail: string;
	subject: string;
	text: string;
}

/** E-mails that the nodes sent; while `failure` is set, the mail server refuses them with it; those whose subject fits `refused`, with `refusal`. */
export class Mails {
	readonly sent: Mail[] = [];
	failure: string | null = null;
	refused: RegExp | null = null;
	refusal = '';

	/** n8n's Send Email. */
	node(): INodeType {
		const parameters = ['fromEmail', 'toEmail', 'subject', 'emailFormat', 'text', 'html', 'options'];
		return { description: described('emailSend', parameters), execute: this.executing() };
	}

	private executing(): INodeType['execute'] {
		const send = (mail: Mail): IDataObject => {
			if (this.failure !== null) throw new Error(this.failure);
			if (this.refused?.test(mail.subject) === true) throw new Error(this.refusal);
			this.sent.push(mail);
			return { accepted: [mail.toEmail] };
		};
		return async function (this: IExecuteFunctions) {
			const text = (name: string, index: number) => String(this.getNodeParameter(name, index));
			const items = this.getInputData().map((_, index): INodeExecutionData => {
				try {
					const mail = { toEmail: text('toEmail', index), subject: text('subject', index), text: text('text', index) };
					return { json: send(mail), pairedItem: { item: index } };
				} catch (error) {
					if (!this.continueOnFail()) throw error;
					return { json: { error: error instanceof Error ? error.message : '' }, pairedItem: { item: index } };
				}
			});
			return await Promise.resolve([items]);
		};
	}
}

/** n8n's Switch by rules, as far as the template uses it: one condition per output; an item takes the first that fits, or none. */
const switchNode: INodeType = {
	description: { ...described('switch', ['mode', 'rules', 'options']), outputs: '={{ $parameter["rules"]["values"].map(() => "main") }}' },
	execute: async function (this: IExecuteFunctions) {
		const { values: all } = this.getNodeParameter('rules', 0) as unknown as { values: Rule[] };
		const outputs: INodeExecutionData[][] = all.map(() => []);
		for (const [index, item] of this.getInputData().entries()) {
			const { values } = this.getNodeParameter('rules', index) as unknown as { values: Rule[] };
			outputs[values.findIndex(fits)]?.push({ ...item, pairedItem: { item: index } });
		}
		return await Promise.resolve(outputs);
	},
};

function fits({ conditions: { conditions } }: Rule): boolean {
	return conditions.every(({ leftValue, rightValue, operator: { operation } }) => {
		if (operation === 'equals') return leftValue === rightValue;
		if (operation !== 'true' || typeof leftValue !== 'boolean') throw new Error(`Not a yes or no: ${String(leftValue)}`);
		return leftValue;
	});
}

const noOp: INodeType = {
	description: described('noOp', []),
	execute: async function (this: IExecuteFunctions) {
		return await Promise.resolve([this.getInputData()]);
	},
};

/** Stand-ins for n8n's own nodes that the import template uses. */
export function importNodes(tables: DataTables, mails: Mails): Record<string, INodeType> {
	return {
		...coreNodes(tables),
		'n8n-nodes-base.switch': switchNode,
		'n8n-nodes-base.noOp': noOp,
		'n8n-nodes-base.emailSend': mails.node(),
		[STOP_AND_ERROR]: stopAndError,
	};
}

function described(name: string, parameters: string[]): INodeTypeDescription {
	const properties = parameters.map((parameter) => ({ displayName: parameter, name: parameter, type: 'json' as const, default: '' }));
	return {
		...{ displayName: name, name: `n8n-nodes-base.${name}`, group: ['transform'], version: 1, description: '', defaults: { name } },
		...{ inputs: ['main'], outputs: ['main'], properties },
	};
}
