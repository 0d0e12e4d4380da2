import { defineStore } from "pinia";
import { computed, ref } from "vue";
import { read, write } from "./api";

/** Who is signed in, and for whom the phone acts. */
export const useSession = defineStore("session", () => {
  const session = ref(null);
  const chosen = ref(null);
  let asked = null;

  const persons = computed(() => session.value?.account?.persons ?? []);
  const person = computed(
    () => persons.value.find((one) => one.resident_id === chosen.value) ?? persons.value[0] ?? null,
  );

  /** Asks once; the router and the pages wait for the same answer. */
  function load() {
    asked ??= read("/session").then((reply) => {
      session.value = reply;
    });
    return asked;
  }

  async function signIn(phone, code) {
    session.value = await write("/sessions/resident", { phone, code });
    asked = Promise.resolve();
  }

  return { session, persons, person, load, signIn };
});
