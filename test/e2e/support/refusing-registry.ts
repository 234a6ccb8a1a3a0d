import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** A registry that hands out nothing, and an environment in which npm knows no other and has nothing cached. */
export interface RefusingRegistry {
	env: NodeJS.ProcessEnv;
	/** What npm asked it for, e.g. `GET /ssh2`. */
	asked: string[];
	stop(): void;
}

/** @param folder an empty one, for npm's cache */
export async function startRefusingRegistry(folder: string): Promise<RefusingRegistry> {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		asked.push(`${request.method} ${request.url}`);
		response.writeHead(403).end('{"error":"no network here"}');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const env = {
		...process.env,
		npm_config_registry: address,
		npm_config_cache: join(folder, 'npm-cache'),
		npm_config_fetch_retries: '0',
		npm_config_update_notifier: 'false',
		// Whatever asks for another address does not get out either.
		npm_config_proxy: address,
		npm_config_https_proxy: address,
		npm_config_noproxy: '127.0.0.1',
	};
	return {
		env,
		asked,
		stop: () => {
			server.closeAllConnections();
			server.close();
		},
	};
}
