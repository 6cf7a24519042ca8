/// The journal on disk: every event, in one SQLite file, deckhand.sqlite.
///
/// A killed process loses nothing that `append` has confirmed; a power cut nothing that `sync` has. Columns and versions are in
/// run_store.cpp. Errors are sentences with the file and SQLite's own message; none of them makes the store unusable.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "runtime/event.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace deckhand {

struct run_store_options {
  std::int64_t max_pages = 0;  ///< the file's largest size in pages of 4 KiB, so that tests can fill the disk; 0: no limit
};

/// What a journal was found to hold.
struct journal_report {
  std::uint64_t events = 0;
  std::uint64_t bad_rows = 0;       ///< rows that are no events: left out, and left in the file
  std::string first_bad_row;        ///< which and why; empty where all are good
  std::uint64_t last_sequence = 0;  ///< of any row, bad ones too: numbering goes on after it
};

/// Used by one thread at a time. Blocks on the disk.
class run_store {
 public:
  /// Creates the directory and the file where there are none, and keeps every other process out until closed. Refuses a file
  /// that a newer deckhand wrote, one that another process has open, and one that is no journal.
  static tl::expected<run_store, std::string> open(const std::filesystem::path& directory, run_store_options options = {});

  /// Writes all of `events` or none of them. Those already there, by sequence, are skipped, so a failed append can be repeated.
  /// run_deleted and protocol_deleted remove the rows of their run or protocol, and stay themselves.
  tl::expected<void, std::string> append(std::span<const event> events);

  /// Whatever was appended before now survives a power cut.
  tl::expected<void, std::string> sync();

  /// Gives every event, in the order of the sequences. Rows that cannot be read are reported and do not fail it; a damaged file
  /// does, after the events that come before the damage.
  tl::expected<journal_report, std::string> load(const std::function<void(event)>& take) const;

  /// The first events after a sequence, in order, `limit` of them at most. Rows that cannot be read are left out.
  tl::expected<std::vector<event>, std::string> read(std::uint64_t after, std::size_t limit) const;

  /// Syncs, and lets go of the file. Every later call answers an error. The destructor closes as well.
  tl::expected<void, std::string> close();

 private:
  struct closer {
    void operator()(sqlite3* database) const;
    void operator()(sqlite3_stmt* statement) const;
  };
  using statement_ptr = std::unique_ptr<sqlite3_stmt, closer>;

  tl::expected<void, std::string> set_up(run_store_options options);
  tl::expected<void, std::string> check_version() const;
  tl::expected<void, std::string> execute(const char* sql) const;
  tl::expected<statement_ptr, std::string> prepare(const char* sql) const;
  tl::expected<void, std::string> write_all(std::span<const event> events);
  tl::expected<void, std::string> write(const event& what);
  tl::expected<void, std::string> forget(sqlite3_stmt* statement, const std::string& id, std::uint64_t before_sequence);
  std::string message() const;

  std::string file_;
  std::unique_ptr<sqlite3, closer> database_;  // nullptr: closed
  statement_ptr insert_, forget_run_, forget_protocol_;
};

}  // namespace deckhand
