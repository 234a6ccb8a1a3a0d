import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer, type Server as HttpServer, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import type { INodeExecutionData } from 'n8n-workflow';

import { coupaCredential, withToken } from '../../tools/harness/engine/coupa';
import { Engine } from '../../tools/harness/engine/engine';

/** What a run of Upload Image Scan, which may be repeated, ends with against one kind of server. */
interface Case {
	/** Starts what answers in the place of Coupa. */
	server: () => Server | HttpServer;
	host?: 'localhost' | '127.0.0.1';
	/** Certificate of the authority that n8n is to trust. */
	trusted?: keyof typeof certificates;
	proxy?: () => HttpServer;
	/** Plain http, as to a sandbox. */
	plain?: true;
	/** Plain http, and no token yet: this is the answer to the request for one. */
	token?: { status: number; body: string };
	/** Of the error. */
	message: RegExp;
	hint: RegExp;
}

const UNDECIDED = /^Coupa may still have carried it out/;

let folder: string;
let key: string;
const certificates: Record<'good' | 'expired' | 'byCompany' | 'company', string> = { good: '', expired: '', byCompany: '', company: '' };

/** Certificates for localhost: signed by themselves, valid or expired, and one of a company's own authority. */
function makeCertificates(): void {
	folder = mkdtempSync(join(tmpdir(), 'coupa-tls-'));
	const openssl = (...parameters: string[]) => {
		execFileSync('openssl', parameters, { cwd: folder, stdio: 'ignore' });
	};
	const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
	openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'key.pem', '-out', 'request.pem', ...names);
	openssl('req', '-x509', '-key', 'key.pem', '-out', 'good.pem', '-days', '2', ...names);
	openssl('x509', '-req', '-in', 'request.pem', '-signkey', 'key.pem', '-days', '-1', '-out', 'expired.pem');
	openssl(
		'req',
		'-x509',
		'-newkey',
		'rsa:2048',
		'-nodes',
		'-keyout',
		'company-key.pem',
		'-out',
		'company.pem',
		'-subj',
		'/CN=Company',
		'-days',
		'2',
	);
	openssl(
		'x509',
		'-req',
		'-in',
		'request.pem',
		'-CA',
		'company.pem',
		'-CAkey',
		'company-key.pem',
		'-CAcreateserial',
		'-days',
		'2',
		'-out',
		'byCompany.pem',
	);
	const read = (name: string) => readFileSync(join(folder, name), 'utf8');
	key = read('key.pem');
	for (const name of ['good', 'expired', 'byCompany', 'company'] as const) certificates[name] = read(`${name}.pem`);
}

const encrypted = (cert: keyof typeof certificates, answer: (socket: Socket) => void = (socket) => socket.end()) =>
	createHttpsServer({ key, cert: certificates[cert] }, ({ socket }) => {
		answer(socket);
	});

const CASES: Record<string, Case> = {
	'a certificate of an authority nobody knows': {
		server: () => encrypted('good'),
		message:
			/the certificate of localhost:\d+ is from an authority that n8n does not trust \(DEPTH_ZERO_SELF_SIGNED_CERT\), so nothing was sent/,
		hint: /NODE_EXTRA_CA_CERTS/,
	},
	"a certificate of the company's own authority": {
		server: () => encrypted('byCompany'),
		message: /is from an authority that n8n does not trust \(UNABLE_TO_VERIFY_LEAF_SIGNATURE\), so nothing was sent/,
		hint: /NODE_EXTRA_CA_CERTS/,
	},
	'a certificate that has expired': {
		server: () => encrypted('expired'),
		trusted: 'expired',
		message: /the certificate of localhost:\d+ has expired \(CERT_HAS_EXPIRED\), so nothing was sent/,
		hint: /renewed/,
	},
	'a certificate for another name': {
		server: () => encrypted('good'),
		host: '127.0.0.1',
		trusted: 'good',
		message: /was issued for another host name \(ERR_TLS_CERT_ALTNAME_INVALID\), so nothing was sent/,
		hint: /^Check the instance address/,
	},
	'a server that speaks no TLS': {
		server: () => createHttpServer((_request, response) => response.end()),
		message: /the encrypted connection \(TLS\) to localhost:\d+ failed: wrong version number$/,
		hint: /^Check that the instance address/,
	},
	'a connection cut while TLS is agreed': {
		server: () => createServer((socket) => socket.once('data', () => socket.destroy())),
		message: /did not answer: the connection was cut while encryption \(TLS\) was agreed/,
		hint: /^Check the instance address/,
	},
	'a connection cut after the request': {
		server: () => encrypted('good', (socket) => socket.destroy()),
		trusted: 'good',
		message: /did not answer/,
		hint: UNDECIDED,
	},
	'an error of TLS after the request': {
		server: () =>
			createServer((socket) => {
				const secure = new tls.TLSSocket(socket, { isServer: true, key, cert: certificates.good });
				secure.on('error', () => undefined);
				secure.once('data', () => socket.write('no record of TLS'));
			}),
		trusted: 'good',
		message: /the encrypted connection \(TLS\) to localhost:\d+ failed: bad record type$/,
		hint: UNDECIDED,
	},
	'an answer larger than memory should hold': {
		server: () =>
			createHttpServer((_request, response) => {
				for (let megabytes = 0; megabytes < 65; megabytes++) response.write(Buffer.alloc(1024 * 1024, ' '));
				response.end('{}');
			}),
		plain: true,
		message: /^The answer to “image scan” on invoice 12 is larger than 64 MB and was not read to its end\.$/,
		hint: UNDECIDED,
	},
	...Object.fromEntries(
		[
			[200, '<html><title>Sign in</title></html>'],
			[302, ''],
			[401, '<html><title>Sign in</title></html>'],
			[403, '<html><title>Request blocked</title></html>'],
			[404, '{"message":"no Route matched"}'],
			[429, 'Slow down'],
		].map(([status, body]) => [
			`a token request answered with ${status} by somebody else`,
			{
				server: () => createHttpServer(),
				token: { status: Number(status), body: String(body) },
				message: new RegExp(`issued no access token: the response was ${status}, and not Coupa's$`),
				hint: /^Check the instance address/,
			},
		]),
	),
	'a token request during maintenance': {
		server: () => createHttpServer(),
		token: { status: 503, body: '<html><title>Maintenance</title></html>' },
		message: /did not answer: .*503/,
		hint: /^Check the instance address/,
	},
	'a token that Coupa refuses': {
		server: () => createHttpServer(),
		token: { status: 401, body: '{"error":"invalid_client","error_description":"Client authentication failed"}' },
		message: /did not issue an access token: /,
		hint: /^Copy both again from the client in Coupa/,
	},
	'a proxy that lets nobody through': {
		server: () => encrypted('good'),
		trusted: 'good',
		proxy: () =>
			createHttpServer().on('connect', (_request, socket) =>
				socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n'),
			),
		message: /^Coupa gave no verdict on .*: the response was 407 Proxy Authentication Required$/,
		hint: /HTTPS_PROXY/,
	},
};

const connect = tls.connect;
const trusted = new Map<number, string>();
const ends = new Map<string, { message: string; hint: string }>();

async function listening(server: Server | HttpServer): Promise<number> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
}

async function endOf({
	server: start,
	host = 'localhost',
	trusted: authority,
	proxy,
	token,
	plain,
}: Case): Promise<{ message: string; hint: string }> {
	const servers = [start(), ...(proxy ? [proxy()] : [])];
	const [port = 0, proxyPort] = await Promise.all(servers.map(listening));
	if (authority !== undefined) trusted.set(port, certificates[authority]);
	if (proxyPort !== undefined) Object.assign(process.env, { https_proxy: `http://127.0.0.1:${proxyPort}`, no_proxy: '' });
	if (token !== undefined)
		servers[0]?.on('request', (_request: unknown, response: ServerResponse) => response.writeHead(token.status).end(token.body));
	const entered = coupaCredential({ url: `${token === undefined && plain === undefined ? 'https' : 'http'}://${host}:${port}` });
	// With a token there already nothing but the request itself goes out.
	const engine = await Engine.load({ coupaOAuth2Api: token === undefined ? withToken(entered, 'token-1') : entered });
	const item: INodeExecutionData = { json: {}, binary: { data: { data: 'JVBERi0=', mimeType: 'application/pdf', fileName: 'a.pdf' } } };
	const invoice = { __rl: true, mode: 'id', value: '12' };
	const { error } = await engine.execute(
		'coupa',
		{ resource: 'invoice', operation: 'uploadImageScan', invoice, output: 'raw', binaryPropertyName: 'data' },
		[item],
	);
	for (const server of servers) server.close();
	return { message: error?.message ?? '', hint: error?.description?.split('\n')[0] ?? '' };
}

beforeAll(async () => {
	makeCertificates();
	jest
		.spyOn(tls, 'connect')
		.mockImplementation(((options: tls.ConnectionOptions) =>
			connect({ ...options, ...(trusted.has(Number(options.port)) && { ca: trusted.get(Number(options.port)) }) })) as typeof tls.connect);
	const all = Object.entries(CASES);
	await Promise.all(all.filter(([, { proxy }]) => proxy === undefined).map(async ([name, of]) => ends.set(name, await endOf(of))));
	for (const [name, of] of all.filter(([, { proxy }]) => proxy !== undefined)) ends.set(name, await endOf(of));
}, 120_000);

afterAll(() => {
	jest.restoreAllMocks();
	delete process.env.https_proxy;
	delete process.env.no_proxy;
	rmSync(folder, { recursive: true, force: true });
});

test.each(Object.keys(CASES))('%s', (name) => {
	const { message, hint } = ends.get(name) ?? { message: '', hint: '' };
	expect(message).toMatch(CASES[name]?.message ?? /^$/);
	expect(hint).toMatch(CASES[name]?.hint ?? /^$/);
});
