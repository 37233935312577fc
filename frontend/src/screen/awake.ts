/** Keeps the screen on while the page shows; asked again whenever it comes back to the front. */
export function keepAwake(): void {
  const ask = () => {
    if (document.visibilityState === 'visible')
      void navigator.wakeLock?.request('screen').catch(() => undefined);
  };
  document.addEventListener('visibilitychange', ask);
  ask();
}
