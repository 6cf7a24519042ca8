#include "actors/session_priority.hpp"

#include <fstream>
#include <utility>

namespace deckhand {
namespace {

constexpr int first_of_all = -15;

// "/autogroup-25 nice 0"
std::optional<int> read_nice(const std::string& file) {
  std::ifstream stream{file};
  std::string name, word;
  int nice = 0;
  if (stream >> name >> word >> nice && word == "nice") return nice;
  return std::nullopt;
}

bool write_nice(const std::string& file, int nice) {
  std::ofstream stream{file};
  stream << nice << std::flush;
  return stream.good();
}

}  // namespace

session_priority::session_priority(std::string file) : file_(std::move(file)) {
  const auto before = read_nice(file_);
  if (before && *before > first_of_all && write_nice(file_, first_of_all)) before_ = before;
}

session_priority::~session_priority() {
  if (before_) write_nice(file_, *before_);
}

}  // namespace deckhand
