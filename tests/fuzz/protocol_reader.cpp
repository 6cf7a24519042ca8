// A JSON protocol's text.

#include "runtime/protocol_reader.hpp"

#include "tests/fuzz/input.hpp"

using namespace deckhand;
using fuzz::promise;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = read_protocol("file.json", fuzz::as_text(data, size));
  if (read) {
    promise(*read != nullptr, "a sound file gives a protocol");
    for (const auto& command : (*read)->commands)
      promise(command.work || command.params.is_object(), "a command's parameters are complete");
    return 0;
  }
  promise(!read.error().problems.empty(), "a refusal says why");
  promise(read.error().problems.size() <= 20, "a refusal is no longer than it needs to be");
  promise(read.error().detail().starts_with("file.json "), "a refusal names the file");
  return 0;
}
