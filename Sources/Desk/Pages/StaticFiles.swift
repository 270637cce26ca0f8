// SPDX-License-Identifier: Apache-2.0

import Basics
import Crypto
import HTTPTypes
import Hummingbird
import NIOCore
import ReportWriting

/// Style sheet and scripts: the same for everybody, kept by browsers until they change.
struct StaticFile: Sendable {
  /// One spelling of it, with a tag of its own.
  private struct Form {
    var bytes: ByteBuffer
    var tag: String
  }

  private let plain: Form
  private let packed: Form?
  private let type: String

  init(_ text: String, type: String) {
    let bytes = Array(text.utf8)
    let hash = HexText.of(SHA256.hash(data: bytes).prefix(16))
    self.type = type
    plain = Form(bytes: ByteBuffer(bytes: bytes), tag: "\"\(hash)\"")
    packed = Gzip.packed(bytes, .small).map { Form(bytes: ByteBuffer(bytes: $0), tag: "\"\(hash)-gzip\"") }
  }

  func response(to visit: Visit) -> Response {
    let taken = Packing.isTaken(by: visit.request) ? packed : nil
    let form = taken ?? plain
    var headers: HTTPFields = [
      .contentType: type, .eTag: form.tag, .cacheControl: "public, no-cache", .vary: "Accept-Encoding",
    ]
    let known = visit.request.headers[.ifNoneMatch] ?? ""
    if known == "*" || known.contains(form.tag) { return Response(status: .notModified, headers: headers) }
    if taken != nil { headers[.contentEncoding] = "gzip" }
    return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: form.bytes))
  }

  static let style = StaticFile(PageParts.style + DeskStyle.text, type: "text/css; charset=utf-8")
  static let script = StaticFile(DeskScript.text, type: "text/javascript; charset=utf-8")
  /// Sorting, filtering and searching on the pages of reports.
  static let pages = StaticFile(PageParts.script, type: "text/javascript; charset=utf-8")
}

/// What the desk's pages have besides those of reports: forms and buttons.
enum DeskStyle {
  static let text = """

    .desk .bar{padding-top:.55rem;padding-bottom:.55rem}
    .go{display:inline-block;border-radius:.3rem;background:var(--accent);color:var(--paper);padding:.45rem 1.2rem;font-weight:650;
    text-decoration:none}.go:hover{color:var(--paper);filter:brightness(1.08)}
    @media (max-width:760px){.desk .bar .pages ul{flex-wrap:wrap;overflow:visible}}
    .desk main>h2{margin-top:2.2rem}.desk main>.scroll{margin-top:.8rem}
    .changes-text{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.867rem}
    .desk .who{margin-left:auto;display:flex;flex-wrap:wrap;align-items:center;gap:.2rem 1.1rem}
    form.inline{display:inline;margin:0}form.stack{max-width:40rem;margin:1rem 0}
    .field{margin:.9rem 0}.field label{display:block;font-weight:650;margin-bottom:.2rem}
    .field input,.field select,.field textarea{font:inherit;color:inherit;background:var(--wash);border:1px solid var(--open);
    border-radius:.3rem;padding:.45rem .6rem;width:100%}.field input[type=checkbox]{width:auto;margin-right:.5rem}
    button{font:inherit;cursor:pointer;border-radius:.3rem;border:1px solid var(--accent);background:var(--accent);color:var(--paper);
    padding:.45rem 1.2rem;font-weight:650}
    button:hover{filter:brightness(1.08)}button[disabled]{opacity:.5;cursor:default}
    button.plain-button{background:none;border:0;padding:0;color:var(--soft);font-weight:400;text-decoration:underline;
    text-underline-offset:.18em}button.plain-button:hover{color:var(--accent);filter:none}
    thead button{border:0;background:none;padding:0;font-weight:400;color:inherit}
    .actions{display:flex;flex-wrap:wrap;gap:.8rem 1.2rem;align-items:center;margin:1.2rem 0}
    .actions form{margin:0}.done,.wrong{border-radius:.4rem;padding:.7rem 1rem;margin:1rem 0;max-width:60rem}
    .done{background:var(--met-bg);color:var(--met)}.wrong{background:var(--not-bg);color:var(--not)}
    .soft{color:var(--soft)}.secret{font-size:1.1rem;overflow-wrap:anywhere;user-select:all}
    .drop{border:2px dashed var(--open);border-radius:.5rem;padding:1.4rem;background:var(--wash)}
    .drop.over{border-color:var(--accent)}.drop input{border:0;background:none;padding:0}
    progress{width:100%;height:1rem}td form.inline+form.inline{margin-left:.8rem}
    td input[type=text]{font:inherit;color:inherit;background:var(--wash);border:1px solid var(--open);border-radius:.3rem;
    padding:.2rem .45rem;width:12rem;max-width:100%}
    .extract th:first-child{min-width:0}.extract table{width:auto;font-size:.867rem;margin:.4rem 0}.extract td,.extract th{padding:.15rem .6rem;border:1px solid var(--open)}
    .extract .it{background:var(--not-bg);color:var(--not);font-weight:650}.extract caption{text-align:left;color:var(--soft)}
    .desk .severity,.deeds a,.deeds button{white-space:nowrap}.deeds{display:flex;flex-wrap:wrap;gap:.3rem 1rem;align-items:center}
    .deeds form.inline{display:flex;flex-wrap:wrap;gap:.3rem .6rem;align-items:center}.deeds form.inline+form.inline{margin:0}
    .listing td,.listing th{min-width:4.4em}.listing th{white-space:nowrap}
    .companions [aria-current]{font-weight:650;text-decoration:none;border:0}
    .papers li{display:flex;flex-wrap:wrap;gap:.4rem 1.5rem;align-items:center;justify-content:space-between;padding:.9rem 0;
    border-top:1px solid var(--open)}.papers li>div{flex:1 1 18rem}.papers .note{margin:.2rem 0 0}
    .pair{display:flex;flex-wrap:wrap;gap:0 1rem}.pair .field{flex:1 1 8rem;margin:.5rem 0}
    .pager{display:flex;gap:1.5rem;margin:1rem 0}

    """
}

/// Progress of an upload, and files that are dropped; without it the form does the same by itself.
enum DeskScript {
  static let text = """
    (()=>{"use strict";
    const form=document.getElementById("upload");if(!form)return;
    const input=form.querySelector("input[type=file]"),drop=form.querySelector(".drop"),bar=form.querySelector("progress");
    if(drop&&input){["dragover","dragenter"].forEach(n=>drop.addEventListener(n,e=>{e.preventDefault();drop.classList.add("over")}));
    ["dragleave","drop"].forEach(n=>drop.addEventListener(n,e=>{e.preventDefault();drop.classList.remove("over")}));
    drop.addEventListener("drop",e=>{if(e.dataTransfer.files.length)input.files=e.dataTransfer.files})}
    form.addEventListener("submit",e=>{if(!window.FormData||!bar)return;e.preventDefault();
    const button=form.querySelector("button[type=submit]");button.disabled=true;bar.hidden=false;
    const request=new XMLHttpRequest();request.open("POST",form.action);
    request.upload.onprogress=p=>{if(p.lengthComputable){bar.max=p.total;bar.value=p.loaded}};
    request.onload=()=>{if(request.status<400&&request.responseURL){location.href=request.responseURL}
    else{document.open();document.write(request.responseText);document.close()}};
    request.onerror=()=>{button.disabled=false;bar.hidden=true;const p=form.querySelector(".failed");if(p)p.hidden=false};
    request.send(new FormData(form))});
    })();

    """
}
