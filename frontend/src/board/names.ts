// Names of sites on a small screen, and finding one of them fast.

export interface Named {
  site: string;
  number: number;
  name: string;
}

const KINDS = [
  'Thành phố',
  'Thị xã',
  'Thị trấn',
  'Huyện',
  'Phường',
  'Xã',
  'Ban Quản lý Khu kinh tế',
  'Ban Quản lý',
  'Văn phòng',
  'Điểm cầu',
];

/** "Thị xã Bỉm Sơn" -> kind "Thị xã", short "Bỉm Sơn". A name without a known kind stays whole. */
export function splitName(name: string): { kind: string; short: string } {
  const kind = KINDS.find(k => name.toLowerCase().startsWith(`${k.toLowerCase()} `));
  if (!kind) return { kind: '', short: name };
  const rest = name.slice(kind.length + 1).trim();
  return { kind: name.slice(0, kind.length), short: rest.charAt(0).toLocaleUpperCase('vi') + rest.slice(1) };
}

export const shortName = (name: string): string => splitName(name).short;

/** Lower case, without diacritics, for searching: "Bỉm Sơn" -> "bim son". */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}

const initials = (folded: string): string =>
  folded
    .split(/[\s-]+/)
    .map(word => word.charAt(0))
    .join('');

/** How well `query` fits a site: smaller is better, null: not at all. */
function rankOf(one: Named, query: string): number | null {
  if (String(one.number) === query) return 0;
  const short = fold(shortName(one.name));
  const whole = fold(one.name);
  if (short.startsWith(query)) return 1;
  if (initials(short).startsWith(query)) return 2;
  if (` ${whole}`.includes(` ${query}`)) return 3;
  if (initials(whole).startsWith(query)) return 4;
  return whole.includes(query) ? 5 : null;
}

/** Sites that fit, best first: by number, by the beginning of the name, by initials, anywhere in the name. */
export function findSites<T extends Named>(sites: readonly T[], text: string): T[] {
  const query = fold(text);
  if (!query) return [...sites];
  return sites
    .flatMap(one => {
      const rank = rankOf(one, query);
      return rank === null ? [] : [{ one, rank }];
    })
    .sort((a, b) => a.rank - b.rank || a.one.number - b.one.number)
    .map(({ one }) => one);
}
