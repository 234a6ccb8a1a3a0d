// What n8n-core reads from the environment while it is loaded: imported before it.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

process.env.N8N_USER_FOLDER ??= mkdtempSync(join(tmpdir(), 'n8n-engine-'));
process.env.N8N_ENCRYPTION_KEY ??= 'engine-tests';
// Nodes that fail are what most tests are about; n8n would log each of them.
process.env.N8N_LOG_LEVEL ??= 'silent';
