const { default: Sequencer } = require('@jest/test-sequencer');

/** Files that take 15 s and more on a quiet machine, the longest first. Begun last, one of them would keep a single core busy. */
const LONGEST = [
	'test/crash/',
	'test/coupa/import/import-crash',
	'test/coupa/sync/changed-runs',
	'test/coupa/import/import-delivery',
	'test/coupa/sync/parallel-pages',
	'test/nodes/sync/nothing-lost',
];

/** jest's own order, which knows how long the files took here last, after the ones that are known to be long. */
module.exports = class LongestFirst extends Sequencer {
	sort(tests) {
		const place = ({ path }) => {
			const known = LONGEST.findIndex((part) => path.replaceAll('\\', '/').includes(part));
			return known === -1 ? LONGEST.length : known;
		};
		return super.sort(tests).toSorted((left, right) => place(left) - place(right));
	}
};
