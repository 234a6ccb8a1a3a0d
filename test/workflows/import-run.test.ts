import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { IConnections, IExecuteFunctions, INode, INodeType } from 'n8n-workflow';

import { coupaCredential } from '../../tools/harness/engine/coupa';
import { STOP_AND_ERROR, stopAndError } from '../../tools/harness/engine/stop-and-error';
import { deliver, sampleDelivery } from '../../tools/sandbox/scan-one';
import { Flow, QUICK } from '../nodes/support/flow';

interface Template {
	nodes: INode[];
	connections: IConnections;
}

interface Rule {
	conditions: { conditions: Array<{ leftValue: string; rightValue: string; operator: { type: string; operation: string } }> };
}

const SWITCH = 'n8n-nodes-base.switch';
const NO_OP = 'n8n-nodes-base.noOp';

function standIn(name: string, outputs: number, execute: INodeType['execute']): INodeType {
	return { description: { displayName: name, name, group: ['transform'], version: [1, 3.2], description: '', defaults: { name }, inputs: ['main'], outputs: Array.from({ length: outputs }, () => 'main' as const), properties: [] }, execute };
}

/** n8n's Switch by rules, as far as the template uses it: one condition "equals" per output; what fits none is dropped. */
function byRules({ values }: { values: Rule[] }): INodeType {
	return standIn(SWITCH, values.length, async function (this: IExecuteFunctions) {
		const fits = ({ conditions: { conditions } }: Rule, index: number) => conditions.every(({ leftValue, rightValue, operator }) => operator.operation === 'equals' && this.evaluateExpression(leftValue.slice(1), index) === rightValue);
		return await Promise.resolve(values.map((rule) => this.getInputData().filter((_, index) => fits(rule, index))));
	});
}

let flow: Flow;

beforeEach(async () => {
	flow = await Flow.start();
	for (const file of await sampleDelivery()) await deliver(flow.lockBox.root, file);
});

afterEach(async () => {
	await flow.stop();
});

/** Polls the trigger and executes the template behind it; what left each node on its first output, and why the execution failed. */
async function runTemplate() {
	const template = JSON.parse(readFileSync(resolve(__dirname, '../../workflows/import-invoices.json'), 'utf8')) as Template;
	const rules = template.nodes.find(({ type }) => type === SWITCH)?.parameters.rules as unknown as { values: Rule[] };
	flow.engine.otherNodes[SWITCH] = byRules(rules);
	flow.engine.otherNodes[STOP_AND_ERROR] = stopAndError;
	flow.engine.otherNodes[NO_OP] = standIn(NO_OP, 1, async function (this: IExecuteFunctions) {
		return await Promise.resolve([this.getInputData()]);
	});
	const trigger = template.nodes.find(({ type }) => type.endsWith('.scanOneTrigger'));
	const announced = await flow.poll();
	const nodes = template.nodes
		.filter((node) => node !== trigger && !node.type.endsWith('.stickyNote'))
		.map((node) => ({ ...node, parameters: node.parameters.operation === 'getAll' ? { ...node.parameters, options: QUICK } : node.parameters, ...(node.credentials && { credentials: Object.fromEntries(Object.keys(node.credentials).map((type) => [type, { id: type, name: type }])) }) }));
	const { [trigger?.name ?? '']: fromTrigger, ...others } = template.connections;
	const { data } = await flow.engine.run(nodes, { ...others, Feed: fromTrigger ?? {} }, announced);
	const out = (name: string) => (data.resultData.runData[name]?.[0]?.data?.main?.[0] ?? []).map(({ json }) => json);
	return { out, error: data.resultData.error };
}

test('the template takes the sample delivery through, and leads to a branch who has to be looked at', async () => {
	const { out, error } = await runTemplate();
	expect(error).toBeUndefined();
	expect(out('Claim and read invoices')).toHaveLength(25);
	expect(out('Settle packages').map(({ settled }) => settled)).toEqual([true, true, true]);
	expect(out('AP: complete the draft').map(({ number }) => number)).toEqual(['SJP-0094']);
	expect(out('Buyer: activate the supplier').map(({ number }) => number)).toEqual(['HL-7781']);
	expect(out('Scan One: correct and resend').map(({ number }) => number).sort()).toEqual(['DO-5502', 'NB-77123', 'NB-77125']);
	expect(out('Admin: Coupa not reachable')).toEqual([]);
	expect(out('Give packages back')).toEqual([]);
	expect(flow.coupa.rows('invoices')).toHaveLength(21);
	expect(flow.folders.isSettled()).toBe(true);
	expect(flow.bodiesOutsideSchema()).toEqual([]);
});

test('an import that fails as a whole gives its packages back at once, and the execution fails with the reason', async () => {
	flow.engine.credentials.byType.coupaOAuth2Api = coupaCredential({ url: 'http://127.0.0.1:1' });
	const { out, error } = await runTemplate();
	expect(error?.message).toMatch(/No answer from Coupa/);
	expect(out('Give packages back').map(({ released }) => released)).toEqual([true, true, true]);
	expect(flow.files('Processing')).toEqual([]);
	expect(flow.files('Incoming')).toHaveLength(3);
	expect(out('Settle packages')).toEqual([]);
});
