import { request } from 'node:http';

import { formValues, PageRig } from './support';

const N8N = { url: 'http://127.0.0.1:5678', email: 'ap@example.test', password: 'Sandbox-Only-1' };
let rig: PageRig;
let closed: string | null = null;
beforeEach(async () => {
	closed = null;
	rig = await PageRig.start({ n8n: () => N8N, closed: () => closed, pace: 'n8n looks once a minute.' });
});
afterEach(async () => await rig.stop());

/** The status of a request with headers that fetch would not send. */
async function status(method: string, path: string, headers: Record<string, string>): Promise<number> {
	const { port } = new URL(rig.page.url);
	return await new Promise((resolve, reject) => {
		request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
			answer.resume();
			resolve(answer.statusCode ?? 0);
		})
			.on('error', reject)
			.end(method === 'POST' ? 'go=' : undefined);
	});
}

test('it answers under the name of this machine only, and takes forms from its own pages only', async () => {
	const { host, port } = new URL(rig.page.url);
	const form = { 'content-type': 'application/x-www-form-urlencoded' };
	expect(await status('GET', '/', { host: `localhost:${port}` })).toBe(200);
	for (const other of ['evil.example', `evil.example:${port}`, '127.0.0.1', `127.0.0.1.evil.example:${port}`])
		expect([other, await status('GET', '/', { host: other })]).toEqual([other, 403]);
	for (const origin of ['https://evil.example', 'null', `http://localhost:${port}`, 'http://127.0.0.1'])
		expect([origin, await status('POST', '/sample', { ...form, host, origin })]).toEqual([origin, 403]);
	expect(await status('POST', '/sample', { ...form, host })).toBe(403);
	expect(await status('DELETE', '/sample', { host, origin: rig.page.url })).toBe(405);
	expect(await status('POST', '/sample', { 'content-type': 'text/plain', host, origin: rig.page.url })).toBe(415);
	expect(await rig.delivered()).toEqual([]);
	expect(await status('POST', '/sample', { ...form, host, origin: rig.page.url })).toBe(303);
});

test('it says where n8n is and its login, and no other secret', async () => {
	const home = (await rig.get('/')).text;
	for (const text of Object.values(N8N)) expect(home).toContain(text);
	expect(home).toContain('n8n looks once a minute.');
	const paths = ['/', '/send/scan', '/send/fax', '/send/entry', '/suppliers', '/suppliers/5502', '/orders', '/orders/70315', '/outgoing'];
	for (const path of paths) {
		const { text, headers } = await rig.get(path);
		expect([path, /sandbox-secret|cxml-secret/.test(text)]).toEqual([path, false]);
		expect(headers.get('content-security-policy')).toContain("default-src 'none'");
		expect(headers.get('x-content-type-options')).toBe('nosniff');
	}
});

test('as long as the checks run it can be watched, and nothing can be sent or changed', async () => {
	const form = formValues((await rig.get('/send/entry')).text);
	closed = 'The checks <run>.';
	for (const path of ['/', '/suppliers/5502', '/orders/70315']) {
		const { status: code, text } = await rig.get(path);
		expect([path, code, text.includes('The checks &lt;run&gt;.'), text.includes('<button')]).toEqual([path, 200, true, false]);
	}
	for (const path of ['/send/entry', '/sample', '/suppliers/5502'])
		expect([path, (await rig.post(path, form)).status]).toEqual([path, 503]);
	expect(await rig.delivered()).toEqual([]);
	closed = null;
	expect((await rig.post('/send/entry', form)).status).toBe(303);
});

test.each([
	'/',
	'/send/scan',
	'/send/fax',
	'/send/entry?from=supplier:V-20015',
	'/suppliers',
	'/suppliers/5504',
	'/orders',
	'/orders/70350',
	'/outgoing',
])('%s has one heading of the first level, a title, and a label for every control', async (path) => {
	const { text } = await rig.get(path);
	expect(text.match(/<h1\b/g)).toHaveLength(1);
	expect(text).toMatch(/<html lang="en">[^]*<title>[^<]+<\/title>/);
	const ids = [...text.matchAll(/\bid="([^"]*)"/g)].map(([, id]) => id);
	expect(new Set(ids).size).toBe(ids.length);
	const labelled = new Set([...text.matchAll(/<label for="([^"]*)"/g)].map(([, id]) => id));
	const controls = [...text.matchAll(/<(?:input|select)\b[^>]*>/g)].map(([tag]) => tag).filter((tag) => !tag.includes('type="hidden"'));
	expect(controls.filter((tag) => !labelled.has(/\bid="([^"]*)"/.exec(tag)?.[1]))).toEqual([]);
	for (const [, named = ''] of text.matchAll(/aria-describedby="([^"]*)"/g)) for (const id of named.split(' ')) expect(ids).toContain(id);
});
