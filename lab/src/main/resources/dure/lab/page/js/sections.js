// SPDX-License-Identifier: Apache-2.0
// The sections of the lecture, by number: their titles, and where they stand.

export const SECTIONS = {
  '1': ['Processes', '프로세스', 1],
  '3': ['Shared memory', '공유 메모리', 3],
  '4.2': ['The bounded buffer', '유한 버퍼', 4],
  '4.3': ['Full, empty, and how to wait', '가득 참, 비어 있음, 기다리는 법', 4],
  '4.4': ['The unbounded buffer', '무한 버퍼', 4],
  '5': ['Message passing', '메시지 전달', 5],
  '5.1': ['Send, receive, link', 'send, receive, 링크', 5],
  '5.2': ['Direct: by the name of a process', '직접 통신: 프로세스의 이름으로', 5],
  '6': ['Who receives, when three share a mailbox', '셋이 공유하면 누가 받는가', 6],
  '7': ['Who owns the mailbox', '메일박스의 소유', 7],
  '8.1': ['Blocking send: until when?', 'blocking send: 언제까지?', 8],
  '8.2': ['Non-blocking send', 'non-blocking send', 8],
  '8.4': ['Rendezvous, and looking first', 'rendezvous, 그리고 먼저 보기', 8],
  '10': ['Message queue', '메시지 큐', 10],
  '11': ['Pipe', '파이프', 11],
  '12': ['Socket', '소켓', 12],
  '13': ['The claims, measured', '주장을 재다', 13],
};

/** A section's title in a language. */
export function title(section, lang) {
  const found = SECTIONS[section] || SECTIONS['5'];
  return found[lang.code === 'ko' ? 1 : 0];
}
