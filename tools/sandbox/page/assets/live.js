// Brings the parts of a page that change up to date, and says what is new. Without this script a page shows the same when it is loaded again.
(() => {
	'use strict';
	const EVERY_MS = 2000;
	const news = document.getElementById('news');
	const shown = new Map();

	/** What each entry of a part says, by its key. */
	function said(part) {
		return new Map([...part.querySelectorAll('[data-key]')].map((entry) => [entry.dataset.key, entry.dataset.say]));
	}

	/** Whether somebody has typed or chosen something in there that would be lost. */
	function isTouched(part) {
		return [...part.querySelectorAll('input, textarea, select')].some((control) =>
			control.tagName === 'SELECT'
				? [...control.options].some((o) => o.selected !== o.defaultSelected && o.selected) && isChosen(control)
				: control.value !== control.defaultValue,
		);
	}

	/** A list that marks no choice shows its first one. */
	function isChosen(list) {
		const marked = [...list.options].findIndex((option) => option.defaultSelected);
		return list.selectedIndex !== Math.max(0, marked);
	}

	function renew(part, fresh) {
		if (shown.get(part.id) === fresh.innerHTML) return [];
		const before = said(part);
		const changes = [...said(fresh)].filter(([key, words]) => words && before.get(key) !== words).map(([, words]) => words);
		if (isTouched(part) || part.contains(document.activeElement?.closest('form') ?? null))
			return changes.length > 0 && !shown.has(`told ${part.id} ${changes}`) ? told(part, changes) : [];
		const focused = part.contains(document.activeElement) ? document.activeElement.id : '';
		part.innerHTML = fresh.innerHTML;
		shown.set(part.id, fresh.innerHTML);
		if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
		return changes;
	}

	/** A part that cannot be renewed now is told of once. */
	function told(part, changes) {
		shown.set(`told ${part.id} ${changes}`, true);
		return changes;
	}

	async function look() {
		const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
		if (!answer.ok) return;
		const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
		const closed = document.getElementById('closed');
		const isOpened = closed?.childElementCount > 0 && fresh.getElementById('closed')?.childElementCount === 0;
		if (isOpened) return void location.reload();
		const changes = [...document.querySelectorAll('[data-live]')].flatMap((part) => {
			const twin = fresh.getElementById(part.id);
			return twin ? renew(part, twin) : [];
		});
		if (changes.length > 0 && news) news.textContent = changes.slice(0, 4).join('. ');
	}

	/** A form that has come back is left alone: loading its address again would show another one. */
	const isForm = document.querySelector('main form[enctype]') !== null || document.getElementById('faults') !== null;
	document.getElementById('faults')?.focus();
	for (const part of document.querySelectorAll('[data-live]')) shown.set(part.id, part.innerHTML);
	if (!isForm) {
		const again = () => setTimeout(() => (document.hidden ? Promise.resolve() : look()).catch(() => undefined).finally(again), EVERY_MS);
		again();
	}

	for (const area of document.querySelectorAll('[data-drop]')) {
		const chosen = area.querySelector('input[type=file]');
		const mark = (on) => (event) => {
			event.preventDefault();
			area.classList.toggle('over', on);
		};
		area.addEventListener('dragover', mark(true));
		area.addEventListener('dragleave', mark(false));
		area.addEventListener('drop', (event) => {
			mark(false)(event);
			if (event.dataTransfer?.files.length) chosen.files = event.dataTransfer.files;
		});
	}
})();
