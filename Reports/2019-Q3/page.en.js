
(()=>{"use strict";
const all=(s,e=document)=>[...e.querySelectorAll(s)],plain=s=>s.toLowerCase().replace(/\s+/g,"");
const key=c=>{if(!c)return[1,""];const o=c.dataset.o;if(o!==undefined)return[0,+o];
const t=c.textContent.trim(),n=/-?\d+(\.\d+)?%?/.exec(t);
return t===""||t==="–"?[2,""]:!n||!c.classList.contains("n")?[1,t]:[0,parseFloat(n[0])*(n[0].endsWith("%")?100:1)]};
for(const table of all("table[data-sort]")){const body=table.tBodies[0],rows=[...body.rows],kept=rows.filter(r=>!r.classList.contains("total"));
all("thead th",table).forEach((th,i)=>{const b=document.createElement("button");b.type="button";b.title=table.dataset.sort;
if(th.querySelector("a")){b.textContent="↕";b.setAttribute("aria-label",table.dataset.sort+" "+th.textContent);th.append(" ",b)}
else{b.append(...th.childNodes);th.replaceChildren(b)}
b.onclick=()=>{const down=th.getAttribute("aria-sort")==="ascending";
all("[aria-sort]",table).forEach(h=>h.removeAttribute("aria-sort"));th.setAttribute("aria-sort",down?"descending":"ascending");
const sorted=kept.map(r=>[key(r.cells[i]),r]).sort(([a],[b])=>{if(a[0]===2||b[0]===2)return a[0]-b[0];
const d=a[0]-b[0]||(typeof a[1]==="number"?a[1]-b[1]:String(a[1]).localeCompare(b[1],document.documentElement.lang));
return down?-d:d});
body.append(...rows.filter(r=>r.classList.contains("total")),...sorted.map(x=>x[1]))}});
const filter=table.closest(".grid").querySelector(".filter");
if(filter){filter.hidden=false;const input=filter.querySelector("input"),out=filter.querySelector("output");
const texts=rows.map(r=>plain(r.textContent));
const run=()=>{const words=input.value.split(/\s+/).map(plain).filter(Boolean);let n=0;
rows.forEach((r,i)=>{const on=words.every(w=>texts[i].includes(w));r.hidden=!on;if(on)n++});
out.textContent=words.length?out.dataset.message.replace("{count}",n):""};
input.oninput=run;
const figure=()=>{const t=/^#[imc]-/.test(location.hash)&&document.getElementById(location.hash.slice(1));
if(t&&t.dataset.o){input.value=t.dataset.o;run();filter.scrollIntoView()}};
figure();addEventListener("hashchange",figure);addEventListener("load",()=>setTimeout(figure,0))}}
const opened=()=>{if(/^#[imc]-/.test(location.hash)&&document.querySelector(".filter"))return;const t=location.hash&&document.getElementById(decodeURIComponent(location.hash.slice(1)));
const d=t&&t.closest("details");if(d)d.open=true};opened();addEventListener("hashchange",opened);
const box=document.querySelector(".search");
if(box){box.hidden=false;const input=box.querySelector("input"),list=box.querySelector("ul");
const load=()=>{if(window.reportNames)return;window.reportNames=[];const s=document.createElement("script");
s.src=box.dataset.search;s.onload=()=>input.oninput();document.head.append(s)};
input.onfocus=load;input.oninput=()=>{load();const q=plain(input.value);list.replaceChildren();if(!q)return;
const hits=(window.reportNames||[]).filter(n=>plain(n[0]).includes(q)).slice(0,12);
for(const[name,path]of hits){const li=document.createElement("li"),a=document.createElement("a");
a.href=box.dataset.base+path;a.textContent=name;li.append(a);list.append(li)}
if(!hits.length){const li=document.createElement("li");li.textContent=box.dataset.message;list.append(li)}};
input.onkeydown=e=>{if(e.key==="Escape"){input.value="";list.replaceChildren()}
if(e.key==="Enter"){const a=list.querySelector("a");if(a)location.href=a.href}}}
})();
