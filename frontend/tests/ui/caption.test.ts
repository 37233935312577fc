import { describe, expect, it } from 'vitest';
import { captioned } from '../../src/ui/caption.js';

describe('the caption', () => {
  it('stands on the picture of who speaks', () => {
    expect(captioned({ layout: 'one', sites: ['a'] })).toBe(0);
    expect(captioned({ layout: 'chair_speaker', sites: ['chair', 'speaker'] })).toBe(1);
    expect(captioned({ layout: 'shared', sites: ['a'] })).toBe(0);
  });

  it('belongs to no single one of several equal pictures', () => {
    expect(captioned({ layout: 'two', sites: ['a', 'b'] })).toBeNull();
    expect(captioned({ layout: 'four', sites: ['a', 'b', 'c'] })).toBeNull();
    expect(captioned({ layout: 'mosaic', sites: ['a'] })).toBeNull();
    expect(captioned({})).toBeNull();
  });
});
