#include "native/script_library.hpp"

#include <dlfcn.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace deckhand {
namespace {

// Every error of the loader begins with it.
constexpr const char* path_pattern = "/proc/self/fd/";

struct memory_file {
  int descriptor = -1;
  ~memory_file() {
    if (descriptor >= 0) close(descriptor);
  }
};

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::string loader_error(const std::string& path) {
  const char* said = dlerror();
  std::string text = said ? said : "unknown error";
  if (text.starts_with(path + ": ")) text.erase(0, path.size() + 2);
  return "It cannot be loaded: " + text + ".";
}

tl::expected<const script::entry*, std::string> check_entry(const script::entry* entry) {
  if (entry->version != script::interface_version)
    return tl::unexpected{"It was built for version " + std::to_string(entry->version) +
                          " of the script interface; this deckhand has version " + std::to_string(script::interface_version) +
                          ". Build it again."};
  if (std::string_view{entry->built_with} != script::build_description)
    return tl::unexpected{std::string{"It was built with "} + entry->built_with + "; this deckhand was built with " +
                          script::build_description + ". Build it again."};
  return entry;
}

}  // namespace

// From memory: where temporary files are, programs need not be allowed.
tl::expected<const script::entry*, std::string> load_script(std::string_view bytes) {
  const memory_file file{memfd_create("deckhand-script", MFD_CLOEXEC)};
  if (file.descriptor < 0 || !write_all(file.descriptor, bytes))
    return tl::unexpected{std::string{"There is no memory to load it into: "} + std::strerror(errno) + "."};
  const auto path = path_pattern + std::to_string(file.descriptor);
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) return tl::unexpected{loader_error(path)};
  const auto* entry = static_cast<const script::entry*>(dlsym(library, script::entry_name));
  if (!entry) return tl::unexpected{std::string{"It is no script: there is no DECKHAND_SCRIPT in it."}};
  return check_entry(entry);
}

}  // namespace deckhand
