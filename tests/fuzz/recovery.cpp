// What a restart finds in the store. An input is either rows, one a line: run id, tab, an event's body; or, where it begins with
// '@', changes to the bytes of a sound file: pairs of a place (two bytes) and a value.

#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "runtime/read_model.hpp"
#include "runtime/recovery.hpp"
#include "runtime/run_store.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/runtime/event_samples.hpp"

using namespace deckhand;
using fuzz::promise;
namespace fs = std::filesystem;

namespace {

constexpr wall_time now{std::chrono::microseconds{2'000'000'000'000'000}};

struct work_folder {
  fs::path path = fs::temp_directory_path() / ("deckhand_fuzz_" + std::to_string(getpid()));
  work_folder() { fs::create_directories(path); }
  ~work_folder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
};

void check_recovered(std::vector<event> journal) {
  auto sequence = journal.empty() ? 0 : journal.back().sequence;
  for (auto& closing : recover_journal(journal, now).closing_events) {
    closing.sequence = ++sequence;
    journal.push_back(std::move(closing));
  }
  read_model_builder model;
  for (const auto& what : journal) model.apply(what);
  const auto picture = model.publish();
  promise(picture->current_run() == nullptr, "no run is current after a restart");
  for (const auto& run : picture->runs) {
    promise(is_terminal(run->status), "every run is over");
    promise(!run->running_index, "no command is running");
    promise(nlohmann::json::accept(*run->run_json), "a run is JSON");
    for (std::size_t i = 0; i < run->commands.size(); ++i)
      promise(nlohmann::json::accept(run->commands.at(i).full_json()), "a command is JSON");
  }
  for (const auto& protocol : picture->protocols) promise(nlohmann::json::accept(*protocol->protocol_json), "a protocol is JSON");
  promise(recover_journal(journal, now).closing_events.empty(), "what was closed stays closed");
}

void check_rows(std::string_view text) {
  std::vector<event> journal;
  while (!text.empty()) {
    auto line = fuzz::take_until(text, '\n');
    const std::string run_id{fuzz::take_until(line, '\t')};
    auto body = parse_event_body(line);
    if (!body) continue;
    const auto again = parse_event_body(to_json_text(*body));
    promise(again && to_json_text(*again) == to_json_text(*body), "an event is read as it is written");
    journal.push_back({journal.size() + 1, run_id, now, 0, std::move(*body)});
  }
  check_recovered(std::move(journal));
}

std::string sound_file(const fs::path& folder) {
  {
    auto store = run_store::open(folder);
    promise(store && store->append(sample_journal()) && store->close(), "a sound file can be made");
  }
  std::ifstream stream{folder / "deckhand.sqlite", std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

void check_file(std::string_view changes) {
  static const work_folder folder;
  static const auto sound = sound_file(folder.path / "sound");
  auto content = sound;
  for (std::size_t i = 0; i + 3 <= changes.size(); i += 3) {
    const auto place = static_cast<unsigned char>(changes[i]) * 256U + static_cast<unsigned char>(changes[i + 1]);
    content[place % content.size()] = changes[i + 2];
  }
  const auto damaged = folder.path / "damaged";
  fs::remove_all(damaged);
  fs::create_directories(damaged);
  std::ofstream{damaged / "deckhand.sqlite", std::ios::binary} << content;
  auto store = run_store::open(damaged);
  if (!store) return promise(!store.error().empty(), "a refusal says why");
  std::vector<event> journal;
  const auto report = store->load([&](event what) { journal.push_back(std::move(what)); });
  if (!report) return promise(!report.error().empty(), "a refusal says why");
  promise(report->events == journal.size(), "all events are told");
  check_recovered(std::move(journal));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::as_text(data, size);
  if (text.starts_with('@'))
    check_file(text.substr(1));
  else
    check_rows(text);
  return 0;
}
