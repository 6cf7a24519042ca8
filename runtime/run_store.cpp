#include "runtime/run_store.hpp"

#include <sqlite3.h>

#include <algorithm>

namespace deckhand {
namespace {

constexpr int schema_version = 1;
// at_us: microseconds since 1970, UTC. run_id and protocol_id say what the event is about; at most one of them is not empty.
// body: to_json_text of the event's body.
constexpr const char* schema = R"(
  CREATE TABLE events (
    sequence INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL,
    protocol_id TEXT NOT NULL,
    at_us INTEGER NOT NULL,
    body TEXT NOT NULL
  );
  CREATE INDEX events_of_run ON events (run_id) WHERE run_id <> '';
  CREATE INDEX events_of_protocol ON events (protocol_id) WHERE protocol_id <> '';
  PRAGMA user_version = 1;
)";
static_assert(schema_version == 1, "the schema's text names its version, too");

constexpr std::size_t longest_quote = 80;

std::string protocol_of(const event_body& body) {
  return std::visit(
      [](const auto& what) -> std::string {
        // A run's creation names a protocol as well, but is about the run.
        using body_type = std::decay_t<decltype(what)>;
        if constexpr (!std::is_same_v<body_type, run_created> && requires { what.protocol_id; })
          return what.protocol_id;
        else
          return {};
      },
      body);
}

std::string_view column_text(sqlite3_stmt* row, int column) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
  return text ? std::string_view{text, static_cast<std::size_t>(sqlite3_column_bytes(row, column))} : std::string_view{};
}

std::optional<event> read_row(sqlite3_stmt* row) {
  auto body = parse_event_body(column_text(row, 3));
  if (!body || sqlite3_column_type(row, 2) != SQLITE_INTEGER) return std::nullopt;
  event what;
  what.sequence = static_cast<std::uint64_t>(sqlite3_column_int64(row, 0));
  what.run_id = column_text(row, 1);
  what.at = wall_time{std::chrono::microseconds{sqlite3_column_int64(row, 2)}};
  what.body = std::move(*body);
  return what;
}

/// The beginning of a row's body, fit for a log line.
std::string quote(std::string_view body) {
  std::string text{body.substr(0, longest_quote)};
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return text;
}

void bind_text(sqlite3_stmt* statement, int column, const std::string& text) {
  sqlite3_bind_text(statement, column, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

}  // namespace

void run_store::closer::operator()(sqlite3* database) const { sqlite3_close_v2(database); }
void run_store::closer::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

std::string run_store::message() const {
  return file_ + ": " + (database_ ? sqlite3_errmsg(database_.get()) : "the store is closed");
}

tl::expected<run_store, std::string> run_store::open(const std::filesystem::path& directory, run_store_options options) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) return tl::unexpected{directory.string() + ": cannot create the directory: " + error.message()};

  run_store store;
  store.file_ = (directory / "deckhand.sqlite").string();
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(store.file_.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  store.database_.reset(database);
  if (code != SQLITE_OK) return tl::unexpected{store.message()};
  if (auto done = store.set_up(options); !done) return tl::unexpected{std::move(done.error())};
  return store;
}

tl::expected<void, std::string> run_store::set_up(run_store_options options) {
  sqlite3_extended_result_codes(database_.get(), 1);
  // Alone with the file, SQLite needs no shared memory next to it, and a second opener learns at once that it is one.
  auto done = execute("PRAGMA locking_mode = EXCLUSIVE").and_then([&] { return check_version(); });
  if (done) done = execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; BEGIN EXCLUSIVE; COMMIT");
  if (!done) {
    const int code = sqlite3_errcode(database_.get()) & 0xFF;
    if (code == SQLITE_BUSY)
      return tl::unexpected{file_ + ": another process has it open (" + sqlite3_errmsg(database_.get()) + ")"};
    return done;
  }
  if (options.max_pages > 0) done = execute(("PRAGMA max_page_count = " + std::to_string(options.max_pages)).c_str());
  const auto prepare_into = [&](statement_ptr& statement, const char* sql) {
    if (!done) return;
    auto prepared = prepare(sql);
    if (prepared)
      statement = std::move(*prepared);
    else
      done = tl::unexpected{std::move(prepared.error())};
  };
  prepare_into(
      insert_,
      "INSERT INTO events (sequence, run_id, protocol_id, at_us, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT (sequence) DO NOTHING");
  prepare_into(forget_run_, "DELETE FROM events WHERE run_id = ?1 AND run_id <> '' AND sequence < ?2");
  prepare_into(forget_protocol_, "DELETE FROM events WHERE protocol_id = ?1 AND protocol_id <> '' AND sequence < ?2");
  return done;
}

// Before anything is written: a newer file must stay as it is.
tl::expected<void, std::string> run_store::check_version() const {
  auto query = prepare("PRAGMA user_version");
  if (!query) return tl::unexpected{std::move(query.error())};
  if (sqlite3_step(query->get()) != SQLITE_ROW) return tl::unexpected{message()};
  const int version = sqlite3_column_int(query->get(), 0);
  query->reset();
  if (version == 0) return execute(("BEGIN EXCLUSIVE;" + std::string{schema} + "COMMIT").c_str());
  if (version != schema_version)
    return tl::unexpected{file_ + ": written by a newer deckhand (schema " + std::to_string(version) + "; this one reads up to " +
                          std::to_string(schema_version) + ")"};
  return {};
}

tl::expected<void, std::string> run_store::execute(const char* sql) const {
  if (!database_ || sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) return tl::unexpected{message()};
  return {};
}

tl::expected<run_store::statement_ptr, std::string> run_store::prepare(const char* sql) const {
  sqlite3_stmt* statement = nullptr;
  if (!database_ || sqlite3_prepare_v2(database_.get(), sql, -1, &statement, nullptr) != SQLITE_OK)
    return tl::unexpected{message()};
  return statement_ptr{statement};
}

tl::expected<void, std::string> run_store::append(std::span<const event> events) {
  auto done = execute("BEGIN IMMEDIATE").and_then([&] { return write_all(events); }).and_then([&] { return execute("COMMIT"); });
  // Some errors, a full disk among them, may have rolled back already.
  if (!done && database_ && sqlite3_get_autocommit(database_.get()) == 0) static_cast<void>(execute("ROLLBACK"));
  return done;
}

tl::expected<void, std::string> run_store::write_all(std::span<const event> events) {
  for (const auto& what : events)
    if (auto written = write(what); !written) return written;
  return {};
}

tl::expected<void, std::string> run_store::write(const event& what) {
  const auto protocol_id = protocol_of(what.body);
  const auto body = to_json_text(what.body);
  auto* row = insert_.get();
  sqlite3_bind_int64(row, 1, static_cast<std::int64_t>(what.sequence));
  bind_text(row, 2, what.run_id);
  bind_text(row, 3, protocol_id);
  sqlite3_bind_int64(row, 4, what.at.time_since_epoch().count());
  bind_text(row, 5, body);
  const int code = sqlite3_step(row);
  const auto trouble = code == SQLITE_DONE ? std::string{} : message();
  sqlite3_reset(row);
  if (code != SQLITE_DONE) return tl::unexpected{trouble};
  if (std::holds_alternative<run_deleted>(what.body)) return forget(forget_run_.get(), what.run_id, what.sequence);
  if (std::holds_alternative<protocol_deleted>(what.body)) return forget(forget_protocol_.get(), protocol_id, what.sequence);
  return {};
}

tl::expected<void, std::string> run_store::forget(sqlite3_stmt* statement, const std::string& id, std::uint64_t before_sequence) {
  bind_text(statement, 1, id);
  sqlite3_bind_int64(statement, 2, static_cast<std::int64_t>(before_sequence));
  const int code = sqlite3_step(statement);
  const auto trouble = code == SQLITE_DONE ? std::string{} : message();
  sqlite3_reset(statement);
  if (code != SQLITE_DONE) return tl::unexpected{trouble};
  return {};
}

tl::expected<void, std::string> run_store::sync() {
  if (!database_ || sqlite3_wal_checkpoint_v2(database_.get(), nullptr, SQLITE_CHECKPOINT_FULL, nullptr, nullptr) != SQLITE_OK)
    return tl::unexpected{message()};
  return {};
}

tl::expected<journal_report, std::string> run_store::load(const std::function<void(event)>& take) const {
  auto query = prepare("SELECT sequence, run_id, at_us, body FROM events ORDER BY sequence");
  if (!query) return tl::unexpected{std::move(query.error())};
  auto* row = query->get();
  journal_report report;
  int code = SQLITE_OK;
  while ((code = sqlite3_step(row)) == SQLITE_ROW) {
    report.last_sequence = static_cast<std::uint64_t>(sqlite3_column_int64(row, 0));
    if (auto what = read_row(row)) {
      ++report.events;
      take(std::move(*what));
    } else if (++report.bad_rows == 1) {
      report.first_bad_row =
          file_ + ": row " + std::to_string(report.last_sequence) + " is not an event: " + quote(column_text(row, 3));
    }
  }
  if (code != SQLITE_DONE) return tl::unexpected{message()};
  return report;
}

tl::expected<std::vector<event>, std::string> run_store::read(std::uint64_t after, std::size_t limit) const {
  auto query = prepare("SELECT sequence, run_id, at_us, body FROM events WHERE sequence > ? ORDER BY sequence");
  if (!query) return tl::unexpected{std::move(query.error())};
  auto* row = query->get();
  sqlite3_bind_int64(row, 1, static_cast<std::int64_t>(after));
  std::vector<event> events;
  int code = SQLITE_ROW;
  while (events.size() < limit && (code = sqlite3_step(row)) == SQLITE_ROW)
    if (auto what = read_row(row)) events.push_back(std::move(*what));
  if (code != SQLITE_ROW && code != SQLITE_DONE) return tl::unexpected{message()};
  return events;
}

tl::expected<void, std::string> run_store::close() {
  auto done = sync();
  insert_.reset();
  forget_run_.reset();
  forget_protocol_.reset();
  database_.reset();
  return done;
}

}  // namespace deckhand
