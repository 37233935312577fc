// The light build has no types of its own: it is the same class without subtitles, second sound tracks and keys.
declare module 'hls.js/light' {
  export { default } from 'hls.js';
}
