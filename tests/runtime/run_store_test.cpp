#include "runtime/run_store.hpp"

#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "event_samples.hpp"
#include "temporary_directory.hpp"

using namespace deckhand;
namespace fs = std::filesystem;

namespace {

run_store open_store(const fs::path& directory, run_store_options options = {}) {
  auto store = run_store::open(directory, options);
  INFO((store ? "" : store.error()));
  REQUIRE(store);
  return std::move(*store);
}

struct loaded_journal {
  std::vector<event> events;
  journal_report report;
};

loaded_journal load_all(const run_store& store) {
  loaded_journal result;
  const auto report = store.load([&](event what) { result.events.push_back(std::move(what)); });
  INFO((report ? "" : report.error()));
  REQUIRE(report);
  result.report = *report;
  return result;
}

void change_file(const fs::path& directory, const std::string& sql) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open((directory / "deckhand.sqlite").c_str(), &database) == SQLITE_OK);
  CHECK(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(database);
}

/// An event of about `bytes` bytes.
event large_event(event_maker& make, const std::string& run_id, std::size_t bytes) {
  return make(run_id, entity_changed{entity_kind::labware, "a", "\"" + std::string(bytes, 'x') + "\""});
}

/// No file of this process can grow beyond `bytes` while this lives: writes fail in the middle, as on a broken disk.
class file_size_limit {
 public:
  explicit file_size_limit(rlim_t bytes) {
    before_ = signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &limit_);
    const rlimit lower{bytes, limit_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &lower);
  }
  ~file_size_limit() {
    setrlimit(RLIMIT_FSIZE, &limit_);
    signal(SIGXFSZ, before_);
  }
  file_size_limit(const file_size_limit&) = delete;
  file_size_limit& operator=(const file_size_limit&) = delete;

 private:
  rlimit limit_{};
  void (*before_)(int) = nullptr;
};

}  // namespace

TEST_CASE("a journal gives back what it took, byte for byte") {
  const temporary_directory directory;
  const auto events = sample_journal();
  {
    auto store = open_store(directory.path() / "new" / "deep");
    REQUIRE(store.append(events));
  }
  const auto store = open_store(directory.path() / "new" / "deep");
  const auto loaded = load_all(store);
  CHECK(loaded.report.events == events.size());
  CHECK(loaded.report.bad_rows == 0);
  CHECK(loaded.report.last_sequence == events.back().sequence);
  CHECK(text_of(*picture_of(loaded.events)) == text_of(*picture_of(events)));
  REQUIRE(loaded.events.size() == events.size());
  for (std::size_t i = 0; i < events.size(); ++i) {
    CHECK(loaded.events[i].sequence == events[i].sequence);
    CHECK(loaded.events[i].at == events[i].at);
  }
}

TEST_CASE("what was appended survives a kill, at any time") {
  const temporary_directory directory, crashed;
  const auto events = sample_journal();
  auto store = open_store(directory.path());
  for (const auto& what : events) {
    REQUIRE(store.append({&what, 1}));
    if (what.sequence % 10 == 0) REQUIRE(store.sync());
    fs::remove_all(crashed.path());
    fs::copy(directory.path(), crashed.path());
    const auto loaded = load_all(open_store(crashed.path()));
    REQUIRE(loaded.events.size() == what.sequence);
    REQUIRE(to_json_text(loaded.events.back().body) == to_json_text(what.body));
  }
}

TEST_CASE("a transaction that a crash tore is not there at all") {
  const temporary_directory directory, crashed;
  auto store = open_store(directory.path());
  event_maker make;
  const std::vector<event> first{make("run", run_created{}), make("run", queued("a"))};
  const std::vector<event> second{large_event(make, "run", 20'000), make("run", queued("b"))};
  REQUIRE(store.append(first));
  const auto size_before = fs::file_size(directory.path() / "deckhand.sqlite-wal");
  REQUIRE(store.append(second));
  const auto size_after = fs::file_size(directory.path() / "deckhand.sqlite-wal");
  for (auto size = size_before; size < size_after; size += 1000) {
    fs::remove_all(crashed.path());
    fs::copy(directory.path(), crashed.path());
    fs::resize_file(crashed.path() / "deckhand.sqlite-wal", size);
    CHECK(load_all(open_store(crashed.path())).events.size() == 2);
  }
}

TEST_CASE("repeating an append changes nothing") {
  const temporary_directory directory;
  auto store = open_store(directory.path());
  const auto events = sample_journal();
  REQUIRE(store.append(std::span{events}.first(5)));
  REQUIRE(store.append(events));
  REQUIRE(store.append(events));
  REQUIRE(store.append({}));
  CHECK(load_all(store).events.size() == events.size());
}

TEST_CASE("deleting a run or a protocol removes its rows and keeps the numbering") {
  const temporary_directory directory;
  auto store = open_store(directory.path());
  event_maker make;
  std::vector<event> events{make("", sample_protocol("p")), make("", analysis_started{"p", "a"}), make("run-1", run_created{"p"}),
                            make("run-1", queued("c")), make("run-2", run_created{"p"})};
  events.push_back(make("run-1", run_deleted{}));
  REQUIRE(store.append(events));
  auto loaded = load_all(store);
  REQUIRE(loaded.events.size() == 4);
  CHECK(loaded.events[2].run_id == "run-2");
  CHECK(loaded.events[3].sequence == 6);
  const std::vector<event> more{make("run-2", run_deleted{}), make("", protocol_deleted{"p"})};
  REQUIRE(store.append(more));
  loaded = load_all(store);
  CHECK(loaded.events.size() == 3);  // the deletions themselves
  CHECK(loaded.report.last_sequence == 8);
  const auto picture = picture_of(loaded.events);
  CHECK(picture->runs.empty());
  CHECK(picture->protocols.empty());
}

TEST_CASE("a full disk refuses whole appends, and the store goes on when there is room again") {
  const temporary_directory directory;
  auto store = open_store(directory.path(), {.max_pages = 60});
  event_maker make;
  REQUIRE(store.append(std::vector{make("run-1", run_created{}), large_event(make, "run-1", 100'000)}));
  const std::vector<event> too_much{make("run-2", run_created{}), large_event(make, "run-2", 30'000),
                                    large_event(make, "run-2", 120'000)};
  for (int attempt = 0; attempt < 3; ++attempt) {
    const auto refused = store.append(too_much);
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error(), Catch::Contains("deckhand.sqlite: database or disk is full"));
    CHECK(load_all(store).events.size() == 2);
  }
  REQUIRE(store.append(std::vector{make("run-1", run_deleted{})}));
  REQUIRE(store.append(too_much));
  CHECK(load_all(store).events.size() == 4);
  REQUIRE(store.close());
  CHECK(load_all(open_store(directory.path())).events.size() == 4);
}

TEST_CASE("an event that SQLite refuses takes its append with it, and only that") {
  const temporary_directory directory;
  event_maker make;
  const std::vector<event> events{make("run", run_created{}), make("run", queued("a")), make("run", queued("b"))};
  REQUIRE(open_store(directory.path()).append(std::span{events}.first(1)));
  change_file(directory.path(), R"(
    CREATE TRIGGER refusal BEFORE INSERT ON events WHEN new.sequence = 3 BEGIN SELECT RAISE(FAIL, 'not this one'); END)");
  auto store = open_store(directory.path());
  const auto refused = store.append(events);
  REQUIRE_FALSE(refused);
  CHECK_THAT(refused.error(), Catch::EndsWith("deckhand.sqlite: not this one"));
  CHECK(load_all(store).events.size() == 1);
  REQUIRE(store.append(std::span{events}.first(2)));
  CHECK(load_all(store).events.size() == 2);
}

TEST_CASE("writes that fail half-way leave nothing half-written") {
  const temporary_directory directory;
  auto store = open_store(directory.path());
  event_maker make;
  REQUIRE(store.append(std::vector{make("run", run_created{}), make("run", queued("a"))}));
  const std::vector<event> more{make("run", queued("b")), large_event(make, "run", 100'000), make("run", queued("c"))};
  for (const rlim_t room : {0, 1000, 50'000}) {
    tl::expected<void, std::string> refused;
    {
      const file_size_limit limit{fs::file_size(directory.path() / "deckhand.sqlite-wal") + room};
      refused = store.append(more);
    }
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error(), Catch::Contains("deckhand.sqlite: "));
    CHECK(load_all(store).events.size() == 2);
  }
  REQUIRE(store.append(more));
  REQUIRE(store.sync());
  CHECK(load_all(store).events.size() == 5);
  REQUIRE(store.close());
  CHECK(load_all(open_store(directory.path())).events.size() == 5);
}

TEST_CASE("a sync that fails says so and can be repeated") {
  const temporary_directory directory;
  auto store = open_store(directory.path());
  event_maker make;
  REQUIRE(store.append(std::vector{make("run", run_created{}), large_event(make, "run", 100'000)}));
  {
    const file_size_limit limit{0};
    CHECK_FALSE(store.sync());
  }
  CHECK(store.sync());
  CHECK(fs::file_size(directory.path() / "deckhand.sqlite") > 100'000);
}

TEST_CASE("rows that are no events are reported and left out") {
  const temporary_directory directory;
  const auto events = sample_journal();
  REQUIRE(open_store(directory.path()).append(events));
  change_file(directory.path(), R"(
    UPDATE events SET body = 'no json ' || char(7) WHERE sequence = 4;
    UPDATE events SET body = '{"type":"from_the_future"}' WHERE sequence = 6;
    UPDATE events SET body = x'00FF' WHERE sequence = 7;
    UPDATE events SET at_us = 'noon' WHERE sequence = 8;
    INSERT INTO events VALUES (1000, 'run-2', '', 0, '');)");
  const auto loaded = load_all(open_store(directory.path()));
  CHECK(loaded.report.bad_rows == 5);
  CHECK(loaded.report.events == events.size() - 4);
  CHECK(loaded.events.size() == events.size() - 4);
  CHECK(loaded.report.last_sequence == 1000);
  CHECK_THAT(loaded.report.first_bad_row, Catch::EndsWith("deckhand.sqlite: row 4 is not an event: no json ?"));
  CHECK(picture_of(loaded.events)->runs.size() >= 1);
}

TEST_CASE("two openers: the second one is told") {
  const temporary_directory directory;
  auto first = open_store(directory.path());
  const auto second = run_store::open(directory.path());
  REQUIRE_FALSE(second);
  CHECK_THAT(second.error(), Catch::Contains("deckhand.sqlite: another process has it open"));
  REQUIRE(first.append(sample_journal()));
  REQUIRE(first.close());
  CHECK(run_store::open(directory.path()));
}

TEST_CASE("a newer file is refused and stays as it was") {
  const temporary_directory directory;
  REQUIRE(open_store(directory.path()).append(sample_journal()));
  change_file(directory.path(), "PRAGMA journal_mode = DELETE; PRAGMA user_version = 7");
  const auto content = [&] {
    std::ifstream file(directory.path() / "deckhand.sqlite", std::ios::binary);
    return std::string{std::istreambuf_iterator<char>{file}, {}};
  };
  const auto before = content();
  const auto refused = run_store::open(directory.path());
  REQUIRE_FALSE(refused);
  CHECK_THAT(refused.error(), Catch::EndsWith("deckhand.sqlite: written by a newer deckhand (schema 7; this one reads up to 1)"));
  CHECK(content() == before);
}

TEST_CASE("what is no journal, and where none can be made") {
  const temporary_directory directory;
  const auto file = directory.path() / "deckhand.sqlite";
  std::ofstream{file} << std::string(5000, 'x');
  const auto garbage = run_store::open(directory.path());
  REQUIRE_FALSE(garbage);
  CHECK(garbage.error() == file.string() + ": file is not a database");
  const auto below_a_file = run_store::open(file / "sub");
  REQUIRE_FALSE(below_a_file);
  CHECK_THAT(below_a_file.error(), Catch::Contains("cannot create the directory: Not a directory"));
  fs::remove(file);
  fs::create_directory(file);
  const auto in_the_way = run_store::open(directory.path());
  REQUIRE_FALSE(in_the_way);
  CHECK(in_the_way.error() == file.string() + ": unable to open database file");
}

TEST_CASE("a damaged file is an error, after what can be read of it") {
  const temporary_directory directory;
  event_maker make;
  std::vector<event> events;
  for (int i = 0; i < 2000; ++i) events.push_back(make("run", queued("command " + std::to_string(i))));
  REQUIRE(open_store(directory.path()).append(events));
  {
    std::fstream file(directory.path() / "deckhand.sqlite", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096 * 20);
    file << std::string(4096 * 10, '\xFF');
  }
  const auto store = open_store(directory.path());
  std::size_t count = 0;
  const auto report = store.load([&](const event&) { ++count; });
  REQUIRE_FALSE(report);
  CHECK_THAT(report.error(), Catch::Contains("malformed"));
  CHECK(count > 0);
  CHECK(count < events.size());
}

TEST_CASE("a closed store answers errors") {
  const temporary_directory directory;
  auto store = open_store(directory.path());
  REQUIRE(store.close());
  CHECK_FALSE(store.append(sample_journal()));
  CHECK_FALSE(store.sync());
  CHECK_FALSE(store.close());
  const auto loaded = store.load([](const event&) {});
  REQUIRE_FALSE(loaded);
  CHECK_THAT(loaded.error(), Catch::EndsWith("deckhand.sqlite: the store is closed"));
}
