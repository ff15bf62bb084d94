"""The style and the script of the HTML report. Both are constant, so that the page can name their fingerprints."""

STYLE = """
:root { --ink: #1d2530; --soft: #5a6675; --line: #d5dbe3; --paper: #fff; --ground: #f5f7f9;
  --error: #a61b1b; --warning: #8a5200; --info: #35566e; --link: #1f4e79; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 28px 32px 48px; max-width: 1500px; color: var(--ink); background: var(--paper);
  font: 15px/1.65 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "Segoe UI",
  Arial, sans-serif; }
h1 { margin: 0 0 12px; font-size: 26px; line-height: 1.3; font-weight: 600; }
h2 { margin: 28px 0 8px; font-size: 17px; font-weight: 600; }
header { border-bottom: 2px solid var(--ink); padding-bottom: 14px; }
dl { display: flex; flex-wrap: wrap; gap: 2px 30px; margin: 2px 0; }
dl div { display: flex; gap: 8px; align-items: baseline; }
dt { color: var(--soft); }
dt::first-letter, th::first-letter { text-transform: uppercase; }
dd { margin: 0; font-size: 19px; font-variant-numeric: tabular-nums; }
dl .total { min-width: 104px; }
dl .total dt { color: inherit; font-weight: 600; }
.error dd, .unreadable dd { color: var(--error); }
.warning dd { color: var(--warning); }
.summary { display: flex; flex-wrap: wrap; gap: 0 40px; align-items: flex-start; }
.summary section { flex: 1 1 440px; min-width: 0; }
.scroll { max-height: 330px; overflow: auto; border-bottom: 1px solid var(--line); }
.scroll thead th { position: sticky; top: 0; }
table { width: 100%; border-collapse: collapse; font-size: 14px; line-height: 1.55; }
th { text-align: left; font-weight: 600; color: var(--soft); background: var(--ground); white-space: nowrap; }
th, td { padding: 6px 10px; border-bottom: 1px solid var(--line); vertical-align: top; }
td { overflow-wrap: anywhere; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.files td:nth-child(2), .rules td:nth-child(-n+2) { white-space: nowrap; }
td.unreadable { color: var(--error); font-weight: 600; }
td.ok { color: var(--soft); }
button { font: inherit; color: var(--link); background: none; border: 0; padding: 0; text-align: left;
  text-decoration: underline; text-underline-offset: 3px; cursor: pointer; overflow-wrap: anywhere; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.badge { display: inline-block; padding: 0 7px; border: 1px solid; border-radius: 3px; font-size: 13px;
  line-height: 20px; white-space: nowrap; background: var(--paper); }
.badge.error { color: #fff; background: var(--error); border-color: var(--error); font-weight: 600; }
.badge.warning { color: var(--warning); font-weight: 600; }
.badge.info { color: var(--info); border-style: dotted; }
form { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: 10px 24px; align-items: flex-end;
  padding: 10px 12px; background: var(--ground); border: 1px solid var(--line); border-radius: 4px; }
form > label, fieldset { color: var(--soft); font-size: 13px; }
form > label { display: flex; flex-direction: column; }
fieldset { display: flex; gap: 16px; margin: 0; padding: 0; border: 0; }
fieldset label { display: flex; gap: 6px; align-items: center; min-height: 34px; color: var(--ink); }
legend { padding: 0; }
select, input[type=search] { width: 100%; height: 34px; padding: 0 8px; font: inherit; font-size: 14px;
  color: var(--ink); background: var(--paper); border: 1px solid #aab4c0; border-radius: 3px; }
label.rule, label.file, label.text { flex: 1 1 180px; max-width: 340px; }
form > button { min-height: 34px; }
output { font-variant-numeric: tabular-nums; }
#shown { margin: 10px 0 6px; color: var(--soft); }
#filtered { display: none; }
#findings { table-layout: fixed; }
#findings th.severity { width: 76px; }
#findings th.rule { width: 66px; }
#findings th.file { width: 15%; }
#findings th.cell { width: 14%; }
#findings th.value { width: 16%; }
.single #findings th.cell { width: 17%; }
.single #findings th.value { width: 20%; }
html[lang=en] #findings th.severity { width: 92px; }
#findings td.cell, #findings td.value, #findings td.message { white-space: pre-line; }
#findings td.value div { max-height: 9.3em; overflow: auto; }
.single th.file, .single td.file, .single label.file { display: none; }
#more { margin-top: 12px; }
.clean { font-size: 17px; }
[hidden] { display: none !important; }
footer { margin-top: 32px; color: var(--soft); font-size: 13px; }
@media (max-width: 760px) { body { padding: 16px; } form { position: static; } }
@page { size: A4 landscape; margin: 12mm 12mm 14mm;
  @bottom-right { content: counter(page) " / " counter(pages); font-size: 9pt; } }
@media print {
  body { padding: 0; max-width: none; font-size: 10pt; }
  form, noscript, #more, footer { display: none !important; }
  h1 { font-size: 17pt; }
  h2 { font-size: 12pt; margin-top: 14pt; break-after: avoid; }
  table { font-size: 9pt; }
  th, td { padding: 3pt 5pt; border-color: #999; }
  thead { display: table-header-group; }
  thead th { position: static; color: #000; }
  tr { break-inside: avoid; }
  .summary { display: block; }
  .scroll, #findings td.value div { max-height: none; overflow: visible; }
  button { color: inherit; text-decoration: none; }
  .badge, .badge.error, .badge.warning, .badge.info { color: #000; background: none; font-size: 8.5pt;
    line-height: 1.4; }
  .badge.error { border: 2px solid #000; font-weight: 700; }
  .badge.warning { border: 1px solid #000; }
  .badge.info { border: 1px dotted #000; font-weight: 400; }
  #filtered { display: block; margin: 0 0 6px; }
}
"""
"""Severity is text, and its frame is thick, thin or dotted, so that it survives black-and-white print."""

SCRIPT = r"""
(() => {
  "use strict";
  const form = document.getElementById("filters");
  if (!form) return;
  const STEP = 300;
  const FIELDS = ["severity", "rule", "file", "cell", "value", "message", "remedy"];
  const table = document.getElementById("findings");
  const body = table.tBodies[0];
  const data = document.getElementById("data");
  const more = document.getElementById("more");
  const count = document.getElementById("shown");
  const filtered = document.getElementById("filtered");
  const rows = data ? unpack(JSON.parse(data.textContent)) : [...body.rows].map(fromPage);
  const step = data ? STEP : Infinity;
  let matched = rows;
  let done = data ? 0 : rows.length;

  function fromPage(tr) {
    const { file, severity, rule } = tr.dataset;
    return { tr, file, severity, rule, texts: [...tr.cells].map(cell => cell.textContent) };
  }

  function unpack({ texts, rows }) {
    return rows.map(([file, path, severity, rule, ...rest]) => {
      const [key, code] = [texts[severity], texts[rule]];
      const cells = [table.dataset[key], code, texts[path], ...rest.map(at => texts[at])];
      return { file: String(file), severity: key, rule: code, texts: cells };
    });
  }

  function made(row) {
    if (row.tr) return row.tr;
    row.tr = document.createElement("tr");
    FIELDS.forEach((field, at) => {
      const cell = row.tr.insertCell();
      cell.className = field;
      let inner = cell;
      if (field === "severity" || field === "value") {
        inner = cell.appendChild(document.createElement(field === "value" ? "div" : "span"));
        if (field === "severity") inner.className = "badge " + row.severity;
      }
      inner.textContent = row.texts[at];
    });
    return row.tr;
  }

  function found(row, text) {
    row.search ??= row.texts.join("\n").toLowerCase();
    return row.search.includes(text);
  }

  function show(number) {
    body.append(...matched.slice(done, done + number).map(made));
    done = Math.min(done + number, matched.length);
    more.hidden = done === matched.length;
  }

  function apply() {
    const severities = new Set([...form.severity].filter(box => box.checked).map(box => box.value));
    const [rule, file] = [form.rule.value, form.file.value];
    const text = form.text.value.trim().toLowerCase();
    // each control counts what the other controls let through
    const counts = { severity: new Map(), rule: new Map(), file: new Map() };
    const add = (name, key) => counts[name].set(key, (counts[name].get(key) ?? 0) + 1);
    matched = rows.filter(row => {
      if (text && !found(row, text)) return false;
      const bySeverity = severities.has(row.severity);
      const byRule = !rule || row.rule === rule;
      const byFile = !file || row.file === file;
      if (byRule && byFile) add("severity", row.severity);
      if (bySeverity && byFile) { add("rule", row.rule); add("rule", ""); }
      if (bySeverity && byRule) { add("file", row.file); add("file", ""); }
      return bySeverity && byRule && byFile;
    });
    for (const shown of form.querySelectorAll("output"))
      shown.value = counts.severity.get(shown.dataset.severity) ?? 0;
    for (const name of ["rule", "file"])
      for (const option of form[name].options)
        option.textContent = `${option.dataset.name} (${counts[name].get(option.value) ?? 0})`;
    count.textContent = count.dataset.say.replace("{shown}", matched.length).replace("{all}", rows.length);
    const chosen = [];
    if (severities.size < form.severity.length)
      chosen.push([...severities].map(key => table.dataset[key]).join(" + ") || "–");
    for (const name of ["rule", "file"])
      if (form[name].value) chosen.push(form[name].selectedOptions[0].dataset.name);
    if (text) chosen.push("“" + form.text.value.trim() + "”");
    filtered.textContent = filtered.dataset.say + chosen.join("；");
    filtered.hidden = !chosen.length;
    document.getElementById("none").hidden = matched.length > 0;
    table.hidden = !matched.length;
    body.replaceChildren();
    done = 0;
    show(step);
  }

  form.addEventListener("input", apply);
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  for (const name of ["rule", "file"])
    for (const button of document.querySelectorAll(`.summary button[data-${name}]`))
      button.addEventListener("click", () => {
        form.reset();
        form[name].value = button.dataset[name]; // the reset applies it
        form.scrollIntoView();
        form[name].focus({ preventScroll: true });
      });
  more.addEventListener("click", () => show(step));
  new IntersectionObserver(seen => { if (seen.some(entry => entry.isIntersecting)) show(step); },
    { rootMargin: "800px" }).observe(more);
  addEventListener("beforeprint", () => show(Infinity));
  if (data) apply();
})();
"""
"""Filters, and rows made as they are looked at; all of them before printing."""
