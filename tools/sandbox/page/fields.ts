import { html, type Html, type Shown } from './html';

/** What is wrong in a form, by the name of the field. */
export type Faults = ReadonlyMap<string, string>;

interface FieldFace {
	name: string;
	label: string;
	value: string;
	hint?: string;
	/** Where the label would say the same in every row of a table: the label for those who hear the page. */
	quiet?: boolean;
}

interface InputFace extends FieldFace {
	type?: 'text' | 'date';
	/** Shows a keyboard of figures on a phone. */
	decimal?: boolean;
	required?: boolean;
	most?: number;
}

export interface Choice {
	value: string;
	label: string;
	/** Heading that it stands under. */
	group?: string;
}

/** A labelled line of text, with what is wrong beside it. */
export function input(face: InputFace, faults: Faults): Html {
	const { name, value, type = 'text', decimal, required, most = 200 } = face;
	return field(
		face,
		faults,
		html`<input
			id="${name}"
			name="${name}"
			type="${type}"
			value="${value}"
			maxlength="${most}"
			autocomplete="off"
			${decimal && html`inputmode="decimal"`}
			${required && html`aria-required="true"`}
			${described(face, faults)}
		/>`,
	);
}

/** A labelled list to choose one of. */
export function select(face: FieldFace & { choices: Choice[] }, faults: Faults): Html {
	const { name, value, choices } = face;
	const groups = [...new Set(choices.map(({ group }) => group))];
	const options = (group: string | undefined): Html[] =>
		choices
			.filter((choice) => choice.group === group)
			.map((choice) => html`<option value="${choice.value}" ${choice.value === value && html`selected`}>${choice.label}</option>`);
	return field(
		face,
		faults,
		html`<select id="${name}" name="${name}" ${described(face, faults)}>
			${groups.map((group) => (group === undefined ? options(group) : html`<optgroup label="${group}">${options(group)}</optgroup>`))}
		</select>`,
	);
}

/** A control with its label, hint and fault; the control says by `described` which of them speak of it. */
export function field({ name, label, hint, quiet }: Omit<FieldFace, 'value'>, faults: Faults, control: Html): Html {
	const fault = faults.get(name);
	return html`<div class="field${fault !== undefined && ' wrong'}">
		<label for="${name}" ${quiet && html`class="unseen"`}>${label}</label>
		${control} ${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}
		${fault !== undefined && html`<p class="fault" id="${name}-fault">${fault}</p>`}
	</div>`;
}

/** Attributes that tie a control to its hint and to what is wrong with it. */
export function described({ name, hint }: { name: string; hint?: string }, faults: Faults): Html {
	const ids = [...(hint === undefined ? [] : [`${name}-hint`]), ...(faults.has(name) ? [`${name}-fault`] : [])];
	return html`${ids.length > 0 && html`aria-describedby="${ids.join(' ')}"`} ${faults.has(name) && html`aria-invalid="true"`}`;
}

/** What is wrong, first thing on the page, each with a way to its field; nothing where all is well. */
export function faultSummary(faults: Faults, title: string): Shown {
	if (faults.size === 0) return null;
	return html`<div class="notice bad" role="alert" id="faults" tabindex="-1">
		<h2>${title}</h2>
		<ul>
			${[...faults].map(([name, text]) => html`<li><a href="#${name}">${text}</a></li>`)}
		</ul>
	</div>`;
}
