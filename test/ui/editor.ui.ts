/**
 * The editor of a real n8n with the package from its tarball, as a person sees it who connects Coupa and Scan One, builds a step and
 * imports the templates. Prints one line per check and at the end `N passed, N failed`.
 */
import { startEditorRig } from '../../tools/harness/editor/rig';
import { chromiumHere } from '../../tools/harness/editor/chromium';
import { conclude, skip } from '../e2e/checks';
import { credentials } from './editor/credentials';
import { nodes } from './editor/nodes';
import { importRun } from './editor/import-run';
import { templates } from './editor/templates';

async function main(): Promise<void> {
	const chromium = await chromiumHere(console.log);
	if ('missing' in chromium) {
		skip('the editor', chromium.missing);
		return;
	}
	const rig = await startEditorRig(chromium.path, console.log);
	try {
		await credentials(rig);
		await nodes(rig);
		await templates(rig);
		await importRun(rig);
	} finally {
		await rig.stop();
	}
}

main().then(
	() => {
		conclude();
		process.exit();
	},
	(error: unknown) => {
		console.error(error);
		process.exit(1);
	},
);
