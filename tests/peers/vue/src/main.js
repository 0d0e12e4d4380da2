import { createPinia } from "pinia";
import { createApp } from "vue";
import App from "./App.vue";
import { router } from "./router";
import { useSession } from "./session";
import "./base.css";

const app = createApp(App).use(createPinia());
// Asked before the router needs it.
useSession().load();
app.use(router).mount("#app");
