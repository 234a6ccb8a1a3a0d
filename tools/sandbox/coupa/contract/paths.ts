import { ADDITIONS } from './additions';
/**
 * Path templates of release 39's definitions and the verbs of each: `{"invoices/:id": "GET PUT PATCH DELETE"}`. Made from the R39
 * swagger files (0163 to 0169 of the documentation mirror) by taking `paths` of each, each `{name}` written as `:id`.
 */
import published from './r39-paths.json';

const methods = new Map<string, Set<string>>();
for (const [path, verbs] of Object.entries(published)) add(path, verbs);
for (const { path, methods: verbs } of ADDITIONS) add(path, verbs);

/** The verbs that Coupa's documents have for a path such as `/api/invoices/7/void`; null for a path they do not have. */
export function documentedMethods(path: string): Set<string> | null {
	const steps = path
		.replace(/^\/api\//, '')
		.split('/')
		.map((step) => (/^\d+$/.test(step) ? ':id' : step));
	return methods.get(steps.join('/')) ?? null;
}

function add(path: string, verbs: string): void {
	const known = methods.get(path) ?? new Set();
	for (const verb of verbs.split(' ')) known.add(verb);
	if (known.has('PUT')) known.add('PATCH');
	methods.set(path, known);
}
