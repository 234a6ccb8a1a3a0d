/** Installs the n8n that demo, bench and end-to-end runs share, so that `.ci/run` can do it while other steps run. */
import { join } from 'node:path';
import { installN8n } from '../harness/host/install';
import { PROJECT } from '../harness/project';

void installN8n(join(PROJECT, '.demo', 'n8n'), console.log);
