// SPDX-License-Identifier: Apache-2.0
// The lecture itself, as it stands in the documents, with what it links to beside it.

import { escape, make } from './dom.js';

export function openLecture(context, choices) {
  return new LecturePlace(context, choices);
}

class LecturePlace {
  constructor({ root, lang }, choices) {
    this.kind = 'lecture';
    this.title = lang.lectureTitle;
    this.node = make('<main class="lecture"></main>');
    root.append(this.node);
    this.load(lang.code === 'ko' ? '/lecture.ko.md' : '/lecture.md', choices.section);
  }

  async load(path, section) {
    const text = await (await fetch(path)).text();
    if (this.gone) return;
    this.node.innerHTML = htmlOf(text);
    const target = section && this.node.querySelector(`[data-section="${CSS.escape(section)}"]`);
    if (target) {
      target.scrollIntoView();
      target.tabIndex = -1;
      target.focus({ preventScroll: true });
    }
  }

  remove() { this.gone = true; this.node.remove(); }
}

/** As much of Markdown as the lecture uses. */
export function htmlOf(text) {
  const out = [];
  const blocks = text.replace(/\r/g, '').split('\n');
  let list = false, paragraph = [], table = [];
  const end = () => {
    if (paragraph.length) out.push(`<p>${inline(paragraph.join(' '))}</p>`);
    if (list) out.push('</ul>');
    if (table.length) out.push(tableOf(table));
    paragraph = [];
    list = false;
    table = [];
  };
  for (let i = 0; i < blocks.length; i++) {
    const line = blocks[i];
    if (line.startsWith('```')) {
      end();
      const code = [];
      while (++i < blocks.length && !blocks[i].startsWith('```')) code.push(blocks[i]);
      out.push(`<pre class="code">${escape(code.join('\n'))}</pre>`);
    } else if (/^#{1,3} /.test(line)) {
      end();
      const level = line.indexOf(' '), words = line.slice(level + 1);
      const number = (/^(\d+(?:\.\d+)?)/.exec(words) || [])[1];
      out.push(`<h${level}${number ? ` data-section="${number}"` : ''}>${inline(words)}</h${level}>`);
    } else if (line.startsWith('|')) {
      if (!table.length) end();
      table.push(line);
    } else if (line.startsWith('- ')) {
      if (paragraph.length || table.length) end();
      if (!list) out.push('<ul>');
      list = true;
      const item = [line.slice(2)];
      while (i + 1 < blocks.length && /^ {2}\S/.test(blocks[i + 1])) item.push(blocks[++i].trim());
      out.push(`<li>${inline(item.join(' '))}</li>`);
    } else if (line.trim() === '') {
      end();
    } else if (!line.startsWith('![')) {
      if (list || table.length) end();
      paragraph.push(line);
    }
  }
  end();
  return out.join('');
}

function tableOf(lines) {
  const cells = line => line.replace(/^\||\|$/g, '').split('|').map(c => inline(c.trim()));
  const [head, , ...rows] = lines;
  return `<table class="ov"><thead><tr>${cells(head).map(c => `<th>${c}</th>`).join('')}</tr></thead><tbody>`
    + rows.map(r => `<tr>${cells(r).map(c => `<td>${c}</td>`).join('')}</tr>`).join('') + '</tbody></table>';
}

/** Links to the lab go to its own places; links to other documents are names, for there are none here. */
function inline(text) {
  return escape(text)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\*\*([^*]+?) ?\*\*/g, '<b>$1</b>')
    .replace(/\*([^*\s][^*]*)\*/g, '<em>$1</em>')
    .replace(/\[([^\]]+)\]\(http:\/\/127\.0\.0\.1:7390\/#\/([^)]*)\)/g, '<a class="run" href="#/$2">$1</a>')
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1');
}
