#include "runtime/protocol_files.hpp"

#include <algorithm>

#include "runtime/native_protocol.hpp"
#include "runtime/python_protocol.hpp"

namespace deckhand {

tl::expected<json_protocol_ptr, protocol_rejection> read_protocol_files(std::span<const protocol_file> files,
                                                                        const script_process_config& process) {
  const auto& main = *std::ranges::find(files, "main", &protocol_file::role);
  if (is_native_file(main.name))
    return read_native_metadata(main.name, main.content, process).and_then([&](nlohmann::json metadata) {
      return make_native_protocol(std::move(metadata), files);
    });
  if (is_python_file(main.name))
    return read_python_header(main.name, main.content, process).and_then([&](python_header header) {
      return make_python_protocol(std::move(header), files);
    });
  return read_protocol(main.name, main.content);
}

std::string_view type_of(const json_protocol& protocol) {
  return protocol.native ? "native" : protocol.python ? "python" : "json";
}

}  // namespace deckhand
