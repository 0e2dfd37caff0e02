/**
 * The look of the details menu, in the colours of badges. Its host takes no room in the page; what it shows is in the
 * top layer, where nothing of the page's clips or covers it.
 */
export const menuCss = `
:host{all:initial!important;position:fixed!important;width:0!important;height:0!important;overflow:visible!important}
.panel{position:fixed;inset:auto;box-sizing:border-box;min-width:min(220px,100vw - 16px);width:max-content;
max-width:min(400px,100vw - 16px);max-height:calc(100vh - 16px);margin:0;padding:8px 0;
border:1px solid var(--line);border-radius:8px;background:var(--face);color:var(--ink);
box-shadow:0 4px 20px rgb(0 0 0/.3);color-scheme:var(--scheme);
font:13px/1.4 system-ui,sans-serif;text-align:start;overflow:hidden auto;overscroll-behavior:contain;
user-select:none;cursor:default}
.panel:focus{outline:none}
h1,h2,p,ul{margin:0;padding:2px 12px;font:inherit}
h1{font-weight:600;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
h2{margin-top:6px;font-weight:600}
ul{padding-inline:4px;list-style:none}
a,li>span{display:flex;align-items:baseline;gap:6px;padding:3px 8px;border-radius:5px;color:inherit;
text-decoration:none}
a{cursor:pointer}
a bdi{text-decoration:underline;text-underline-offset:2px}
a:hover{background:color-mix(in srgb,currentcolor 12%,transparent)}
a:focus-visible{outline:2px solid currentcolor;outline-offset:-2px}
[data-tone]::before{content:"";flex:none;align-self:center;width:12px;height:12px;background:var(--mark);
forced-color-adjust:none}
bdi{flex:1 1 auto;min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.items bdi{white-space:normal;overflow-wrap:anywhere}
b{flex:none;font-weight:600;font-variant-numeric:tabular-nums}
small{flex:none;max-width:45%;font:inherit;opacity:.85;overflow:hidden;text-overflow:ellipsis;overflow-wrap:anywhere}
@media (forced-colors:active){[data-tone]::before{background:CanvasText}}
@media print{:host{display:none!important}}
`;
