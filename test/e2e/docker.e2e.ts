/*
 * The tarball in n8n's Docker image, as admins of n8n 3 run it: in a mounted ~/.n8n/nodes. Where no Docker engine answers,
 * or it cannot have the image, that is printed as skipped.
 * Run it with tsx. It prints one line per check and at the end `N passed, N failed`.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installCommunityPackage, packPackage } from '../../tools/harness/host/community-package';
import { type Finished, lastLines, runToEnd } from '../../tools/harness/host/process';
import { PROJECT } from '../../tools/harness/project';
import { check, conclude, skip } from './checks';

const PACKAGE = 'n8n-nodes-coupa-scan-one';
/** The stable image, or the one that is asked for, e.g. the next major version. */
const IMAGE = process.env.N8N_IMAGE ?? 'docker.n8n.io/n8nio/n8n:latest';
const NAME = 'the package in the Docker image of n8n';

async function docker(...args: string[]): Promise<Finished> {
	try {
		return await runToEnd('docker', args, { cwd: PROJECT });
	} catch (error) {
		// No docker command at all.
		return { code: null, stdout: '', stderr: error instanceof Error ? error.message : String(error) };
	}
}

async function checks(folder: string): Promise<void> {
	const userFolder = join(folder, 'user');
	await installCommunityPackage(await packPackage(PROJECT, folder), userFolder);
	// The image runs n8n as its own user, who writes a database beside the nodes.
	await chmod(join(userFolder, '.n8n'), 0o777);

	await check('every node loads from a mounted ~/.n8n/nodes', async () => {
		const settings = [
			'N8N_UNVERIFIED_PACKAGES_ENABLED=true',
			'N8N_DIAGNOSTICS_ENABLED=false',
			'N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS=false',
		];
		const ended = await docker(
			...['run', '--rm', '--network', 'none', '-v', `${join(userFolder, '.n8n')}:/home/node/.n8n`],
			...settings.flatMap((setting) => ['-e', setting]),
			...[IMAGE, 'export:nodes', '--output=/home/node/.n8n/nodes.json'],
		);
		assert.equal(ended.code, 0, lastLines(ended.stdout + ended.stderr, 20));
		const types = JSON.parse(readFileSync(join(userFolder, '.n8n', 'nodes.json'), 'utf8')) as Array<{ name: string }>;
		for (const name of ['coupa', 'coupaSftp', 'coupaTrigger', 'scanOne', 'scanOneTrigger'])
			assert.ok(
				types.some((type) => type.name === `${PACKAGE}.${name}`),
				`${name} is missing`,
			);
	});
}

async function main(): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'docker-e2e-'));
	try {
		const engine = await docker('version', '--format', '{{.Server.Version}}');
		if (engine.code !== 0) {
			console.log('skipped: no Docker engine answers');
			skip(NAME, `no Docker engine answers (${lastLines(engine.stderr, 1) || 'docker version failed'})`);
			return;
		}
		const present = await docker('image', 'inspect', IMAGE);
		const pulled = present.code === 0 ? present : await docker('pull', '--quiet', IMAGE);
		if (pulled.code !== 0) {
			skip(NAME, `the engine cannot have ${IMAGE}: ${lastLines(pulled.stderr, 1)}`);
			return;
		}
		await checks(folder);
	} finally {
		await rm(folder, { recursive: true, force: true });
		conclude();
	}
}

void main();
