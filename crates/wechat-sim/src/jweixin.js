// A stand-in for WeChat's jweixin.js. It holds a page to the documented rule of which URL has to be
// signed: on iOS the one that the page was first loaded from, on Android the one it is at now.
(function () {
  "use strict";
  var base = document.currentScript.src.replace(/\/jweixin\.js.*$/, "");
  var ios = /iPhone|iPad|iPod/.test(navigator.userAgent);
  var landing = performance.getEntriesByType("navigation")[0].name;
  var granted = null;
  var allowed = [];
  var tags = [];
  // As in the published script: `ready` is called after a failure too, and at once from the second
  // `config` on; only the last `error` counts.
  var answered = false;
  var onReady = [];
  var onError = null;
  var asked = 0;
  // What a test sees of the page's wishes, and what the camera of the phone will see.
  var sim = (window.wechatSim = window.wechatSim || {});
  sim.calls = [];

  function ask(path, values, then) {
    var name = "wechatSim_" + (asked += 1);
    var script = document.createElement("script");
    window[name] = function (reply) {
      delete window[name];
      script.remove();
      then(reply);
    };
    values.callback = name;
    script.src = base + path + "?" + new URLSearchParams(values);
    document.head.appendChild(script);
  }

  function call(name, given, reply) {
    sim.calls.push({ name: name, given: JSON.parse(JSON.stringify(given || {})) });
    var may = granted && allowed.indexOf(name) >= 0;
    setTimeout(function () {
      if (may && given.success) given.success(Object.assign({ errMsg: name + ":ok" }, reply));
      if (!may && given.fail) given.fail({ errMsg: name + ":the permission value is offline verifying" });
    }, 0);
  }

  window.wx = {
    config: function (given) {
      var url = (ios ? landing : location.href).split("#")[0];
      allowed = given.jsApiList || [];
      tags = given.openTagList || [];
      granted = null;
      ask("/sim/verify", {
        appId: given.appId, timestamp: given.timestamp, nonceStr: given.nonceStr,
        signature: given.signature, url: url,
      }, function (reply) {
        granted = reply.errMsg === "config:ok";
        sim.config = { errMsg: reply.errMsg, realAuthUrl: url };
        answered = true;
        if (!granted && onError) onError(reply);
        onReady.splice(0).forEach(function (one) { one(reply); });
      });
    },
    ready: function (one) { if (answered) one(); else onReady.push(one); },
    error: function (one) { onError = one; },
    updateAppMessageShareData: function (given) { call("updateAppMessageShareData", given, {}); },
    updateTimelineShareData: function (given) { call("updateTimelineShareData", given, {}); },
    scanQRCode: function (given) { call("scanQRCode", given, { resultStr: sim.camera || "" }); },
    getLocation: function (given) {
      call("getLocation", given, { latitude: 27.83, longitude: 113.17, accuracy: 30 });
    },
    openLocation: function (given) { call("openLocation", given, {}); },
    closeWindow: function (given) { call("closeWindow", given || {}, {}); },
  };

  customElements.define("wx-open-subscribe", class extends HTMLElement {
    connectedCallback() {
      var inside = this.attachShadow({ mode: "open" });
      var words = this.querySelector("script[type='text/wxtag-template']:not([slot='style'])");
      inside.innerHTML = words ? words.textContent : "";
      this.addEventListener("click", this.pressed.bind(this));
    }
    pressed() {
      var tag = this;
      if (!granted || tags.indexOf("wx-open-subscribe") < 0) return;
      var template = tag.getAttribute("template");
      ask("/sim/subscribe", { status: sim.answer || "accept" }, function (reply) {
        var details = {};
        details[template] = JSON.stringify({ status: reply.status });
        tag.dispatchEvent(new CustomEvent("success", {
          detail: { errMsg: "subscribe:ok", subscribeDetails: JSON.stringify(details) },
        }));
      });
    }
  });
})();
