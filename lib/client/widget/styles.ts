/** The widget's look. It lives in a shadow tree as a constructed sheet, which no content policy forbids. */
export const styles = `
:host { all: initial; }
* { box-sizing: border-box; }
button { font: 500 15px/1.2 system-ui, sans-serif; cursor: pointer; }
button:focus-visible { outline: 2px solid #0b6b50; outline-offset: 2px; }
.open {
  position: fixed; right: 20px; bottom: 20px; z-index: 2147483000;
  display: inline-flex; align-items: center; gap: 8px; min-height: 48px; max-width: calc(100vw - 40px);
  padding: 0 20px; border: 0; border-radius: 24px; color: #fff; background: #0b6b50;
  box-shadow: 0 6px 20px rgb(0 0 0 / .22);
}
.open:hover { background: #095a43; }
.panel {
  position: fixed; right: 20px; bottom: 20px; z-index: 2147483001;
  display: flex; flex-direction: column; width: min(420px, calc(100vw - 40px));
  height: min(680px, calc(100vh - 40px)); height: min(680px, calc(100dvh - 40px));
  overflow: hidden; border: 1px solid rgb(0 0 0 / .12); border-radius: 12px;
  background: Canvas; color: CanvasText; box-shadow: 0 12px 40px rgb(0 0 0 / .28);
}
.bar { display: flex; align-items: center; justify-content: space-between; gap: 8px; padding: 6px 6px 6px 16px; }
.title { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font: 600 15px/1.4 system-ui, sans-serif; }
.close { width: 40px; height: 40px; border: 0; border-radius: 8px; background: transparent; color: inherit; font-size: 22px; }
.close:hover { background: rgb(128 128 128 / .18); }
iframe { flex: 1; width: 100%; border: 0; }
[hidden] { display: none; }
@media (max-width: 480px) {
  .panel { inset: 0; width: 100vw; height: 100vh; height: 100dvh; border: 0; border-radius: 0; }
}
`
