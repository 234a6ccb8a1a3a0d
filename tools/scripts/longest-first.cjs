const { default: Sequencer } = require('@jest/test-sequencer');

/** Files that take long, the longest first. Begun last, one of them would keep a single core busy. */
const LONGEST = [
	'test/crash/',
	'test/untrusted/fuzz',
	'test/lock-box/settle',
	'test/coupa/import/import-crash',
	'test/nodes/coupa-echoes',
	'test/nodes/scan-one-backlog',
	'test/nodes/bad-deliveries',
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
