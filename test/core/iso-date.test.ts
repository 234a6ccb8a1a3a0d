import { readIsoDate } from '../../lib/core';

test.each(['2026-04-25T00:00:00+14:00', '2026-04-25T00:00:00-12:00', '2026-04-25T00:00Z', '2026-04-25T00:00+0530'])('%s', (text) => {
	expect(readIsoDate(text)).toEqual({ day: '2026-04-25' });
});

test.each(['2026-04-25T00:00:00+14:01', '2026-04-25T00:00:00+99:00', '2026-04-25T00:00:00-05:75', '2026-04-25T00:00:00+2500'])(
	'%s has no time zone of this world',
	(text) => {
		expect(readIsoDate(text)).toBe('noSuchDay');
	},
);
