import { bindCredentials, outputItems, type ExecutionDetail, type WorkflowFile } from '../../../tools/harness/host/workflow-file';

const stored = [
	{ id: 'a1', name: 'Coupa', type: 'coupaOAuth2Api' },
	{ id: 'b2', name: 'Lock-box Zürich', type: 'scanOneSftpApi' },
	{ id: 'c3', name: 'Coupa', type: 'scanOneSftpApi' },
];

function workflow(credentials: WorkflowFile['nodes'][number]['credentials']): WorkflowFile {
	return {
		name: 'Import invoices',
		nodes: [
			{ name: 'Import', type: 'x.coupa', parameters: { a: 1 }, credentials },
			{ name: 'End', type: 'n8n-nodes-base.noOp' },
		],
		connections: {},
	};
}

describe('binding credentials by name', () => {
	it.each([
		['the name alone', 'Coupa'],
		['an object without id', { name: 'Coupa' }],
		['an object with a null id', { id: null, name: 'Coupa' }],
		['an id from elsewhere', { id: 'zz', name: 'Coupa' }],
	])('takes the stored credential of that type for %s', (_what, wanted) => {
		const bound = bindCredentials(workflow({ coupaOAuth2Api: wanted }), stored);
		expect(bound.nodes).toEqual([
			{ name: 'Import', type: 'x.coupa', parameters: { a: 1 }, credentials: { coupaOAuth2Api: { id: 'a1', name: 'Coupa' } } },
			{ name: 'End', type: 'n8n-nodes-base.noOp' },
		]);
	});

	it('leaves the file as it was', () => {
		const file = workflow({ coupaOAuth2Api: 'Coupa' });
		bindCredentials(file, stored);
		expect(file).toEqual(workflow({ coupaOAuth2Api: 'Coupa' }));
	});

	it('says where a credential is missing and which there are', () => {
		expect(() => bindCredentials(workflow({ scanOneSftpApi: 'Lock-box Bern' }), stored)).toThrow(
			'No credential of type scanOneSftpApi named "Lock-box Bern" for node "Import" of workflow "Import invoices"; there are: "Lock-box Zürich", "Coupa"',
		);
		expect(() => bindCredentials(workflow({ ftp: 'Coupa' }), stored)).toThrow('there are: none');
	});

	it('does not choose between two of one name', () => {
		const twice = [...stored, { id: 'd4', name: 'Coupa', type: 'coupaOAuth2Api' }];
		expect(() => bindCredentials(workflow({ coupaOAuth2Api: 'Coupa' }), twice)).toThrow(
			'Several credentials of type coupaOAuth2Api named "Coupa"',
		);
	});
});

describe('the items a node put out', () => {
	const items = (...numbers: number[]) => numbers.map((number) => ({ json: { number } }));
	const execution: ExecutionDetail = {
		id: '1',
		status: 'success',
		mode: 'manual',
		workflowId: 'w',
		startedAt: '',
		stoppedAt: null,
		data: {
			resultData: {
				runData: {
					If: [{ data: { main: [items(1), items(2, 3)] } }, { data: { main: [null, items(4)] } }],
					Failed: [{ error: { message: 'no' } }],
				},
			},
		},
	};

	it('are those of all its runs, output by output', () => {
		expect(outputItems(execution, 'If')).toEqual(items(1));
		expect(outputItems(execution, 'If', 1)).toEqual(items(2, 3, 4));
	});

	it('are none for a node that failed, did not run, or has no such output', () => {
		expect(outputItems(execution, 'Failed')).toEqual([]);
		expect(outputItems(execution, 'Absent')).toEqual([]);
		expect(outputItems(execution, 'If', 2)).toEqual([]);
	});
});
