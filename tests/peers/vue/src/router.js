import { createRouter, createWebHistory } from "vue-router";
import { useSession } from "./session";

const home = () => import("./pages/Home.vue");
const signIn = () => import("./pages/SignIn.vue");

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: "/", component: home, meta: { title: "首页", signedIn: true } },
    { path: "/sign-in", component: signIn, meta: { title: "登录" } },
  ],
});

// The page's chunk comes while the session is asked.
(location.pathname === "/sign-in" ? signIn : home)().catch(() => {});

router.beforeEach(async (to) => {
  if (!to.meta.signedIn) return true;
  const session = useSession();
  try {
    await session.load();
  } catch {
    return true;
  }
  return session.person ? true : "/sign-in";
});

router.afterEach((to) => {
  document.title = `${to.meta.title} · 家医`;
});
