/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { Canvas } from '../harness/editor/canvas';
import type { WorkflowFile } from '../harness/host/workflow-file';
import { take } from './camera';
import { type Stage, templateOf } from './stage';

/** CSS pixels for a pixel of the canvas: names of nodes are readable from about a half on. */
const ZOOM = 0.7;
const LEAST_ZOOM = 0.55;
const NODE = { width: 110, height: 150 };
/** Room around the workflow, and what the editor needs beside its canvas. */
const MARGIN = { width: 320, height: 320 };
const NOTE = 'n8n-nodes-base.stickyNote';
/** The workflow alone: the editor's buttons lie over it. */
const STYLE = `.vue-flow__panel,.vue-flow__minimap,[data-test-id=canvas-controls],[data-test-id=execute-workflow-button],
[data-test-id=radio-button-workflow],[role=radiogroup],[data-test-id=node-creator-plus-button],[data-test-id=canvas-wrapper] aside{visibility:hidden!important}`;
const EDGE = 32;

/** A template on the canvas, all of it, large enough to be read. */
export async function template(stage: Stage, file: string, shows: string[]): Promise<Buffer> {
	const { page } = stage;
	const workflow = templateOf(file);
	const id = await stage.imported(workflow);
	await page.setViewportSize(windowFor(workflow));
	const canvas = await Canvas.ofWorkflow(page, id);
	await canvas.fit();
	await page.waitForTimeout(1_000);
	const area = page.getByTestId('canvas').first();
	const faults = await area.evaluate(faultsOf, LEAST_ZOOM);
	if (faults.length > 0) throw new Error(`${file}: ${faults.join('; ')}`);
	const names = workflow.nodes.filter(({ type }) => type !== NOTE).map(({ name }) => name);
	return await take({ page, of: area, clip: await area.evaluate(boundsOf, EDGE), shows: [...names, ...shows], style: STYLE });
}

function windowFor({ nodes }: WorkflowFile): { width: number; height: number } {
	const boxes = nodes.map(({ position, parameters, type }) => {
		const { width, height } = type === NOTE ? { width: 240, height: 160, ...(parameters as object) } : NODE;
		const [x = 0, y = 0] = position as number[];
		return { left: x, top: y, right: x + width, bottom: y + height };
	});
	const across = Math.max(...boxes.map(({ right }) => right)) - Math.min(...boxes.map(({ left }) => left));
	const down = Math.max(...boxes.map(({ bottom }) => bottom)) - Math.min(...boxes.map(({ top }) => top));
	return { width: Math.round(across * ZOOM + MARGIN.width), height: Math.round(down * ZOOM + MARGIN.height) };
}

/** Runs in the page: where the workflow is, with an edge around it. */
function boundsOf(area: Element, edge: number): { x: number; y: number; width: number; height: number } {
	const boxes = [...area.querySelectorAll('.vue-flow__node, .vue-flow__node *')].map((node) => node.getBoundingClientRect());
	const shown = boxes.filter(({ width, height }) => width > 0 && height > 0);
	const [x, y] = [Math.min(...shown.map(({ left }) => left)) - edge, Math.min(...shown.map(({ top }) => top)) - edge];
	return {
		x,
		y,
		width: Math.max(...shown.map(({ right }) => right)) + edge - x,
		height: Math.max(...shown.map(({ bottom }) => bottom)) + edge - y,
	};
}

/** Runs in the page: too small to be read, cut off by the window, or notes whose text does not fit. */
function faultsOf(area: Element, least: number): string[] {
	const faults: string[] = [];
	const pane = area.querySelector('.vue-flow__transformationpane, .vue-flow__viewport');
	const scale = pane ? new DOMMatrix(getComputedStyle(pane).transform).a : 0;
	if (scale < least) faults.push(`at ${scale.toFixed(2)} of its size nobody can read it`);
	const outer = area.getBoundingClientRect();
	for (const node of area.querySelectorAll('.vue-flow__node')) {
		const box = node.getBoundingClientRect();
		if (box.left < outer.left || box.top < outer.top || box.right > outer.right || box.bottom > outer.bottom)
			faults.push(`${node.textContent.trim().slice(0, 40)} is cut off by the window`);
	}
	for (const note of area.querySelectorAll('[data-test-id=sticky]'))
		for (const part of note.querySelectorAll('*'))
			if (part.scrollHeight > part.clientHeight + 2 && part.clientHeight > 0 && getComputedStyle(part).overflowY !== 'visible') {
				faults.push(`the note “${note.textContent.trim().slice(0, 40)}” is cut off`);
				break;
			}
	return faults;
}
