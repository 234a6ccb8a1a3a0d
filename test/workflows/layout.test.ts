import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What n8n's canvas draws, in its own units: seen in n8n 2.41. */
const NODE = 96;
const PORT = 32;
/** Width of the name beside a port. */
const PORT_NAME = 84;
const LABEL = { width: 192, from: 8, line: 24 };
/** Characters of a name that surely fit into one line of a label. */
const NAME_LINE = 22;
/** Width of a heading's character, and what lies left and right of it. */
const HEADING_CHARACTER = 13;
const HEADING_MARGIN = 32;
/** Room that the heading of a section takes. */
const HEADING = 56;
/** Characters of a note that fit below a node before n8n cuts it. */
const NOTE = 27;

interface TemplateNode {
	name: string;
	type: string;
	position: [number, number];
	notes?: string;
	notesInFlow?: boolean;
	disabled?: boolean;
	parameters: { content?: string; width?: number; height?: number };
}

interface Template {
	nodes: TemplateNode[];
	connections: Record<string, { main: Array<Array<{ node: string; index: number }>> }>;
}

type Box = { left: number; top: number; right: number; bottom: number };
type Point = [x: number, y: number];

const FOLDER = resolve(__dirname, '../../workflows');
const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
const isSection = ({ name }: TemplateNode) => name.startsWith('Section: ');
const isSticky = ({ type }: TemplateNode) => type === 'n8n-nodes-base.stickyNote';

class Canvas {
	readonly nodes: TemplateNode[];
	readonly stickies: TemplateNode[];

	constructor(private readonly template: Template) {
		this.nodes = template.nodes.filter((node) => !isSticky(node));
		this.stickies = template.nodes.filter(isSticky);
	}

	private links() {
		return Object.entries(this.template.connections).flatMap(([from, { main }]) =>
			main.flatMap((targets, output) => targets.map(({ node, index }) => ({ from, output, to: node, input: index }))),
		);
	}

	private outputsOf(name: string): number {
		const node = this.nodes.find((known) => known.name === name);
		return node?.type.endsWith('.if') ? 2 : (this.template.connections[name]?.main.length ?? 1);
	}

	private inputsOf(name: string): number {
		return 1 + Math.max(0, ...this.links().flatMap(({ to, input }) => (to === name ? [input] : [])));
	}

	private heightOf(name: string): number {
		return Math.max(NODE, PORT * (1 + Math.max(this.outputsOf(name), this.inputsOf(name))));
	}

	private at(name: string): Point {
		return this.nodes.find((node) => node.name === name)?.position ?? [0, 0];
	}

	/** Lines of text below a node: its name, that it is switched off, its note. */
	private linesOf(name: string): number {
		const isOff = this.nodes.find((node) => node.name === name)?.disabled === true;
		return Math.ceil(name.length / NAME_LINE) + (isOff ? 1 : 0) + 1;
	}

	/** A node with the text below it. */
	label(name: string): Box {
		const [x, y] = this.at(name);
		const [middle, below] = [x + NODE / 2, y + this.heightOf(name)];
		return { left: middle - LABEL.width / 2, right: middle + LABEL.width / 2, top: below + LABEL.from, bottom: below + LABEL.line * this.linesOf(name) };
	}

	body(name: string): Box {
		const [x, y] = this.at(name);
		return { left: x, right: x + NODE, top: y, bottom: y + this.heightOf(name) };
	}

	/** Every line as points along n8n's curve. */
	lines(): Array<{ from: string; to: string; points: Point[] }> {
		return this.links().map(({ from, output, to, input }) => {
			const [startX, startY] = this.at(from);
			const [endX, endY] = this.at(to);
			const begin: Point = [startX + NODE, startY + (this.heightOf(from) * (output + 1)) / (this.outputsOf(from) + 1)];
			const end: Point = [endX, endY + (this.heightOf(to) * (input + 1)) / (this.inputsOf(to) + 1)];
			const points = Array.from({ length: 41 }, (_, step): Point => {
				const t = step / 40;
				const along = (3 * (1 - t) * t) / 2 + t ** 3;
				return [begin[0] + (end[0] - begin[0]) * along, begin[1] + (end[1] - begin[1]) * (3 * t ** 2 - 2 * t ** 3)];
			});
			return { from, to, points };
		});
	}
}

const boxOf = ({ position: [left, top], parameters: { width = 0, height = 0 } }: TemplateNode): Box => ({
	...{ left, top },
	...{ right: left + width, bottom: top + height },
});
const inside = ([x, y]: Point, { left, right, top, bottom }: Box) => x > left && x < right && y > top && y < bottom;
const apart = (one: Box, other: Box) =>
	one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top;

/** On which side of a line through two points a third one lies. */
const side = ([ax, ay]: Point, [bx, by]: Point, [x, y]: Point) => Math.sign((bx - ax) * (y - ay) - (by - ay) * (x - ax));

/** Whether two curves have a point in common, piece by piece. */
function cross(one: Point[], other: Point[]): boolean {
	const pieces = (points: Point[]) => points.slice(1).map((end, index): [Point, Point] => [points[index] ?? end, end]);
	return pieces(one).some(([a, b]) =>
		pieces(other).some(([c, d]) => side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0),
	);
}

/** Height that a note's text takes: a line every 20 units, 8 units a character. */
function heightOfText(content: string, width: number): number {
	const lines = content.split('\n').map((line) => Math.max(1, Math.ceil((line.replace(/[*`#]/g, '').length * 8) / (width - 48))));
	return 48 + lines.reduce((sum, count) => sum + 20 * count + 4, 0);
}

describe.each(files)('%s on the canvas', (file) => {
	const canvas = new Canvas(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Template);

	test('notes below nodes are short enough to be read', () => {
		expect(canvas.nodes.filter(({ notes = '' }) => notes.length > NOTE).map(({ name, notes }) => [name, notes])).toEqual([]);
	});

	test('sticky notes show their whole text', () => {
		const cut = canvas.stickies.filter(
			({ parameters: { content = '', width = 0, height = 0 } }) => heightOfText(content, width) > height,
		);
		expect(cut.map(({ name }) => name)).toEqual([]);
	});

	test('no line runs through a label, and nothing lies on top of anything else', () => {
		const crossings = canvas.lines().flatMap(({ from, to, points }) =>
			canvas.nodes.filter(({ name }) => points.some((point) => inside(point, canvas.label(name)))).map(({ name }) => [from, to, name]),
		);
		expect(crossings).toEqual([]);
		const boxes = [
			...canvas.nodes.flatMap(({ name }) => [canvas.body(name), canvas.label(name)]),
			...canvas.stickies.filter((note) => !isSection(note)).map(({ position: [left, top], parameters: { width = 0, height = 0 } }) => ({
				left,
				top,
				right: left + width,
				bottom: top + height,
			})),
		];
		expect(boxes.flatMap((box, index) => boxes.slice(index + 1).filter((other) => !apart(box, other)))).toEqual([]);
	});

	test('sections lie apart from each other and from notes, and hold every node whole', () => {
		const sections = canvas.stickies.filter(isSection).map(boxOf);
		expect(sections).not.toEqual([]);
		const notes = canvas.stickies.filter((note) => !isSection(note)).map(boxOf);
		expect(sections.filter((box, index) => [...sections.slice(index + 1), ...notes].some((other) => !apart(box, other)))).toEqual([]);
		// Below the heading.
		const holds = ({ left, top, right, bottom }: Box, inner: Box) =>
			inner.left >= left && inner.right <= right && inner.bottom <= bottom && inner.top >= top + HEADING;
		const loose = canvas.nodes.filter(
			({ name }) => !sections.some((box) => holds(box, canvas.body(name)) && holds(box, canvas.label(name))),
		);
		expect(loose.map(({ name }) => name)).toEqual([]);
	});

	test('no line crosses another', () => {
		const lines = canvas.lines();
		const crossing = lines.flatMap((one, index) =>
			lines
				.slice(index + 1)
				.filter((other) => one.from !== other.from && one.to !== other.to && cross(one.points, other.points))
				.map((other) => [`${one.from} → ${one.to}`, `${other.from} → ${other.to}`]),
		);
		expect(crossing).toEqual([]);
	});

	test('every node says below its name what it is for, in words of its own', () => {
		expect(canvas.nodes.filter(({ notes, notesInFlow }) => !notes || notesInFlow !== true).map(({ name }) => name)).toEqual([]);
	});

	test('a section has a heading of its own, in one line, by which it is known', () => {
		const sections = canvas.stickies.filter(isSection);
		expect(sections.map(({ parameters: { content } }) => content)).toEqual(sections.map(({ name }) => name.replace('Section: ', '## ')));
		expect(new Set(sections.map(({ name }) => name)).size).toBe(sections.length);
		const wrapped = sections.filter(
			({ parameters: { content = '', width = 0 } }) => (content.length - 3) * HEADING_CHARACTER > width - HEADING_MARGIN,
		);
		expect(wrapped.map(({ name }) => name)).toEqual([]);
	});

	test('lines from a port with a name run level at first, so that they cross no name of the next port', () => {
		const crossing = canvas.lines().filter(({ from, points }) => {
			const [[x, y] = [0, 0]] = points;
			const isNamed = canvas.body(from).bottom - canvas.body(from).top > NODE;
			return isNamed && points.some((point) => point[0] < x + PORT_NAME && Math.abs(point[1] - y) > PORT / 2);
		});
		expect(crossing.map(({ from, to }) => [from, to])).toEqual([]);
	});
});
