/**
 * Takes the pictures of docs/ from the editor of a real n8n and from the sandboxes: all, or those that are named. Each is written only
 * when what its caption says is to be seen. Exit code 1 when one fails.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { chromiumHere } from '../harness/editor/chromium';
import { startEditorRig } from '../harness/editor/rig';
import { PROJECT } from '../harness/project';
import { type Caption, CAPTIONS } from './captions';
import { coupaCredential, lockBoxCredential } from './credentials';
import { coupaTrigger, getMany, importStep, refused, scanOneGetMany, scanOneTrigger } from './nodes';
import { preflightPage, reconciliationReport, sandboxPage } from './pages';
import { PAGE_FILE, picturesPage } from './pictures-page';
import { Stage } from './stage';
import { template } from './templates';

const FOLDER = join(PROJECT, 'docs', 'pictures');

/** Those that are not of a template. */
const TAKEN: Record<string, (stage: Stage, shows: string[]) => Promise<Buffer>> = {
	'credential-coupa-failed': async (stage, shows) => await coupaCredential(stage, false, shows),
	'credential-coupa-passed': async (stage, shows) => await coupaCredential(stage, true, shows),
	'credential-scan-one-key': async (stage, shows) => await lockBoxCredential(stage, false, shows),
	'credential-scan-one-passed': async (stage, shows) => await lockBoxCredential(stage, true, shows),
	'coupa-get-many': getMany,
	'coupa-trigger': coupaTrigger,
	'coupa-import': importStep,
	'refused-invoice': refused,
	'preflight-page': preflightPage,
	'sandbox-page': sandboxPage,
	'reconciliation-report': reconciliationReport,
	'scan-one-trigger': scanOneTrigger,
	'scan-one-get-many': scanOneGetMany,
};

async function main(): Promise<boolean> {
	const wanted = chosen(parseArgs({ allowPositionals: true }).positionals);
	const chromium = await chromiumHere(console.log);
	if ('missing' in chromium) throw new Error(`No pictures: ${chromium.missing}`);
	await mkdir(FOLDER, { recursive: true });
	const rig = await startEditorRig(chromium.path, console.log);
	let failed = 0;
	try {
		const stage = new Stage(rig);
		for (const { name, shows } of wanted) {
			try {
				const picture = await (TAKEN[name]?.(stage, shows) ?? template(stage, `${name}.json`, shows));
				await writeFile(join(FOLDER, `${name}.png`), picture);
				console.log(`ok      ${name}: ${Math.round(picture.length / 1024)} kB`);
			} catch (error) {
				failed++;
				console.log(`FAILED  ${name}: ${error instanceof Error ? error.message : String(error)}`);
			}
		}
	} finally {
		await rig.stop();
	}
	await writeFile(join(PROJECT, PAGE_FILE), picturesPage());
	console.log(`${wanted.length - failed} taken, ${failed} failed`);
	return failed === 0;
}

/** Those of these names, in their own order; all when none is named. */
function chosen(names: string[]): Caption[] {
	const unknown = names.filter((name) => !CAPTIONS.some((caption) => caption.name === name));
	if (unknown.length > 0)
		throw new Error(`There is no picture ${unknown.join(', ')}. There are: ${CAPTIONS.map(({ name }) => name).join(', ')}`);
	return names.length === 0 ? CAPTIONS : CAPTIONS.filter(({ name }) => names.includes(name));
}

main().then(
	(passed) => process.exit(passed ? 0 : 1),
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exit(1);
	},
);
