// SPDX-License-Identifier: Apache-2.0
// A picture for each scenario, 240 wide and 104 high. t chooses the word of the language.

export const PICTOGRAMS = {
  'producer-consumer': t => `
    <path d="M42 52H84M156 52H198" fill="none" stroke="var(--line-2)" stroke-width="1.4"/><g transform="translate(30 52)" >
    <circle r="11" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1"/>
    <text y="3.7" font-size="11" text-anchor="middle" style="fill:var(--a-on)" class="b">A</text></g>
    <circle cx="210" cy="52" r="10.5" fill="var(--surface)" stroke="var(--ink)" stroke-width="1.6"/>
    <text x="210" y="56" font-size="11" text-anchor="middle" class="b">X</text>
    <path d="M121.88 16.05A36 36 0 0 1 144.09 25.25L132.71 37.88A19 19 0 0 0 120.99 33.03Z" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1"/>
    <path d="M146.75 27.91A36 36 0 0 1 155.95 50.12L138.97 51.01A19 19 0 0 0 134.12 39.29Z" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1"/>
    <path d="M155.95 53.88A36 36 0 0 1 146.75 76.09L134.12 64.71A19 19 0 0 0 138.97 52.99Z" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1"/>
    <path d="M144.09 78.75A36 36 0 0 1 121.88 87.95L120.99 70.97A19 19 0 0 0 132.71 66.12Z" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1"/>
    <path d="M118.12 87.95A36 36 0 0 1 95.91 78.75L107.29 66.12A19 19 0 0 0 119.01 70.97Z" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1"/>
    <path d="M93.25 76.09A36 36 0 0 1 84.05 53.88L101.03 52.99A19 19 0 0 0 105.88 64.71Z" fill="var(--surface)" stroke="var(--line-2)" stroke-width="1"/>
    <path d="M84.05 50.12A36 36 0 0 1 93.25 27.91L105.88 39.29A19 19 0 0 0 101.03 51.01Z" fill="var(--surface)" stroke="var(--line-2)" stroke-width="1"/>
    <path d="M95.91 25.25A36 36 0 0 1 118.12 16.05L119.01 33.03A19 19 0 0 0 107.29 37.88Z" fill="var(--surface)" stroke="var(--line-2)" stroke-width="1"/>
    <path d="M-6 -4.5L2 0L-6 4.5" fill="none" stroke="var(--ink)" stroke-width="1.8" transform="translate(72 52) rotate(0)"/>
    <path d="M-6 -4.5L2 0L-6 4.5" fill="none" stroke="var(--ink)" stroke-width="1.8" transform="translate(184 52) rotate(0)"/>`,
  'film': t => `
    <rect x="16" y="30" width="86" height="44" rx="4" fill="var(--a)"/>
    <rect x="122" y="38" width="34" height="28" rx="4" fill="none" stroke="var(--ink)" stroke-width="1.6"/>
    <rect x="126" y="42" width="26" height="20" fill="var(--a)"/>
    <rect x="176" y="30" width="48" height="44" rx="4" fill="none" stroke="var(--a-ink)" stroke-width="1.6" stroke-dasharray="3 3"/>
    <rect x="176" y="30" width="22" height="44" rx="4" fill="var(--a)"/>
    <path d="M-6 -4.5L2 0L-6 4.5" fill="none" stroke="var(--ink)" stroke-width="1.8" transform="translate(114 52) rotate(0)"/>
    <path d="M-6 -4.5L2 0L-6 4.5" fill="none" stroke="var(--ink)" stroke-width="1.8" transform="translate(169 52) rotate(0)"/>
    <text x="59" y="57" font-size="13" text-anchor="middle" style="fill:var(--a-on)" class="b">2 GB</text>
    <text x="139" y="84" font-size="11" text-anchor="middle" class="q">1 GB</text>`,
  'video': t => `
    <rect x="18" y="34" width="40" height="30" rx="4" fill="none" stroke="var(--a-ink)" stroke-width="1.8"/><path d="M33 42v14l12-7z" fill="var(--a)"/>
    <rect x="76" y="40" width="9" height="20" rx="2" fill="var(--surface)" stroke="var(--line-2)"/>
    <rect x="88" y="40" width="9" height="20" rx="2" fill="var(--surface)" stroke="var(--line-2)"/>
    <rect x="100" y="40" width="9" height="20" rx="2" fill="var(--surface)" stroke="var(--line-2)"/>
    <rect x="112" y="40" width="9" height="20" rx="2" fill="var(--a)" stroke="var(--a-ink)"/>
    <rect x="124" y="40" width="9" height="20" rx="2" fill="var(--a)" stroke="var(--a-ink)"/>
    <rect x="136" y="40" width="9" height="20" rx="2" fill="var(--a)" stroke="var(--a-ink)"/>
    <rect x="148" y="40" width="9" height="20" rx="2" fill="var(--a)" stroke="var(--a-ink)"/>
    <rect x="160" y="40" width="9" height="20" rx="2" fill="var(--a)" stroke="var(--a-ink)"/>
    <rect x="184" y="30" width="42" height="32" rx="4" fill="none" stroke="var(--ink)" stroke-width="1.6"/>
    <path d="M196 70h18M205 62v8" stroke="var(--ink)" stroke-width="1.6"/>
    <path d="M5 1.6A5 5 0 1 1 -1.6 -5A5 5 0 0 0 5 1.6z" fill="none" stroke="var(--ink-2)" stroke-width="1.5" transform="translate(205 46)"/>`,
  'policies': t => `
    <path d="M60 52L104 52M136 52L180 20M136 52H180M136 52L180 84" fill="none" stroke="var(--line-2)" stroke-width="1.4"/>
    <g transform="translate(48 52)" ><circle r="11" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1"/>
    <text y="3.7" font-size="11" text-anchor="middle" style="fill:var(--a-on)" class="b">A</text></g>
    <rect x="104" y="36" width="32" height="32" rx="6" fill="var(--surface)" stroke="var(--ink)" stroke-width="1.6"/>
    <text x="120" y="58" font-size="18" text-anchor="middle" class="b">?</text>
    <circle cx="192" cy="20" r="10.5" fill="var(--surface)" stroke="var(--ink)" stroke-width="1.6"/>
    <text x="192" y="24" font-size="11" text-anchor="middle" class="b">X</text>
    <circle cx="192" cy="52" r="10.5" fill="var(--surface)" stroke="var(--ink)" stroke-width="1.6"/>
    <text x="192" y="56" font-size="11" text-anchor="middle" class="b">Y</text>
    <circle cx="192" cy="84" r="10.5" fill="var(--surface)" stroke="var(--ink)" stroke-width="1.6"/>
    <text x="192" y="88" font-size="11" text-anchor="middle" class="b">Z</text>`,
  'rendezvous': t => `
    <path d="M42 52H92M148 52H198" fill="none" stroke="var(--line-2)" stroke-width="1.4"/><g transform="translate(30 52)" >
    <circle r="11" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1"/>
    <text y="3.7" font-size="11" text-anchor="middle" style="fill:var(--a-on)" class="b">A</text></g>
    <circle cx="210" cy="52" r="10.5" fill="var(--surface)" stroke="var(--ink)" stroke-width="1.6"/>
    <text x="210" y="56" font-size="11" text-anchor="middle" class="b">X</text>
    <circle cx="120" cy="52" r="26" fill="none" stroke="var(--ink)" stroke-width="1.6" stroke-dasharray="4 4"/><g transform="translate(112 52)" >
    <circle r="10.2" fill="var(--surface)" stroke="var(--a-ink)" stroke-width="1.8"/></g>
    <path d="M134 40a16 16 0 0 1 0 24" fill="none" stroke="var(--ink)" stroke-width="3"/>`,
  'lost': t => `
    <g transform="translate(34 40)" ><circle r="11" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1"/>
    <text y="3.7" font-size="11" text-anchor="middle" style="fill:var(--a-on)" class="b">A</text></g>
    <path d="M48 40H120" fill="none" stroke="var(--line-2)" stroke-width="1.4"/>
    <rect x="124" y="30" width="19" height="20" rx="3" fill="var(--a-tint)" stroke="var(--a-ink)"/><g transform="translate(133.5 40)" >
    <circle r="6" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1"/></g>
    <rect x="146" y="30" width="19" height="20" rx="3" fill="var(--a-tint)" stroke="var(--a-ink)"/><g transform="translate(155.5 40)" >
    <circle r="6" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1"/></g>
    <rect x="168" y="30" width="19" height="20" rx="3" fill="var(--a-tint)" stroke="var(--a-ink)"/><g transform="translate(177.5 40)" >
    <circle r="6" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1"/></g>
    <path d="M112 40C100 60 104 70 100 80" fill="none" stroke="var(--ink-2)" stroke-width="1.6" stroke-dasharray="3 3"/><g transform="translate(100 88)" >
    <circle r="7.2" fill="var(--surface)" stroke="var(--a-ink)" stroke-width="1.8"/></g>
    <text x="168" y="84" font-size="12" text-anchor="middle" class="q">${t('3 dropped, counted', '버린 3개를 셈')}</text>`,
  'owner-dies': t => `
    <rect x="84" y="26" width="72" height="52" rx="10" fill="none" stroke="var(--line-2)" stroke-width="1.8" stroke-dasharray="5 5"/>
    <g transform="translate(108 52)" ><circle r="7.2" fill="var(--surface)" stroke="var(--a-ink)" stroke-width="1.8"/></g>
    <g transform="translate(132 52)" ><circle r="7.2" fill="var(--surface)" stroke="var(--a-ink)" stroke-width="1.8"/></g>
    <circle cx="36" cy="52" r="10.5" fill="var(--surface)" stroke="var(--ink)" stroke-width="1.6"/>
    <text x="36" y="56" font-size="11" text-anchor="middle" class="b">O</text><path d="M24 40L48 64M48 40L24 64" stroke="var(--alarm)" stroke-width="3"/>
    <path d="M52 52H84" fill="none" stroke="var(--line-2)" stroke-width="1.4"/>
    <circle cx="204" cy="52" r="10.5" fill="var(--surface)" stroke="var(--ink)" stroke-width="1.6"/>
    <text x="204" y="56" font-size="11" text-anchor="middle" class="b">X</text>
    <text x="204" y="80" font-size="11" text-anchor="middle" class="q">${t('woken', '깨어남')}</text>`,
  'killed-writing': t => `
    <path d="M121.99 14.05A38 38 0 0 1 145.43 23.76L132.71 37.88A19 19 0 0 0 120.99 33.03Z" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1"/>
    <path d="M148.24 26.57A38 38 0 0 1 157.95 50.01L138.97 51.01A19 19 0 0 0 134.12 39.29Z" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1"/>
    <path d="M157.95 53.99A38 38 0 0 1 148.24 77.43L134.12 64.71A19 19 0 0 0 138.97 52.99Z" fill="var(--surface)" stroke="var(--line-2)" stroke-width="1"/>
    <path d="M145.43 80.24A38 38 0 0 1 121.99 89.95L120.99 70.97A19 19 0 0 0 132.71 66.12Z" fill="var(--surface)" stroke="var(--line-2)" stroke-width="1"/>
    <path d="M118.01 89.95A38 38 0 0 1 94.57 80.24L107.29 66.12A19 19 0 0 0 119.01 70.97Z" fill="var(--surface)" stroke="var(--line-2)" stroke-width="1"/>
    <path d="M91.76 77.43A38 38 0 0 1 82.05 53.99L101.03 52.99A19 19 0 0 0 105.88 64.71Z" fill="var(--surface)" stroke="var(--line-2)" stroke-width="1"/>
    <path d="M82.05 50.01A38 38 0 0 1 91.76 26.57L105.88 39.29A19 19 0 0 0 101.03 51.01Z" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1"/>
    <path d="M94.57 23.76A38 38 0 0 1 118.01 14.05L119.01 33.03A19 19 0 0 0 107.29 37.88Z" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1"/>
    <path d="M157.95 53.99A38 38 0 0 1 148.24 77.43L134.12 64.71A19 19 0 0 0 138.97 52.99Z" fill="var(--alarm-tint)" stroke="var(--alarm)" stroke-width="2" stroke-dasharray="3 2.5"/>
    <g transform="translate(36 52)" ><rect x="-9.9" y="-9.9" width="19.8" height="19.8" rx="2.4" fill="var(--b)" stroke="var(--b-ink)" stroke-width="1"/>
    <text y="3.7" font-size="11" text-anchor="middle" style="fill:var(--b-on)" class="b">B</text></g>
    <path d="M24 40L48 64M48 40L24 64" stroke="var(--alarm)" stroke-width="3"/>
    <path d="M50 52C70 52 74 86 118 96S150 70 152 64" fill="none" stroke="var(--ink)" stroke-width="1.6" stroke-dasharray="3 4"/>
    <circle cx="206" cy="52" r="10.5" fill="var(--surface)" stroke="var(--ink)" stroke-width="1.6"/>
    <text x="206" y="56" font-size="11" text-anchor="middle" class="b">X</text>
    <path d="M194 55L158 62" fill="none" stroke="var(--ink)" stroke-width="1.6" stroke-dasharray="2 3"/>`,
  'killed-holding': t => `
    <path d="M85.99 14.05A38 38 0 0 1 109.43 23.76L96.71 37.88A19 19 0 0 0 84.99 33.03Z" fill="var(--surface)" stroke="var(--line-2)" stroke-width="1"/>
    <path d="M112.24 26.57A38 38 0 0 1 121.95 50.01L102.97 51.01A19 19 0 0 0 98.12 39.29Z" fill="var(--surface)" stroke="var(--line-2)" stroke-width="1"/>
    <path d="M121.95 53.99A38 38 0 0 1 112.24 77.43L98.12 64.71A19 19 0 0 0 102.97 52.99Z" fill="var(--surface)" stroke="var(--line-2)" stroke-width="1"/>
    <path d="M109.43 80.24A38 38 0 0 1 85.99 89.95L84.99 70.97A19 19 0 0 0 96.71 66.12Z" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1"/>
    <path d="M82.01 89.95A38 38 0 0 1 58.57 80.24L71.29 66.12A19 19 0 0 0 83.01 70.97Z" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1"/>
    <path d="M55.76 77.43A38 38 0 0 1 46.05 53.99L65.03 52.99A19 19 0 0 0 69.88 64.71Z" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1"/>
    <path d="M46.05 50.01A38 38 0 0 1 55.76 26.57L69.88 39.29A19 19 0 0 0 65.03 51.01Z" fill="var(--surface)" stroke="var(--line-2)" stroke-width="1"/>
    <path d="M58.57 23.76A38 38 0 0 1 82.01 14.05L83.01 33.03A19 19 0 0 0 71.29 37.88Z" fill="var(--surface)" stroke="var(--line-2)" stroke-width="1"/>
    <path d="M122 52H168" fill="none" stroke="var(--line-2)" stroke-width="1.4"/>
    <circle cx="186" cy="52" r="10.5" fill="var(--surface)" stroke="var(--ink)" stroke-width="1.6"/>
    <text x="186" y="56" font-size="11" text-anchor="middle" class="b">X</text>
    <path d="M173 39L199 65M199 39L173 65" stroke="var(--alarm)" stroke-width="3"/><g transform="translate(150 40)" >
    <circle r="10" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1"/><circle r="13.5" fill="none" stroke="var(--ink)" stroke-width="1.5"/>
    <text y="3.4" font-size="8.8" text-anchor="middle" style="fill:var(--a-on)" class="b">A1</text></g>
    <path d="M146 30C130 8 112 6 100 14" fill="none" stroke="var(--ink)" stroke-width="1.8"/>
    <path d="M-6 -4.5L2 0L-6 4.5" fill="none" stroke="var(--ink)" stroke-width="1.8" transform="translate(102 13) rotate(155)"/>`,
  'links': t => `
    <path d="M156 40L120 14" fill="none" stroke="var(--line-2)" stroke-width="1.4"/>
    <path d="M142 83L120 14" fill="none" stroke="var(--line-2)" stroke-width="1.4"/>
    <path d="M142 83L156 40" fill="none" stroke="var(--line-2)" stroke-width="1.4"/>
    <path d="M98 83L120 14" fill="none" stroke="var(--line-2)" stroke-width="1.4"/>
    <path d="M98 83L156 40" fill="none" stroke="var(--line-2)" stroke-width="1.4"/>
    <path d="M98 83L142 83" fill="none" stroke="var(--line-2)" stroke-width="1.4"/>
    <path d="M84 40L120 14" fill="none" stroke="var(--line-2)" stroke-width="1.4"/>
    <path d="M84 40L156 40" fill="none" stroke="var(--line-2)" stroke-width="1.4"/>
    <path d="M84 40L142 83" fill="none" stroke="var(--line-2)" stroke-width="1.4"/>
    <path d="M84 40L98 83" fill="none" stroke="var(--line-2)" stroke-width="1.4"/>
    <circle cx="120" cy="14" r="10.5" fill="var(--surface)" stroke="var(--ink)" stroke-width="1.6"/>
    <text x="120" y="18" font-size="11" text-anchor="middle" class="b">P</text>
    <circle cx="156" cy="40" r="10.5" fill="var(--surface)" stroke="var(--ink)" stroke-width="1.6"/>
    <text x="156" y="44" font-size="11" text-anchor="middle" class="b">Q</text>
    <circle cx="142" cy="83" r="10.5" fill="var(--surface)" stroke="var(--ink)" stroke-width="1.6"/>
    <text x="142" y="87" font-size="11" text-anchor="middle" class="b">R</text>
    <circle cx="98" cy="83" r="10.5" fill="var(--surface)" stroke="var(--ink)" stroke-width="1.6"/>
    <text x="98" y="87" font-size="11" text-anchor="middle" class="b">S</text>
    <circle cx="84" cy="40" r="10.5" fill="var(--surface)" stroke="var(--ink)" stroke-width="1.6"/>
    <text x="84" y="44" font-size="11" text-anchor="middle" class="b">T</text>
    <text x="206" y="92" font-size="12" text-anchor="middle" class="q">${t('10 links', '링크 10개')}</text>`,
  'torn': t => `
    <rect x="64" y="32" width="112" height="40" rx="6" fill="var(--surface)" stroke="var(--ink)" stroke-width="1.6"/>
    <rect x="66" y="34" width="54" height="36" fill="var(--a)"/><rect x="120" y="34" width="54" height="36" fill="var(--b)"/>
    <path d="M120 26V78" fill="none" stroke="var(--alarm)" stroke-width="2.4"/><g transform="translate(34 52)" >
    <circle r="11" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1"/>
    <text y="3.7" font-size="11" text-anchor="middle" style="fill:var(--a-on)" class="b">A</text></g><g transform="translate(206 52)" >
    <rect x="-9.9" y="-9.9" width="19.8" height="19.8" rx="2.4" fill="var(--b)" stroke="var(--b-ink)" stroke-width="1"/>
    <text y="3.7" font-size="11" text-anchor="middle" style="fill:var(--b-on)" class="b">B</text></g>
    <text x="93" y="58" font-size="14" text-anchor="middle" style="fill:var(--a-on)" class="m b">12 34</text>
    <text x="147" y="58" font-size="14" text-anchor="middle" style="fill:var(--b-on)" class="m b">00 07</text>`,
  'spin-semaphore': t => `
    <text x="20" y="40" font-size="12" text-anchor="start" class="q">${t('spin', '스핀')}</text>
    <text x="20" y="78" font-size="12" text-anchor="start" class="q">${t('semaphore', '세마포어')}</text>
    <rect x="92" y="29" width="128" height="14" rx="3" fill="var(--ink)"/>
    <rect x="92" y="67" width="128" height="14" rx="3" fill="none" stroke="var(--line-2)" stroke-dasharray="3 3"/>
    <rect x="92" y="67" width="14" height="14" rx="3" fill="var(--ink)"/>`,
  'four-steps': t => `
    <circle cx="40" cy="34" r="12" fill="var(--ink)" stroke="var(--ink)" stroke-width="1.6"/>
    <text x="40" y="39" font-size="13" text-anchor="middle" class="b" style="fill:var(--on-ink)">1</text>
    <path d="M53 34H80" fill="none" stroke="var(--line-2)" stroke-width="1.4"/>
    <circle cx="93" cy="34" r="12" fill="var(--ink)" stroke="var(--ink)" stroke-width="1.6"/>
    <text x="93" y="39" font-size="13" text-anchor="middle" class="b" style="fill:var(--on-ink)">2</text>
    <path d="M106 34H133" fill="none" stroke="var(--line-2)" stroke-width="1.4"/>
    <circle cx="146" cy="34" r="12" fill="none" stroke="var(--ink)" stroke-width="1.6"/>
    <text x="146" y="39" font-size="13" text-anchor="middle" class="b" style="fill:var(--ink)">3</text>
    <path d="M159 34H186" fill="none" stroke="var(--line-2)" stroke-width="1.4"/>
    <circle cx="199" cy="34" r="12" fill="none" stroke="var(--ink)" stroke-width="1.6"/>
    <text x="199" y="39" font-size="13" text-anchor="middle" class="b" style="fill:var(--ink)">4</text>
    <text x="40" y="70" font-size="12" text-anchor="middle" class="q">${t('create', '생성')}</text>
    <text x="93" y="70" font-size="12" text-anchor="middle" class="q">${t('attach', '붙임')}</text>
    <text x="146" y="70" font-size="12" text-anchor="middle" class="q">${t('write', '쓰기')}</text>
    <text x="199" y="70" font-size="12" text-anchor="middle" class="q">${t('read', '읽기')}</text>`,
  'pipe': t => `
    <path d="M20 34H220M20 54H220" fill="none" stroke="var(--ink)" stroke-width="1.5"/><rect x="40" y="38" width="12" height="12" fill="var(--a)"/>
    <rect x="55" y="38" width="12" height="12" fill="var(--a)"/><rect x="70" y="38" width="12" height="12" fill="var(--a)"/>
    <rect x="85" y="38" width="12" height="12" fill="var(--a)"/><rect x="100" y="38" width="12" height="12" fill="var(--a)"/>
    <rect x="115" y="38" width="12" height="12" fill="var(--a)"/><rect x="130" y="38" width="12" height="12" fill="var(--a)"/>
    <rect x="145" y="38" width="12" height="12" fill="var(--a)"/>
    <path d="M-6 -4.5L2 0L-6 4.5" fill="none" stroke="var(--ink)" stroke-width="1.8" transform="translate(212 44) rotate(0)"/>
    <text x="100" y="84" font-size="12" text-anchor="middle" class="q">${t('one read: 8 bytes of two writes', '두 번 쓴 것이 한 번에 읽힘')}</text>`,
  'numbers': t => `
    <rect x="30" y="36" width="32" height="32" rx="5" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1.4"/>
    <text x="46" y="57" font-size="15" text-anchor="middle" class="b" style="fill:var(--a-on)">3</text>
    <rect x="68" y="36" width="32" height="32" rx="5" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1.4"/>
    <text x="84" y="57" font-size="15" text-anchor="middle" class="b" style="fill:var(--a-on)">5</text>
    <rect x="106" y="36" width="32" height="32" rx="5" fill="var(--surface)" stroke="var(--a-ink)" stroke-width="1.4" stroke-dasharray="3 3"/>
    <text x="122" y="57" font-size="15" text-anchor="middle" class="b" style="fill:var(--a-ink)">7</text>
    <rect x="144" y="36" width="32" height="32" rx="5" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1.4"/>
    <text x="160" y="57" font-size="15" text-anchor="middle" class="b" style="fill:var(--a-on)">3</text>
    <rect x="182" y="36" width="32" height="32" rx="5" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1.4"/>
    <text x="198" y="57" font-size="15" text-anchor="middle" class="b" style="fill:var(--a-on)">9</text>
    <path d="M122 68V84H206" fill="none" stroke="var(--ink)" stroke-width="1.6"/>
    <path d="M-6 -4.5L2 0L-6 4.5" fill="none" stroke="var(--ink)" stroke-width="1.8" transform="translate(206 84) rotate(0)"/>
    <text x="60" y="90" font-size="12" text-anchor="middle" class="q">${t('number 7, please', '7번 주세요')}</text>`,
  'socket': t => `
    <text x="62" y="24" font-size="12.5" text-anchor="end" class="m b">socket</text>
    <text x="62" y="43" font-size="12.5" text-anchor="end" class="m b">bind</text>
    <text x="62" y="62" font-size="12.5" text-anchor="end" class="m b">listen</text>
    <text x="62" y="81" font-size="12.5" text-anchor="end" class="m b">accept</text><text x="178" y="24" font-size="12.5" class="m">socket</text>
    <text x="178" y="81" font-size="12.5" class="m">connect</text><path d="M72 14V92M168 14V92" fill="none" stroke="var(--ink)" stroke-width="1.4"/>
    <path d="M168 77L76 77" fill="none" stroke="var(--ink)" stroke-width="1.8"/>
    <path d="M-6 -4.5L2 0L-6 4.5" fill="none" stroke="var(--ink)" stroke-width="1.8" transform="translate(80 77) rotate(180)"/>`,
  'race': t => `
    <text x="64" y="27" font-size="12" text-anchor="end" class="m">shm</text>
    <path d="M74 23H214" fill="none" stroke="var(--line-2)" stroke-width="1.2" stroke-dasharray="2 4"/>
    <path d="M74 23H142" stroke="var(--ink)" stroke-width="1.6"/><g transform="translate(148 23)" >
    <circle r="6" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1"/></g><text x="64" y="46" font-size="12" text-anchor="end" class="m">pipe</text>
    <path d="M74 42H214" fill="none" stroke="var(--line-2)" stroke-width="1.2" stroke-dasharray="2 4"/>
    <path d="M74 42H126" stroke="var(--ink)" stroke-width="1.6"/><g transform="translate(132 42)" >
    <circle r="6" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1"/></g><text x="64" y="65" font-size="12" text-anchor="end" class="m">posix</text>
    <path d="M74 61H214" fill="none" stroke="var(--line-2)" stroke-width="1.2" stroke-dasharray="2 4"/>
    <path d="M74 61H133" stroke="var(--ink)" stroke-width="1.6"/><g transform="translate(139 61)" >
    <circle r="6" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1"/></g><text x="64" y="84" font-size="12" text-anchor="end" class="m">unix</text>
    <path d="M74 80H214" fill="none" stroke="var(--line-2)" stroke-width="1.2" stroke-dasharray="2 4"/>
    <path d="M74 80H118" stroke="var(--ink)" stroke-width="1.6"/><g transform="translate(124 80)" >
    <circle r="6" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1"/></g>
    <path d="M218 12V92" fill="none" stroke="var(--ink)" stroke-width="2" stroke-dasharray="4 3"/>`,
  'terminal': t => `
    <rect x="30" y="16" width="96" height="72" rx="6" fill="var(--sunken)" stroke="var(--ink)" stroke-width="1.6"/>
    <text x="39" y="40" font-size="11" text-anchor="start" class="m">$ dure send</text>
    <text x="39" y="57" font-size="11" text-anchor="start" class="m">  orders hi</text>
    <text x="39" y="74" font-size="11" text-anchor="start" class="m f">$ _</text>
    <path d="M126 52H158" fill="none" stroke="var(--line-2)" stroke-width="1.4"/>
    <path d="M193.67 20.04A32 32 0 0 1 213.41 28.22L203.38 39.37A17 17 0 0 0 192.89 35.02Z" fill="var(--surface)" stroke="var(--line-2)" stroke-width="1"/>
    <path d="M215.78 30.59A32 32 0 0 1 223.96 50.33L208.98 51.11A17 17 0 0 0 204.63 40.62Z" fill="var(--c)" stroke="var(--c-ink)" stroke-width="1"/>
    <path d="M223.96 53.67A32 32 0 0 1 215.78 73.41L204.63 63.38A17 17 0 0 0 208.98 52.89Z" fill="var(--c)" stroke="var(--c-ink)" stroke-width="1"/>
    <path d="M213.41 75.78A32 32 0 0 1 193.67 83.96L192.89 68.98A17 17 0 0 0 203.38 64.63Z" fill="var(--surface)" stroke="var(--line-2)" stroke-width="1"/>
    <path d="M190.33 83.96A32 32 0 0 1 170.59 75.78L180.62 64.63A17 17 0 0 0 191.11 68.98Z" fill="var(--surface)" stroke="var(--line-2)" stroke-width="1"/>
    <path d="M168.22 73.41A32 32 0 0 1 160.04 53.67L175.02 52.89A17 17 0 0 0 179.37 63.38Z" fill="var(--surface)" stroke="var(--line-2)" stroke-width="1"/>
    <path d="M160.04 50.33A32 32 0 0 1 168.22 30.59L179.37 40.62A17 17 0 0 0 175.02 51.11Z" fill="var(--surface)" stroke="var(--line-2)" stroke-width="1"/>
    <path d="M170.59 28.22A32 32 0 0 1 190.33 20.04L191.11 35.02A17 17 0 0 0 180.62 39.37Z" fill="var(--surface)" stroke="var(--line-2)" stroke-width="1"/>
    <path d="M-6 -4.5L2 0L-6 4.5" fill="none" stroke="var(--ink)" stroke-width="1.8" transform="translate(152 52) rotate(0)"/>`,
};

/** The order in which the scenarios stand, which is the lecture's. */
export const ORDER = Object.keys(PICTOGRAMS);
