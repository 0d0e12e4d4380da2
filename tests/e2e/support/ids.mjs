// Numbers that name things and people, made as the product makes them.

import { randomBytes } from "node:crypto";

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The last character of an ID number, by its first seventeen (GB 11643). */
export function checkCharacter(digits) {
  const sum = WEIGHTS.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0);
  return "10X98765432"[sum % 11];
}

/** An id as the client makes it (UUIDv7). */
export function newId() {
  const time = Date.now().toString(16).padStart(12, "0");
  const chance = randomBytes(10).toString("hex");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${chance.slice(0, 3)}-8${chance.slice(3, 6)}-${chance.slice(6, 18)}`;
}
