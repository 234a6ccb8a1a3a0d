import type { Json } from '../../lib/core';
import type { RecordedRequest } from '../../tools/sandbox/coupa';
import { CLIENT, withToken } from '../../tools/harness/engine/coupa';
import { crashDelivery, CrashWorld, type WorldOptions } from '../../tools/harness/crash/world';
import { Engine } from '../../tools/harness/engine/engine';
import { type FlowResult, runTemplate } from '../../tools/harness/engine/template-flow';
import { sample } from '../sample';

/** What Coupa, or the way to it, does to a run of the template that must come out as if nothing had happened. */
interface Disturbance {
	name: string;
	coupa?: WorldOptions['coupa'];
	/** Called before the run. */
	prepare?: (world: CrashWorld) => Promise<void> | void;
	/** What else must hold of the requests. */
	requests?: (requests: RecordedRequest[]) => void;
}

interface Outcome {
	result: FlowResult;
	state: Record<string, Json>;
	requests: RecordedRequest[];
}

/** Import looks for a lost invoice after 2 s: by then the list shows it. */
const LAG_MS = 1_500;
const INVOICES_IN_COUPA = 4;

const isPost = ({ operation, path }: RecordedRequest): boolean => operation === 'post' && path === '/api/invoices';
const isToken = ({ operation }: RecordedRequest): boolean => operation === 'token';
const isWrite = ({ method, operation }: RecordedRequest): boolean => method !== 'GET' && operation !== 'token';
const postsOnlyOnce = (requests: RecordedRequest[]): void => {
	expect(requests.filter(isPost)).toHaveLength(INVOICES_IN_COUPA);
};

/** Fits the first request of every kind to every invoice. */
function firstOfEach(fits: (request: RecordedRequest) => boolean): (request: RecordedRequest) => boolean {
	const seen = new Set<string>();
	return (request) => {
		const key = JSON.stringify([request.method, request.path, request.operation === 'post' ? request.json : null]);
		const isFirst = fits(request) && !seen.has(key);
		if (isFirst) seen.add(key);
		return isFirst;
	};
}

function times<Value>(count: number, value: Value): Value[] {
	return Array.from({ length: count }, () => value);
}

/** Gives the credential a token minted hours ago, as one in use has it. */
async function useOldToken({ coupa, order }: CrashWorld): Promise<void> {
	const form = new URLSearchParams({
		grant_type: 'client_credentials',
		client_id: CLIENT.clientId,
		client_secret: CLIENT.clientSecret,
		scope: CLIENT.scopes.join(' '),
	});
	const { access_token } = (await (await fetch(`${coupa.url}/oauth2/token`, { method: 'POST', body: form })).json()) as {
		access_token: string;
	};
	order.credentials.coupaOAuth2Api = withToken(order.credentials.coupaOAuth2Api ?? {}, access_token);
	coupa.clearRequests();
}

const ALL_DISTURBANCES: Disturbance[] = [
	...(['post', 'submit', 'never'] as const).map((duplicateRule): Disturbance => ({
		name: `the answers to all new invoices are lost and the list lags behind (duplicate rule: ${duplicateRule})`,
		coupa: { duplicateRule, listLagMs: LAG_MS },
		prepare: ({ coupa }) => {
			coupa.settings.dropAnswers.push(...times(INVOICES_IN_COUPA, { match: isPost }));
		},
		requests: postsOnlyOnce,
	})),
	{
		name: 'every write loses its answer once',
		coupa: { duplicateRule: 'never', listLagMs: LAG_MS },
		prepare: ({ coupa }) => {
			coupa.settings.dropAnswers.push(...times(50, { match: firstOfEach(isWrite) }));
		},
		requests: (requests) => {
			postsOnlyOnce(requests);
			// Each attachment that arrives is kept, so the lost one must not be sent again.
			expect(requests.filter(({ operation }) => operation === 'attachment')).toHaveLength(3);
		},
	},
	{
		name: 'every read and every step on a draft is answered with 503 once',
		prepare: ({ coupa }) => {
			const status = 503;
			coupa.settings.failNext.push(...times(50, { match: firstOfEach((request) => !isPost(request)), status }));
		},
	},
	{
		name: 'three 429 in a row for every kind of request',
		prepare: ({ coupa }) => {
			const retryNow = { status: 429, headers: { 'retry-after': '0' } };
			for (const operation of ['list', 'image', 'submit', 'attachment'])
				coupa.settings.failNext.push(
					...times(operation === 'list' ? 3 : 1, { match: (request: RecordedRequest) => request.operation === operation, ...retryNow }),
				);
			coupa.settings.failNext.push(...times(INVOICES_IN_COUPA, { match: firstOfEach(isPost), ...retryNow }));
		},
	},
	{
		name: 'a Coupa that takes four requests a second and refuses what is beyond',
		coupa: { requestsPerSecond: 4, burst: 2, overLimit: '429', retryAfterSeconds: 1 },
	},
	{
		name: 'a token that Coupa knows only after a moment',
		coupa: { tokenUsableAfterMs: 300 },
		requests: (requests) => {
			expect(requests.filter(isToken)).toHaveLength(1);
		},
	},
	...[1, 3, 6, 9, 12, 15].map((n): Disturbance => ({
		name: `the token expires before request ${n}`,
		prepare: async (world) => {
			await useOldToken(world);
			world.coupa.intercept((request, phase) => {
				if (request.n === n && phase === 'received') world.coupa.expireTokens();
				return 'continue';
			});
		},
		requests: (requests) => {
			expect(requests.filter(isToken)).toHaveLength(1);
			expect(requests.filter(({ status }) => status === 401).length).toBeGreaterThan(0);
		},
	})),
];

const DISTURBANCES = sample(ALL_DISTURBANCES, 2, 1);

/** One run in this process, with an engine and sandboxes of its own: all of them are made at the same time. */
async function outcomeOf({ coupa, prepare }: Omit<Disturbance, 'name'>): Promise<Outcome> {
	const world = await CrashWorld.start(await crashDelivery(), coupa && { coupa });
	try {
		await prepare?.(world);
		const engine = await Engine.load(world.order.credentials);
		const result = await runTemplate(engine, world.order.options);
		return { result, state: world.endState(), requests: world.coupa.requests() };
	} finally {
		await world.stop();
	}
}

let undisturbed: Outcome;
const outcomes = new Map<string, Outcome>();
beforeAll(async () => {
	undisturbed = await outcomeOf({});
	await Promise.all(DISTURBANCES.map(async (disturbance) => outcomes.set(disturbance.name, await outcomeOf(disturbance))));
}, 120_000);

test('without a disturbance each invoice ends where it belongs', () => {
	expect(undisturbed.result.error).toBeNull();
	expect(undisturbed.result.settled).toMatchObject([
		{ settled: true, imported: 2, refused: 1 },
		{ settled: true, imported: 1, heldAsDraft: 1, needsBuyer: 1 },
	]);
	expect(undisturbed.state.invoices).toHaveLength(INVOICES_IN_COUPA);
});

test.each(DISTURBANCES)('$name: the same end', ({ name, requests }) => {
	const outcome = outcomes.get(name);
	expect(outcome?.result.error).toBeNull();
	expect(outcome?.result.settled.map(({ package: of, settled, reason }) => [of, settled, reason])).toEqual([
		['scan-one-crash-a.zip', true, ''],
		['scan-one-crash-b.zip', true, ''],
	]);
	expect(outcome?.state).toEqual(undisturbed.state);
	requests?.(outcome?.requests ?? []);
});
