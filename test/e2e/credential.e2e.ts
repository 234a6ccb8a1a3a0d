/*
 * The Coupa credential in a real n8n: its form, its test, where its token is kept and where it goes.
 * Run it with tsx. It prints one line per check and at the end `N passed, N failed`.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CLIENT } from '../../tools/harness/engine/coupa';
import { N8nApi, type Owner } from '../../tools/harness/host/api';
import { installCommunityPackage, packPackage } from '../../tools/harness/host/community-package';
import { installN8n } from '../../tools/harness/host/install';
import { type N8nServer, startN8n } from '../../tools/harness/host/server';
import { type ExecutionDetail, outputItems, type WorkflowFile } from '../../tools/harness/host/workflow-file';
import { PROJECT } from '../../tools/harness/project';
import { HostileCoupa, json } from '../nodes/support/hostile-coupa';
import { check as checkOne, conclude } from './checks';

const OWNER: Owner = { email: 'ap.analyst@example.com', firstName: 'Ada', lastName: 'Miller', password: 'Lockbox-2026' };
const TYPE = 'coupaOAuth2Api';
const START = { id: '1', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} };

let n8n: N8nServer;
let api: N8nApi;
let coupa: HostileCoupa;
let elsewhere: HostileCoupa;

/** One check, after which both servers have heard nothing. */
async function check(name: string, body: () => Promise<void>): Promise<void> {
	await checkOne(name, body);
	coupa.heard.length = 0;
	elsewhere.heard.length = 0;
}

function workflow(name: string, type: string, typeVersion: number, parameters: Record<string, unknown>): WorkflowFile {
	return {
		name,
		nodes: [START, { id: '2', name: 'Ask', type, typeVersion, position: [200, 0], parameters, credentials: { [TYPE]: 'Coupa' } }],
		connections: { Start: { main: [[{ node: 'Ask', type: 'main', index: 0 }]] } },
	};
}

const getMany = () =>
	workflow('Get many', 'n8n-nodes-coupa-scan-one.coupa', 1, {
		...{ resource: 'supplier', operation: 'getAll', returnAll: false, limit: 1, output: 'raw', filters: {}, options: {} },
	});

const httpRequest = (url: string) =>
	workflow(`HTTP request to ${url}`, 'n8n-nodes-base.httpRequest', 4.2, {
		...{ url, authentication: 'predefinedCredentialType', nodeCredentialType: TYPE, options: {} },
	});

async function save(data: Record<string, unknown> = {}): Promise<string> {
	const { clientId, clientSecret } = CLIENT;
	return await api.saveCredential({ name: 'Coupa', type: TYPE, data: { serverUrl: coupa.url, clientId, clientSecret, ...data } });
}

async function ran(file: WorkflowFile): Promise<ExecutionDetail> {
	return await api.waitForExecution(await api.run(await api.importWorkflow(file), 'Start'));
}

const errorOf = ({ data }: ExecutionDetail) => data.resultData.error?.message ?? '';
const tokenRequests = () => coupa.heard.filter(({ path }) => path === '/oauth2/token').length;

async function checks(restart: () => Promise<void>): Promise<void> {
	await check('the form has our fields and none of an OAuth2 credential that a person connects', async () => {
		const type = await api.credentialType(TYPE);
		assert.equal(type?.extends, undefined);
		assert.deepEqual(
			type?.properties.filter((property) => property.type !== 'hidden').map((property) => property.name),
			['serverUrl', 'notice', 'clientId', 'clientSecret', 'scopes', 'requestsPerSecond'],
		);
	});

	await check('n8n serves the help page that nodes and credentials link to, and its picture', async () => {
		for (const [file, holds] of [
			['dist/help/readme.svg', 'id="connect-coupa"'],
			['docs/pictures/flow.svg', '<svg'],
		] as const) {
			const response = await fetch(`${n8n.url}/icons/n8n-nodes-coupa-scan-one/${file}`);
			assert.deepEqual([response.status, response.headers.get('content-type')], [200, 'image/svg+xml']);
			assert.ok((await response.text()).includes(holds), file);
		}
	});

	await check('the test passes with one token, and n8n shows neither secret nor token', async () => {
		const id = await save();
		assert.deepEqual(await api.testCredential(id), { status: 'OK', message: 'Connection successful!' });
		assert.equal(tokenRequests(), 1);
		const shown = JSON.stringify(await api.credentialShown(id));
		assert.doesNotMatch(shown, new RegExp(`${CLIENT.clientSecret}|token-\\d`));
	});

	await check('the token serves runs of both nodes, before and after a restart of n8n', async () => {
		assert.deepEqual(outputItems(await ran(getMany()), 'Ask'), []);
		assert.equal((await ran(httpRequest(`${coupa.url}/api/suppliers`))).status, 'success');
		await restart();
		assert.equal((await ran(getMany())).status, 'success');
		assert.equal(tokenRequests(), 0);
		assert.equal(coupa.heard.length, 3);
	});

	await check('a refused token is replaced once, and the new one kept', async () => {
		let refused = 0;
		coupa.onApi = ({ authorization }, response) => {
			if (authorization === `Bearer ${coupa.token()}`) json(response, []);
			else response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end(String((refused += 1)));
		};
		coupa.heard.length = 0;
		assert.equal((await ran(getMany())).status, 'success');
		assert.equal((await ran(getMany())).status, 'success');
		assert.equal(tokenRequests(), 1);
		coupa.onApi = (_request, response) => {
			json(response, []);
		};
	});

	await check('the HTTP Request node gets the token to no other host', async () => {
		assert.match(errorOf(await ran(httpRequest(`${elsewhere.url}/api/suppliers`))), /signs in nowhere else, so nothing was sent/);
		assert.deepEqual(elsewhere.heard, []);
		coupa.onApi = (_request, response) => {
			response.writeHead(307, { location: `${elsewhere.url}/api/suppliers` }).end();
		};
		await ran(httpRequest(`${coupa.url}/api/suppliers`));
		assert.deepEqual(
			elsewhere.heard.map(({ authorization }) => authorization),
			elsewhere.heard.map(() => undefined),
		);
		coupa.onApi = (_request, response) => {
			json(response, []);
		};
	});

	await check('after an edit of the instance the new one gets a token of its own, never the old one', async () => {
		await save({ serverUrl: elsewhere.url });
		assert.equal((await ran(getMany())).status, 'success');
		assert.deepEqual(
			elsewhere.heard.map(({ authorization }) => authorization),
			[undefined, `Bearer ${elsewhere.token(1)}`],
		);
		assert.deepEqual(coupa.heard, []);
	});

	await check('a token request that is redirected takes the secret nowhere, and the test says so', async () => {
		const id = await save();
		coupa.onToken = (_request, response) => {
			response.writeHead(307, { location: `${elsewhere.url}/oauth2/token` }).end();
		};
		const { status, message } = await api.testCredential(id);
		assert.equal(status, 'Error');
		assert.match(message, /issued no access token: the response was 307, and not Coupa's\. .*not sent on/);
		assert.deepEqual(elsewhere.heard, []);
	});

	await check('what is no instance is refused in words', async () => {
		const id = await save({ serverUrl: 'http://localhost:80@host' });
		assert.match((await api.testCredential(id)).message, /is not the name, host or address of a Coupa instance/);
		assert.match(errorOf(await ran(getMany())), /is not the name, host or address of a Coupa instance/);
	});
}

async function main(): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'credential-e2e-'));
	[coupa, elsewhere] = await Promise.all([HostileCoupa.start(), HostileCoupa.start()]);
	try {
		const install = await installN8n(join(PROJECT, '.demo', 'n8n'), console.log);
		const userFolder = join(folder, 'user');
		await installCommunityPackage(await packPackage(PROJECT, folder), userFolder);
		const start = async () => {
			n8n = await startN8n({ install, userFolder, report: console.log });
			api = new N8nApi(n8n.url);
			await api.signIn(OWNER);
		};
		await start();
		await checks(async () => {
			await n8n.stop();
			await start();
		});
	} finally {
		await n8n.stop();
		await Promise.all([coupa.stop(), elsewhere.stop()]);
		await rm(folder, { recursive: true, force: true });
	}
	conclude();
}

void main();
