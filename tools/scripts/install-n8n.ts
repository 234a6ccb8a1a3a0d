/** Installs the n8n that demo, bench and end-to-end runs share, and the oldest one that is promised, so that `.ci/run` can do it while other steps run. */
import { join } from 'node:path';
import { installN8n, OLDEST } from '../harness/host/install';
import { PROJECT } from '../harness/project';

void installN8n(join(PROJECT, '.demo', 'n8n'), console.log).then(
	async () => await installN8n(join(PROJECT, '.demo', 'n8n-1.123'), console.log, OLDEST),
);
