import { request } from 'node:http';
import { defaultSettings, type CoupaSandbox } from '../../../../tools/sandbox/coupa';
import { RateLimit } from '../../../../tools/sandbox/coupa/http/rate-limit';
import { draft, field, ids, invoiceBody, openCompany, type Company, type Reply } from './company';

let company: Company;
let sandbox: CoupaSandbox;
beforeEach(async () => {
	company = await openCompany();
	sandbox = company.sandbox;
	sandbox.clearRequests();
});
afterEach(() => sandbox.stop());

describe('the request limit', () => {
	const burstOf = async (count: number): Promise<{ passed: number; refused: Reply[]; seconds: number }> => {
		const started = performance.now();
		const answers = await Promise.all(Array.from({ length: count }, () => company.call('GET', '/api/currencies')));
		const refused = answers.filter(({ status }) => status === 429);
		return { passed: count - refused.length, refused, seconds: (performance.now() - started) / 1000 };
	};

	it('lets a burst of 20 pass and refuses what is beyond 25 a second', async () => {
		sandbox.settings.requestsPerSecond = 25;
		const { passed, refused, seconds } = await burstOf(60);
		expect(passed).toBeGreaterThanOrEqual(20);
		expect(passed).toBeLessThanOrEqual(20 + 25 * seconds + 1);
		expect(refused[0]?.headers.get('retry-after')).toBe('1');
		sandbox.settings.retryAfterSeconds = null;
		expect((await burstOf(60)).refused[0]?.headers.has('retry-after')).toBe(false);
	});

	it('fills up again at the set rate', async () => {
		let now = 0;
		const limit = new RateLimit({ ...defaultSettings(), requestsPerSecond: 2, burst: 5 }, () => now);
		const passed = async () => {
			const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => limit.admit()));
			return outcomes.filter(({ status }) => status === 'fulfilled').length;
		};
		expect(await passed()).toBe(5);
		now = 499;
		expect(await passed()).toBe(0);
		now = 1500;
		expect(await passed()).toBe(3);
		now = 60_000;
		expect(await passed()).toBe(5);
	});

	it('holds requests back by setting, as many as the burst', async () => {
		Object.assign(sandbox.settings, { requestsPerSecond: 20, burst: 10, overLimit: 'queue' });
		const { passed, refused, seconds } = await burstOf(40);
		expect(passed).toBeGreaterThanOrEqual(20);
		expect(refused.length).toBeGreaterThan(0);
		expect(seconds).toBeGreaterThanOrEqual((passed - 10) / 20 - 0.05);
	});
});

describe('faults', () => {
	it('answer instead of the work, one request each', async () => {
		sandbox.settings.failNext.push(
			{ status: 503, body: 'down', headers: { 'retry-after': '2' } },
			{ match: ({ operation }) => operation === 'post', status: 429, body: { errors: ['slow'] } },
		);
		const first = await company.call('GET', '/api/currencies');
		expect([first.status, first.text, first.headers.get('retry-after')]).toEqual([503, 'down', '2']);
		expect((await company.call('GET', '/api/currencies')).status).toBe(200);
		const post = await company.call('POST', '/api/invoices', invoiceBody());
		expect([post.status, post.json]).toEqual([429, { errors: ['slow'] }]);
		expect(sandbox.rows('invoices')).toEqual([]);
		expect((await company.call('POST', '/api/invoices', invoiceBody())).status).toBe(201);
	});

	it('reach the token call too', async () => {
		sandbox.settings.failNext.push({ match: ({ operation }) => operation === 'token', status: 500 });
		expect((await company.call('GET', '/api/currencies')).status).toBe(200);
		expect((await company.token()).status).toBe(500);
		expect((await company.token()).status).toBe(200);
	});

	it('drop an answer after the work is done', async () => {
		sandbox.settings.dropAnswers.push({ match: ({ operation }) => operation === 'post' });
		await expect(company.call('POST', '/api/invoices', invoiceBody())).rejects.toThrow();
		expect(sandbox.rows('invoices')).toHaveLength(1);
		expect(sandbox.requests().at(-1)).toMatchObject({ operation: 'post', status: null, invoiceId: sandbox.rows('invoices')[0]?.id });
		expect((await company.call('POST', '/api/invoices', invoiceBody({ 'invoice-number': '2' }))).status).toBe(201);
	});

	it('delay answers', async () => {
		sandbox.settings.latencyMs = 300;
		const started = performance.now();
		await Promise.all([company.call('GET', '/api/currencies'), company.call('GET', '/api/uoms')]);
		expect(performance.now() - started).toBeGreaterThanOrEqual(295);
	});

	it('keep a new invoice out of lists for a while, not from its id', async () => {
		sandbox.settings.listLagMs = 60_000;
		const id = await draft(company);
		expect((await company.call('GET', `/api/invoices/${id}`)).status).toBe(200);
		expect(ids(await company.call('GET', '/api/invoices?invoice_number=NB-77121'))).toEqual([]);
		sandbox.settings.listLagMs = 0;
		expect(ids(await company.call('GET', '/api/invoices?invoice_number=NB-77121'))).toEqual([id]);
		await company.call('PUT', `/api/invoices/${id}/submit`);
		expect(ids(await company.call('GET', '/api/invoices?status=pending_approval'))).toEqual([id]);
	});
});

describe('the request log', () => {
	it('tells what each request was for, about which invoice, and what came of it', async () => {
		await company.token();
		const id = await draft(company);
		const scan = new FormData();
		scan.append('file', new Blob(['x']), 'x.pdf');
		await company.call('PUT', `/api/invoices/${id}/image_scan`, scan);
		await company.call('POST', `/api/invoices/${id}/attachments`, { type: 'text', text: 'a' });
		await company.call('GET', `/api/invoices/${id}/attachments`);
		await company.call('GET', `/api/invoices/${id}/retrieve_image_scan`);
		await company.call('PUT', `/api/invoices/${id}`, { comments: 'a' });
		await company.call('PUT', `/api/invoices/${id}?exported=true`);
		await company.call('PUT', `/api/invoices/${id}/submit`);
		await company.call('PUT', `/api/invoices/${id}/abandon`);
		await company.call('PUT', `/api/invoices/${id}/void`);
		await company.call('GET', `/api/invoices/${id}`);
		await company.call('GET', '/api/invoices?invoice_number[in]=a,b%2Cc&supplier_id=5502');
		await company.call('GET', '/api/suppliers/5502/addresses');
		await company.call('DELETE', `/api/invoices/${id}`);
		await company.call('GET', '/elsewhere/a/b');
		const seen = sandbox.requests();
		expect(seen.map(({ operation }) => operation)).toEqual([
			'token',
			'post',
			'image',
			'attachment',
			'attachments',
			'retrieveImage',
			'put',
			'exported',
			'submit',
			'abandon',
			'void',
			'get',
			'list',
			'list',
			'delete',
			'other',
		]);
		expect(seen.map(({ n }) => n)).toEqual(seen.map((_request, index) => index + 1));
		expect(seen.slice(1, 12).map(({ invoiceId }) => invoiceId)).toEqual(Array.from({ length: 11 }, () => id));
		expect(seen[1]).toMatchObject({
			method: 'POST',
			path: '/api/invoices',
			status: 201,
			json: invoiceBody(),
			requestBytes: Buffer.byteLength(JSON.stringify(invoiceBody())),
		});
		expect(seen[10]).toMatchObject({ operation: 'void', status: 400 });
		expect(seen[12]).toMatchObject({
			query: [
				['invoice_number[in]', 'a,b,c'],
				['supplier_id', '5502'],
			],
			status: 200,
		});
		sandbox.clearRequests();
		expect(sandbox.requests()).toEqual([]);
	});
});

describe('intercept', () => {
	it('drops a request before anything is done', async () => {
		sandbox.intercept(({ operation }, phase) => (operation === 'post' && phase === 'received' ? 'drop' : 'continue'));
		await expect(company.call('POST', '/api/invoices', invoiceBody())).rejects.toThrow();
		expect(sandbox.rows('invoices')).toEqual([]);
		sandbox.intercept(null);
		expect((await company.call('POST', '/api/invoices', invoiceBody())).status).toBe(201);
	});

	it('drops an answer when all is stored', async () => {
		const phases: string[] = [];
		sandbox.intercept(({ n, operation }, phase): 'drop' | 'continue' => {
			phases.push(`${n} ${operation} ${phase}`);
			return phase === 'answering' ? 'drop' : 'continue';
		});
		await expect(company.call('POST', '/api/invoices', invoiceBody())).rejects.toThrow();
		expect(phases).toEqual(['1 post received', '1 post answering']);
		expect(sandbox.rows('invoices')).toHaveLength(1);
	});

	it('holds one request while others go on', async () => {
		let release = (): void => undefined;
		const held = new Promise<void>((resolve) => (release = resolve));
		sandbox.intercept(async ({ operation }, phase): Promise<'continue'> => {
			if (operation === 'post' && phase === 'received') await held;
			return 'continue';
		});
		const waiting = company.call('POST', '/api/invoices', invoiceBody());
		expect((await company.call('GET', '/api/currencies')).status).toBe(200);
		expect(sandbox.rows('invoices')).toEqual([]);
		release();
		expect((await waiting).status).toBe(201);
	});
});

it('does nothing for a request that breaks off in the middle', async () => {
	const token = field((await company.token()).json, 'access_token');
	sandbox.clearRequests();
	await new Promise<void>((resolve) => {
		const cut = request(`${sandbox.url}/api/invoices`, {
			method: 'POST',
			headers: { authorization: `Bearer ${String(token)}`, 'content-type': 'application/json', 'content-length': '5000' },
		});
		cut.on('error', () => {
			resolve();
		});
		cut.write(JSON.stringify(invoiceBody()));
		setTimeout(() => cut.destroy(new Error('killed')), 30);
	});
	await new Promise((resolve) => setTimeout(resolve, 30));
	expect(sandbox.requests()).toEqual([]);
	expect(sandbox.rows('invoices')).toEqual([]);
	expect((await company.call('POST', '/api/invoices', invoiceBody())).status).toBe(201);
});
