/**
 * Says whether the registry has a newer n8n 2 than the one that demo and tests run, and whether all its packages are there.
 * Exit code 1 when it could be used: then tools/harness/host/n8n is to be moved to it.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NEWEST } from '../harness/host/install';
import { runNpm } from '../harness/host/process';

async function main(): Promise<boolean> {
	const manifest = JSON.parse(await readFile(join(NEWEST.template, 'package.json'), 'utf8')) as { dependencies: { n8n: string } };
	const pinned = manifest.dependencies.n8n;
	const seen = await runNpm(['view', 'n8n@2', 'version', '--json'], { cwd: tmpdir() });
	if (seen.code !== 0) throw new Error(`The registry cannot be asked: ${seen.stderr}`);
	const newest = [JSON.parse(seen.stdout) as string | string[]]
		.flat()
		.sort((one, other) => one.localeCompare(other, 'en', { numeric: true }))
		.at(-1);
	if (newest === pinned) {
		console.log(`n8n ${pinned} is the newest n8n 2 on the registry, and what demo and tests run.`);
		return true;
	}
	const folder = await mkdtemp(join(tmpdir(), 'newest-n8n-'));
	try {
		await writeFile(join(folder, 'package.json'), JSON.stringify({ ...manifest, dependencies: { n8n: newest } }));
		const args = ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
		const resolved = await runNpm(args, { cwd: folder });
		if (resolved.code === 0) {
			console.log(
				`n8n ${newest} is on the registry with all its packages, and demo and tests run ${pinned}: move tools/harness/host/n8n to it.`,
			);
			return false;
		}
		const reason = /notarget (No matching version.*)|404 +(.*)/.exec(resolved.stderr);
		console.log(
			`n8n ${newest} cannot be installed (${reason?.[1] ?? reason?.[2] ?? resolved.stderr.trim()}); demo and tests stay on ${pinned}.`,
		);
		return true;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

void main().then((isNewest) => {
	process.exitCode = isNewest ? 0 : 1;
});
