// Calls of the service: JSON over fetch, and one kind of error.

/** What the service said, or that it could not be reached. */
export class ApiError extends Error {
  constructor(code, status) {
    super(code);
    this.code = code;
    this.status = status;
  }
}

const WORDS = {
  invalid: "请看一下填写的内容",
  wrong_code: "请再看一下短信里的验证码",
  code_expired: "请重新获取验证码，刚才的过期了",
  too_many: "请过一会儿再试",
  offline: "请检查网络，再试一次",
};

/** A sentence for a person. */
export function wordsOf(error) {
  return WORDS[error.code] ?? "请过一会儿再试，服务暂时有问题";
}

async function call(path, options) {
  let reply;
  try {
    reply = await fetch(`/api/v1${path}`, { credentials: "same-origin", ...options });
  } catch {
    throw new ApiError("offline", 0);
  }
  const body = reply.status === 204 ? null : await reply.json().catch(() => null);
  if (!reply.ok) throw new ApiError(body?.code ?? "internal", reply.status);
  return body;
}

/** Reads. */
export function read(path) {
  return call(path, { headers: { accept: "application/json" } });
}

/** Writes; the key makes a repeat harmless. */
export function write(path, body) {
  return call(path, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": crypto.randomUUID() },
    body: JSON.stringify(body),
  });
}
