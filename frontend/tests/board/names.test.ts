import { describe, expect, it } from 'vitest';
import { findSites, fold, splitName } from '../../src/board/names.js';

const SITES = [
  { site: 'van-phong-tinh-uy', number: 1, name: 'Văn phòng Tỉnh ủy' },
  { site: 'bim-son', number: 6, name: 'Thị xã Bỉm Sơn' },
  { site: 'ba-thuoc', number: 9, name: 'Huyện Bá Thước' },
  { site: 'ngoc-lac', number: 12, name: 'Huyện Ngọc Lặc' },
  { site: 'dong-son', number: 28, name: 'Huyện Đông Sơn' },
  { site: 'nghi-son-kkt', number: 31, name: 'Ban Quản lý Khu kinh tế Nghi Sơn và các khu công nghiệp' },
];
const found = (text: string) => findSites(SITES, text).map(one => one.site);

describe('a name on a small screen', () => {
  it.each([
    ['Thị xã Bỉm Sơn', 'Thị xã', 'Bỉm Sơn'],
    ['Huyện Hà Trung', 'Huyện', 'Hà Trung'],
    ['Thành phố Sầm Sơn', 'Thành phố', 'Sầm Sơn'],
    ['Xã Hà Long', 'Xã', 'Hà Long'],
    ['Văn phòng Tỉnh ủy', 'Văn phòng', 'Tỉnh ủy'],
    ['Điểm cầu trung tâm', 'Điểm cầu', 'Trung tâm'],
    ['Ban Quản lý Khu kinh tế Nghi Sơn', 'Ban Quản lý Khu kinh tế', 'Nghi Sơn'],
    ['Sở Thông tin và Truyền thông', '', 'Sở Thông tin và Truyền thông'],
    ['Xãnh', '', 'Xãnh'],
  ])('%s', (name, kind, short) => expect(splitName(name)).toEqual({ kind, short }));
});

describe('finding a site', () => {
  it('forgets diacritics, in either way of writing them', () => {
    expect(fold('Bỉm  Sơn ĐÔNG'.normalize('NFD'))).toBe('bim son dong');
  });
  it('takes an exact number first', () => expect(found('12')[0]).toBe('ngoc-lac'));
  it('does not take a part of a number', () => expect(found('2')).toEqual([]));
  it('goes by the beginning of the short name before the rest', () =>
    expect(found('b')).toEqual(['bim-son', 'ba-thuoc', 'nghi-son-kkt']));
  it('goes by initials', () => expect(found('bs')[0]).toBe('bim-son'));
  it('goes by a word inside', () => expect(found('sơn')).toEqual(['bim-son', 'dong-son', 'nghi-son-kkt']));
  it('reads đ as d', () => expect(found('dong')).toEqual(['dong-son']));
  it('finds nothing for a stranger', () => expect(found('quảng ninh')).toEqual([]));
  it('gives all for an empty field', () => expect(found('  ')).toHaveLength(SITES.length));
});
