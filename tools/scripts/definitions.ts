import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/**
 * Makes the attribute lists cheap to load: in the bundle each definition of lib/coupa/schema/*.json is a text, parsed by a getter when
 * somebody asks for that definition. As object literals they would all be built whenever n8n starts.
 */
export const lazyDefinitions: Plugin = {
	name: 'lazy-definitions',
	setup(bundle) {
		bundle.onLoad({ filter: /[\\/]lib[\\/]coupa[\\/]schema[\\/][a-z-]+\.json$/ }, ({ path }) => {
			const definitions = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
			const getters = Object.entries(definitions).map(
				([name, attributes]) => `get ${JSON.stringify(name)}() { return JSON.parse(${JSON.stringify(JSON.stringify(attributes))}); }`,
			);
			return { contents: `export default {\n${getters.join(',\n')}\n};\n`, loader: 'js' };
		});
	},
};
