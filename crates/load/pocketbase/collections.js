migrate((app) => {
  const base = (name, fields, indexes, rules) => app.save(new Collection({ type: "base", name, fields, indexes, ...rules }));
  const text = (name) => ({ name, type: "text", max: 200 });
  const number = (name) => ({ name, type: "number" });
  const users = app.findCollectionByNameOrId("users");
  users.fields.add(new Field(text("team")));
  app.save(users);
  base("records", [text("account"), { name: "body", type: "json", maxSize: 100000 }], [],
    { viewRule: "account = @request.auth.id" });
  base("due", [text("team"), text("village"), text("name"), text("sex"), text("birth_date"), text("programme"),
      text("due_on"), number("urgent"), text("last_class"), text("last_on"), number("last_sbp"), number("last_dbp")],
    ["CREATE INDEX due_of_team ON due (team, urgent, due_on)"], { listRule: "team = @request.auth.team" });
  base("packages", [text("name"), { name: "body", type: "json", maxSize: 100000 }], [], { listRule: "" });
  base("bookings", [text("session"), number("number"), text("resident"), text("state")],
    ["CREATE UNIQUE INDEX booking_number ON bookings (session, number)"], { createRule: "@request.auth.id != ''" });
  const settings = app.settings();
  settings.logs.maxDays = 0;
  app.save(settings);
});
