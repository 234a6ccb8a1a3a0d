import { isFresh } from './built';
import { bundle } from './bundle';

/** Runs once before all tests: what they test in dist/ is what the sources say. */
export default async function setup(): Promise<void> {
	if (!isFresh()) await bundle();
}
