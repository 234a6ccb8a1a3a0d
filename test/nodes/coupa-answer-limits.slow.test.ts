import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

import { coupaCredential, withToken } from '../../tools/harness/engine/coupa';
import { Engine, type NodeRun } from '../../tools/harness/engine/engine';
import { HostileCoupa } from './support/hostile-coupa';

const MB = 1024 * 1024;
const LIST = { resource: 'supplier', operation: 'getAll', returnAll: false, limit: 1, output: 'raw', filters: {}, options: {} };
const SCAN = {
	resource: 'invoice',
	operation: 'downloadImageScan',
	invoice: { __rl: true, mode: 'id', value: '12' },
	binaryPropertyName: 'data',
};

let coupa: HostileCoupa;
let engine: Engine;
/** 300 MB in 300 kB. */
let bomb: Buffer;

beforeAll(async () => {
	engine = await Engine.load();
	bomb = gzipSync(Buffer.alloc(300 * MB, ' '), { level: 1 });
}, 60_000);

beforeEach(async () => {
	coupa = await HostileCoupa.start();
	engine.credentials.byType.coupaOAuth2Api = coupaCredential(coupa);
});

afterEach(async () => {
	jest.useRealTimers();
	await coupa.stop();
});

const explode =
	(status: number, type = 'application/json') =>
	(_request: unknown, response: ServerResponse) => {
		response.writeHead(status, { 'content-type': type, 'content-encoding': 'gzip' }).end(bomb);
	};

/** The run, and how much memory it took at most beyond what there was. */
async function measured<Result>(run: () => Promise<Result>): Promise<{ result: Result; megabytes: number }> {
	const before = process.memoryUsage().rss;
	let most = 0;
	const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().rss - before)), 5);
	try {
		return { result: await run(), megabytes: most / MB };
	} finally {
		clearInterval(timer);
	}
}

const withOldToken = () => {
	engine.credentials.byType.coupaOAuth2Api = withToken(coupaCredential(coupa), 'old');
};

describe('an answer that unpacks to 300 MB', () => {
	test('in place of a token is not unpacked to its end', async () => {
		coupa.onToken = explode(200);
		const { result, megabytes } = await measured(async () => await engine.execute('coupa', LIST));
		expect(result.error?.message).toMatch(/answered the token request with more than any token needs/);
		expect(megabytes).toBeLessThan(60);
	});

	test.each([400, 401])('in place of a refusal of the token (%d) is not either', async (status) => {
		coupa.onToken = explode(status);
		const { result, megabytes } = await measured(async () => await engine.testCredentialRequest('coupaOAuth2Api'));
		expect(result).toMatchObject({ status: 'Error', message: expect.stringMatching(/more than any token needs/) });
		expect(megabytes).toBeLessThan(60);
	});

	test("in n8n's test of the credential is not either", async () => {
		coupa.onApi = explode(403);
		const { result, megabytes } = await measured(async () => await engine.testCredentialRequest('coupaOAuth2Api'));
		expect(result).toMatchObject({ status: 'Error', message: expect.stringMatching(/did not grant these scopes/) });
		expect(megabytes).toBeLessThan(90);
	});

	test.each<[string, number, () => Promise<NodeRun>, string]>([
		['a list', 200, async () => await engine.execute('coupa', LIST), '64 MB'],
		['a refusal of a list', 422, async () => await engine.execute('coupa', LIST), '4 MB'],
		['a file', 200, async () => await engine.execute('coupa', SCAN), '256 MB'],
		['a refusal of a file', 404, async () => await engine.execute('coupa', SCAN), '4 MB'],
	])('in place of %s (%d) is not kept', async (_what, status, run, limit) => {
		withOldToken();
		coupa.onApi = explode(status, 'image/tiff');
		const { result, megabytes } = await measured(run);
		expect(result.error?.message).toMatch(new RegExp(`is larger than ${limit} and was not read to its end`));
		expect(megabytes).toBeLessThan(limit === '256 MB' ? 400 : 180);
	});
});

/** Time runs fast for our own limits, and as always for sockets. */
async function inFastTime<Result>(run: Promise<Result>): Promise<Result> {
	const state = { isOver: false };
	const end = run.finally(() => (state.isOver = true));
	while (!state.isOver) {
		await jest.advanceTimersByTimeAsync(5_000);
		await new Promise((resolve) => setImmediate(resolve));
	}
	return await end;
}

const others = [
	'nextTick',
	'setImmediate',
	'clearImmediate',
	'setInterval',
	'clearInterval',
	'queueMicrotask',
	'performance',
	'Date',
] as const;

describe.each<[string, (response: ServerResponse) => void]>([
	['drips one byte after the other', (response) => response.writeHead(200, { 'content-type': 'application/json' }).write('[')],
	['sends headers without end', (response) => response.socket?.write('HTTP/1.1 200 OK\r\n')],
	['sends nothing', () => undefined],
])('a server that %s', (how, begin) => {
	let closed: number;

	const drip = (_request: unknown, response: ServerResponse) => {
		begin(response);
		const timer = setInterval(() => {
			if (how.startsWith('drips')) response.write(' ');
			if (how.startsWith('sends headers')) response.socket?.write('x: y\r\n');
		}, 20);
		response.socket?.once('close', () => {
			closed += 1;
			clearInterval(timer);
		});
	};

	beforeEach(() => {
		closed = 0;
		jest.useFakeTimers({ doNotFake: [...others] });
	});

	test('holds up no run longer than it may take, and no connection', async () => {
		withOldToken();
		coupa.onApi = drip;
		const { error } = await inFastTime(engine.execute('coupa', LIST));
		expect(error?.message).toMatch(/gave no complete answer within 120 s$/);
		expect(coupa.heard).toHaveLength(5);
		expect(closed).toBe(5);
	});

	test("holds up n8n's test of the credential no longer than a minute, whether it is asked for a token or for a row", async () => {
		coupa.onToken = drip;
		expect((await inFastTime(engine.testCredentialRequest('coupaOAuth2Api'))).message).toMatch(/gave no complete answer within 60 s\./);
		expect(closed).toBe(1);
		coupa.onToken = (_request, response) => {
			response.end(JSON.stringify({ access_token: 'T', token_type: 'bearer', expires_in: 60 }));
		};
		coupa.onApi = drip;
		expect((await inFastTime(engine.testCredentialRequest('coupaOAuth2Api'))).message).toMatch(/gave no complete answer within 60 s\./);
		expect(closed).toBe(2);
	});
});

test('a run that waits for a token ends when it is cancelled', async () => {
	coupa.onToken = () => undefined;
	const started = performance.now();
	const { error } = await engine.execute('coupa', LIST, undefined, {
		started: (execution) => {
			setTimeout(() => {
				execution.cancel();
			}, 300);
		},
	});
	expect(performance.now() - started).toBeLessThan(5_000);
	expect(error?.message ?? 'cancelled').toMatch(/cancel/);
});
