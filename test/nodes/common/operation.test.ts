import type { INodeExecutionData, INodeType } from 'n8n-workflow';

import { type Group, runOperation } from '../../../nodes/common/operation';
import { Engine } from '../../../tools/harness/engine/engine';

let engine: Engine;

beforeAll(async () => {
	engine = await Engine.load();
});

/** Runs an operation of groups in n8n's engine over three input items. */
async function run(groups: () => AsyncIterable<Group>, onError?: 'continueRegularOutput') {
	const grouped: INodeType = {
		description: {
			displayName: 'Grouped',
			name: 'test.grouped',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: { name: 'Grouped' },
			inputs: ['main'],
			outputs: ['main'],
			properties: [],
		},
		async execute() {
			const operation = { description: [], groups: { one: 'package', many: 'packages' }, executeGroups: groups };
			return await runOperation(this, operation, async (use) => await use(null));
		},
	};
	engine.otherNodes['test.grouped'] = grouped;
	const node = { id: 'grouped', name: 'Grouped', type: 'test.grouped', typeVersion: 1, parameters: {}, ...(onError && { onError }) };
	const { data } = await engine.run(
		[{ ...node, position: [0, 0] }],
		{ Feed: { main: [[{ node: 'Grouped', type: 'main', index: 0 }]] } },
		['a', 'b', 'c'].map((name): INodeExecutionData => ({ json: { name } })),
	);
	const [task] = data.resultData.runData.Grouped ?? [];
	return {
		items: task?.data?.main?.[0] ?? [],
		hints: (task?.hints ?? []).map(({ message }) => message),
		error: data.resultData.error?.message,
	};
}

async function* endsAfterFirst(): AsyncIterable<Group> {
	yield { outputs: [{ json: { settled: 'a' }, from: 0 }] };
	throw new Error('The connection is gone.');
}

test('an operation that ends early keeps what its groups gave, and a hint says why the rest is missing', async () => {
	const { items, hints, error } = await run(endsAfterFirst);
	expect(error).toBeUndefined();
	expect(items).toEqual([{ json: { settled: 'a' }, pairedItem: { item: 0 } }]);
	expect(hints).toEqual(['1 of 2 packages failed, the others are done: The connection is gone.']);
});

test('with Continue On Fail the input items it did not come to leave as failed ones', async () => {
	const { items } = await run(endsAfterFirst, 'continueRegularOutput');
	expect(items).toEqual([
		{ json: { settled: 'a' }, pairedItem: { item: 0 } },
		{ json: { error: 'The connection is gone.', details: expect.anything() }, pairedItem: { item: 1 } },
		{ json: { error: 'The connection is gone.', details: expect.anything() }, pairedItem: { item: 2 } },
	]);
});

test('an operation that ends before its first group fails the node', async () => {
	const { items, error } = await run(async function* () {
		throw new Error('No answer.');
	});
	expect([items, error]).toEqual([[], 'No answer.']);
});
